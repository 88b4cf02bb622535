"""Decisions of people for tests: about 41 Rue Delizy in Pantin, and 133 Rue des Charmettes, Lyon 6e or Villeurbanne."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from flows.geocode.answers import Answers
from flows.geocode.by_hand import ByHand
from flows.geocode.corrections import Correction
from flows.geocode.match import Match, Provider
from flows.geocode.placing import Located
from flows.geocode.placing import geocode as step
from tests.flows.geocode_places import DAY, DELIZY, NOTHING, Said

CENTRE = "2.40898 48.8986"
"""Of Pantin, as the gazetteer has it."""
EVIDENCE = "https://mairie.example.fr/creches"
CHARMETTES = ("133 Rue des Charmettes", "69006", "Lyon")
ACROSS = replace(
    DELIZY,
    libelle="133 Rue des Charmettes 69100 Villeurbanne",
    voie="Rue des Charmettes",
    numero="133",
    code_insee="69266",
    code_postal="69100",
    commune="Villeurbanne",
    id="69266_1420_00133",
    longitude=4.866,
    latitude=45.771,
)
BY_HAND = Correction(
    adresse="41 Rue Delizy",
    code_postal="93500",
    commune="Pantin",
    code_insee="93055",
    decision="point",
    remplace=CENTRE,
    longitude="2.4101",
    latitude="48.8979",
    geo_precision="numero",
    geo_qualite="11",
    geo_libelle="41 Rue Delizy, Pantin",
    code_insee_corrige="",
    raison="La porte est dans la cour, vue sur place.",
    preuve_url=EVIDENCE,
    auteur_role="mainteneur",
    date="2026-11-01",
    expire_le="",
)
_NO_POINT = dict.fromkeys(("longitude", "latitude", "geo_precision", "geo_qualite", "geo_libelle"), "")
AT_THE_CENTRE = replace(BY_HAND, decision="centre", **_NO_POINT)
IN_VILLEURBANNE = replace(
    AT_THE_CENTRE,
    adresse=CHARMETTES[0],
    code_postal="69006",
    commune="Lyon",
    code_insee="69386",
    decision="commune",
    remplace="4.85185 45.77202",
    code_insee_corrige="69266",
)


def across(requete: str, citycode: str) -> Match | None:
    """133 Rue des Charmettes as the BAN has it: in Villeurbanne only."""
    return ACROSS if "Charmettes" in requete and citycode in ("", "69266") else None


def decided(
    rows: pd.DataFrame,
    *corrections: Correction,
    ask: Provider | None = None,
    previous: pd.DataFrame = NOTHING,
    day: str = DAY,
    cache: pd.DataFrame | None = None,
) -> tuple[Located, list[str]]:
    """The step with decisions: what it gives, and the codes of all that is told, corrections without object included."""
    hand = ByHand(corrections, day)
    found = step(rows, previous, day, [Answers(ask, cache, day)], hand, "https://ban.example.fr/")
    told = [*found.anomalies, *hand.without_object()]
    return found._replace(anomalies=told), [one.code for one in told]


def said(*matches: Match | None) -> Said:
    """A service that gives these places to every question."""
    return Said(lambda requete, citycode: matches)


def heard(rows: pd.DataFrame, ask: Provider, day: str = DAY) -> pd.DataFrame:
    """The cache that a run leaves."""
    answers = Answers(ask, None, day)
    step(rows, NOTHING, day, [answers])
    return answers.heard()


def cells(row: pd.Series) -> Sequence[str]:
    """Who placed a row, and where."""
    return row["geo_source"], row["geo_statut"], row["longitude"], row["latitude"]
