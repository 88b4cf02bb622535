"""Places to locate, the six members among them, and services that say what a test wants them to."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from flows.geocode import Match, Outage, geocode
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


def placed(address: tuple[str, str, str], answer: Match | None = DELIZY, **given: Any) -> tuple[pd.Series, list[str]]:
    """One address placed online by a service that gives one answer: its row, and the codes of its doubts."""
    rows, told = geocode(places(address), NOTHING, DAY, Said(lambda q, c: answer), **given)
    return rows.iloc[0], codes(told)


def codes(told: list[Anomaly]) -> list[str]:
    return [anomaly.code for anomaly in told]


def point(row: pd.Series) -> tuple[str, str, str]:
    return row["geo_precision"], row["longitude"], row["latitude"]


class Said:
    """An `Ask` that answers by a function; it keeps what it was asked."""

    def __init__(self, answer: Callable[[str, str], Match | None], fournisseur: str = "ban") -> None:
        self.fournisseur = fournisseur
        self.asked: list[tuple[str, str]] = []
        self._answer = answer

    def __call__(self, requete: str, citycode: str) -> Match | None:
        self.asked.append((requete, citycode))
        return self._answer(requete, citycode)


def down_after(questions: int, answer: Callable[[str, str], Match | None]) -> Said:
    """An `Ask` whose service goes down after so many answers, and stays down."""

    def said(requete: str, citycode: str) -> Match | None:
        if len(service.asked) > questions:
            raise Outage("The geocoder is down.")
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
