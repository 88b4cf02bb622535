"""Places to locate, the six members among them, and services that say what a test wants them to."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from flows.geocode.answers import Answers
from flows.geocode.match import Fournisseur, Match, Question, Replies
from flows.geocode.placing import geocode as step
from schemas.records import Anomaly
from schemas.tables import conform, empty

DAY = "2026-11-22"
NOTHING = empty("etablissements")
PANTIN = ("41 Rue Delizy", "93500", "Pantin")
MEMBERS = [
    ("133 Rue des Charmettes", "69006", "Lyon", "69386", "69123", "69", "84"),
    ("542 Avenue Victor Hugo", "84320", "Entraigues sur la Sorgue", "84043", "84043", "84", "93"),
    ("2 Chemin de la crèche", "22100", "TADEN", "22339", "22339", "22", "53"),
    ("4 Rue de Saint-Quentin", "75010", "Paris", "75110", "75056", "75", "11"),
    (*PANTIN, "93055", "93055", "93", "11"),
    ("30 Rue de Saint-Antoine", "93100", "Montreuil", "93048", "93048", "93", "11"),
]
DELIZY = Match(
    fournisseur="ban",
    libelle="41 Rue Delizy 93500 Pantin",
    type="housenumber",
    code_insee="93055",
    voie="Rue Delizy",
    numero="41",
    code_postal="93500",
    commune="Pantin",
    id="93055_2622_00041",
    score=0.9709,
    longitude=2.4098,
    latitude=48.8981,
)


def geocode(
    rows: pd.DataFrame,
    previous: pd.DataFrame = NOTHING,
    day: str = DAY,
    ask: "Said | None" = None,
    cache: pd.DataFrame | None = None,
    **given: Any,
) -> tuple[pd.DataFrame, list[Anomaly]]:
    """The step with one provider and one cache: the rows and the doubts."""
    found = step(rows, previous, day, [Answers(ask, cache, day)], **given)
    return found.places, found.anomalies


def placed(address: tuple[str, str, str], *answers: Match | None, **given: Any) -> tuple[pd.Series, list[str]]:
    """One address placed online by a service that always gives these answers: its row, and the codes of its doubts."""
    said = answers or (DELIZY,)
    rows, told = geocode(places(address), NOTHING, DAY, Said(lambda q, c: said), **given)
    return rows.iloc[0], codes(told)


def codes(told: list[Anomaly]) -> list[str]:
    return [anomaly.code for anomaly in told]


def point(row: pd.Series) -> tuple[str, str, str]:
    return row["geo_precision"], row["longitude"], row["latitude"]


Answering = Callable[[str, str], Match | Iterable[Match | None] | None]


class Said:
    """A provider that answers by a function; it keeps what it was asked."""

    def __init__(self, answer: Answering, fournisseur: Fournisseur = "ban") -> None:
        self.fournisseur = fournisseur
        self.asked: list[tuple[str, str]] = []
        self._answer = answer

    def __call__(self, questions: Sequence[Question]) -> Replies:
        matches = {}
        for question in questions:
            self.asked.append((question.requete, question.citycode))
            try:
                said = self._answer(question.requete, question.citycode)
            except Unanswered as error:
                return Replies(matches, str(error))
            each = [said] if isinstance(said, Match) or said is None else said
            matches[question] = tuple(match for match in each if match)
        return Replies(matches)


class Unanswered(Exception):
    """What an answering function raises to be down."""


def down_after(questions: int, answer: Answering) -> Said:
    """A provider whose service goes down after so many answers, and stays down."""

    def said(requete: str, citycode: str) -> Match | Iterable[Match | None] | None:
        if len(service.asked) > questions:
            raise Unanswered("The geocoder is down.")
        return answer(requete, citycode)

    service = Said(said)
    return service


def places(*addresses: tuple[str, str, str]) -> pd.DataFrame:
    """Rows of etablissements with these (adresse, code_postal, commune)."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    rows = [
        {
            "id": f"cc-{letters[n // 26 % 26]}{letters[n % 26]}aaaaaa",
            "nom": f"Crèche {n}",
            "adresse": adresse,
            "code_postal": code_postal,
            "commune": commune,
            "sources": "coop_petite_enfance|autre",
        }
        for n, (adresse, code_postal, commune) in enumerate(addresses)
    ]
    return conform(rows, "etablissements")
