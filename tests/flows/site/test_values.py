"""Cells in words: every code of the tables that pages show has them, in both languages."""

import re

import pytest

from flows.explain.rules import MADE, READ
from flows.site.listed import amount, measured
from flows.site.proved import rule
from flows.site.shown import Shown
from flows.site.values import distance, phone, said
from flows.site.words import TONGUES, Words, catalogue
from schemas.tables import fields

FR, EN = Words("fr"), Words("en")
SUBJECTS = (
    "codes",
    "colonnes",
    "regles",
    "chiffre",
    "liste",
    "signaler",
    "creche",
    "departements",
    "reseaux",
    "initiatives",
)
SHOWN = (
    "etablissements",
    "gestionnaires",
    "reseaux",
    "initiatives",
    "partenariats",
    "chiffres",
    "anomalies",
    "retraits",
)


def codes() -> list[tuple[str, str]]:
    """(column, code) of every closed list that pages show."""
    found = []
    for table in SHOWN:
        for field in fields(table):
            limits = field.get("constraints")
            listed = limits.get("enum", ()) if isinstance(limits, dict) else ()
            found += [(str(field["name"]), str(one)) for one in listed if field["name"] not in ("sujet_type", "code")]
    return found


@pytest.mark.parametrize(("champ", "code"), codes())
def test_every_code_has_its_words(champ: str, code: str) -> None:
    assert FR.has(f"codes.{champ}_{code}") or FR.has(f"codes.{code}")


@pytest.mark.parametrize("table", ["etablissements", "gestionnaires", "reseaux", "initiatives"])
def test_every_column_has_its_title_and_the_french_one_is_that_of_the_schema(table: str) -> None:
    for field in fields(table):
        assert catalogue()[f"colonnes.{field['name']}"]["fr"] == str(field["title"]).removesuffix(" (m)")


def test_every_rule_that_explaining_tells_has_its_words() -> None:
    assert all(EN.has(f"regles.{code}") for code in READ)
    assert all(EN.has(f"regles.fait_{champ}") for champ in MADE)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_english_string_of_these_pages_holds_a_french_code(subject: str) -> None:
    told = " ".join(strings["en"] for key, strings in catalogue().items() if key.startswith(f"{subject}."))
    assert not re.findall(
        r"\b(?:registre|reseau|aucune|actif|non_confirme|ferme|inconnu|Mailbox|mailbox|not told)\b", told
    )


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_missing_cell_has_one_word(subject: str) -> None:
    told = " ".join(strings["fr"] for key, strings in catalogue().items() if key.startswith(f"{subject}."))
    assert not re.findall(r"\bnon dite?\b|\(vide\)|[Pp]ersonne ne le dit", told)


@pytest.mark.parametrize(
    ("champ", "cell", "code", "words"),
    [
        ("categorie", "creche_collective", "lue", "regles.lue_code"),
        ("modes_accueil", "regulier|urgence", "lue", "regles.lue_code"),
        ("itinerante", "true", "lue", "regles.lue_code"),
        ("nom", "Méli-Mélo", "lue", "regles.lue"),
        ("statut", "actif", "deduite", "regles.fait_statut"),
        ("region", "24", "deduite", "regles.deduite"),
        ("geo_date", "2026-11-22", "", "regles.point"),
        ("categorie", "inconnu", "", "regles.personne"),
        ("zzz", "1", "", "regles.non_ecrite"),
    ],
)
def test_a_value_is_explained_by_its_rule_or_else_by_that_of_its_column(
    champ: str, cell: str, code: str, words: str
) -> None:
    assert rule(FR, "etablissements", champ, cell, code) == FR(words)


@pytest.mark.parametrize(
    ("champ", "cell", "french", "english"),
    [
        ("itinerante", "true", "oui", "yes"),
        ("date_maj", "2026-11-01", "1er novembre 2026", "1 November 2026"),
        ("departement", "2A", "Corse-du-Sud (2A)", "Corse-du-Sud (2A)"),
        ("modes_accueil", "regulier|urgence", "accueil régulier, accueil d'urgence", "regular care, emergency care"),
        ("geo_rayon_m", "3793", "3,8\u00a0km", "3.8\u00a0km"),
        ("telephone", "+33296397208", "02 96 39 72 08", "+33 2 96 39 72 08"),
        ("gestionnaire_id", "cg-zzzzzzzz", "cg-zzzzzzzz", "cg-zzzzzzzz"),
        ("longitude", "5.91", "5.91", "5.91"),
        ("nom", "", "", ""),
    ],
)
def test_a_cell_is_told_as_people_read_it(about: Shown, champ: str, cell: str, french: str, english: str) -> None:
    assert said(about, FR, "etablissements", champ, cell) == french
    assert said(about, EN, "etablissements", champ, cell) == english


def test_a_number_of_overseas_stays_as_it_is_dialled_from_anywhere() -> None:
    assert phone(FR, "+262262123456") == "+262262123456"


def test_near_is_told_in_metres_and_far_in_kilometres() -> None:
    assert (distance(FR, 250), distance(FR, 12345)) == ("250\u00a0m", "12,3\u00a0km")


@pytest.mark.parametrize(("cell", "told"), [("58.20", "58,2"), ("1234", "1\u202f234"), ("61", "61"), ("peu", "peu")])
def test_a_number_has_the_decimals_that_it_had(cell: str, told: str) -> None:
    assert amount(FR, cell) == told


@pytest.mark.parametrize("tongue", TONGUES)
def test_a_unit_that_nobody_foresaw_is_kept(tongue: str) -> None:
    assert measured(Words(tongue), "3", "berceaux") == "3 berceaux"  # type: ignore[arg-type]
