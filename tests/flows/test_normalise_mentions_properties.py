"""What holds for every mention: clean stays clean, words stand beside values, nothing personal passes; numbers and sizes."""

import dataclasses
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.normalise.mention_texts import spelled
from flows.normalise.mention_values import boolean, day, form
from flows.normalise.mentions import mentions
from flows.normalise.numbers import siren, siret
from flows.normalise.privacy import MAILBOX, PHONE
from schemas.mentions import COLUMNS
from schemas.records import Row
from sources.text import fold
from tests.flows.sources_for_tests import source
from tests.flows.test_normalise_properties import ANY, LINES, MOBILE, PERSONAL, TOWNS

REGISTER = dataclasses.replace(source(), classe="registre")
SOURCES = st.sampled_from([source(), REGISTER])
Test = Callable[..., None]


def holds(*texts: st.SearchStrategy[Any]) -> Callable[[Test], Test]:
    return lambda test: settings(deadline=None, max_examples=60)(given(*texts)(test))


NAMES = LINES | LINES.map(str.upper)
DIGITS = st.text("0123456789", max_size=16)
CELLS = st.fixed_dictionaries(
    {
        "table": st.sampled_from(["etablissements", "gestionnaires"]),
        "reference": st.just("les-lilas"),
        "etat": st.sampled_from(["actif", "annonce", "ferme", "ecarte", "candidat"]),
        "nom": NAMES,
    },
    optional={
        "autres_noms": st.lists(NAMES, max_size=3).map("|".join),
        "sigle": ANY,
        "forme": st.sampled_from(["SCIC SARL", "SCOP", "Scop/ARL", "loi 1901", "?"]),
        "forme_source": ANY,
        "rue": LINES,
        "code_postal": st.sampled_from(["", "69006", "22100", "1000"]),
        "commune": TOWNS,
        "departement": st.sampled_from(["", "22", "75", "2A", "999"]),
        "code_insee": st.sampled_from(["", "75110", "22339", "00000"]),
        "capacite": DIGITS,
        "age_min_mois": DIGITS,
        "age_max_mois": DIGITS,
        "categorie": st.sampled_from(["creche_collective", "laep", "rpe", "mam", "crèche"]),
        "modes_accueil": st.lists(st.sampled_from(["regulier", "urgence", "x"]), max_size=3).map("|".join),
        "siren": DIGITS | st.just("356 000 000"),
        "siret": DIGITS | st.just("35600000000048"),
        "est_ess": ANY,
        "jour": ANY | st.dates().map(str),
        "url": ANY | st.just("https://lilas.example.fr/a?b=1"),
        "telephone": st.sampled_from(["01 99 00 12 34", "x"]),
        "courriel": st.sampled_from(["contact@lilas.example.fr", "x"]),
        "site_web": st.sampled_from(["lilas.example.fr", "x"]),
    },
)

SECRETS = (MOBILE | PERSONAL).filter(lambda text: bool(PHONE.search(text) or MAILBOX.search(text)))
"""Contacts that a text alone betrays; others are known for what they are by the column that they stand in."""


def values_of(row: Row, of: Any) -> list[Row]:
    made, _ = mentions([row], of)
    return [{str(k): str(v) for k, v in one.items()} for one in made.values.to_dict("records")]


@holds(CELLS, SOURCES)
def test_a_clean_mention_is_left_alone(row: Row, of: Any) -> None:
    for once in values_of(row, of):
        again = values_of({**once, "rue": once["adresse"], "code_insee": once["code_commune"]}, of)
        # the complement stands beside the street line, and is not read out of it twice
        kept = [column for column in COLUMNS if column != "complement_adresse"]
        assert [{c: one[c] for c in kept} for one in again] == [{c: once[c] for c in kept}]


@holds(CELLS, SOURCES)
def test_a_filled_cell_has_its_words_and_an_empty_one_has_none(row: Row, of: Any) -> None:
    made, _ = mentions([row], of)
    for values, words in zip(made.values.to_dict("records"), made.words.to_dict("records"), strict=True):
        assert {c for c in COLUMNS if values[c]} == {c for c in COLUMNS if words[c]}


@holds(CELLS, SOURCES)
def test_a_mention_is_kept_or_its_absence_is_told(row: Row, of: Any) -> None:
    made, told = mentions([row], of)
    assert len(made.values) == 1 or [one.gravite for one in told] == ["doute"]


@holds(
    CELLS, SECRETS, st.sampled_from(["nom", "autres_noms", "sigle", "forme", "forme_source", "rue", "commune",
    "adresse_source", "telephone", "courriel", "site_web", "reference", "gestionnaire", "url", "capacite", "modes_accueil",
    "siren", "jour", "code_postal", "departement", "code_insee", "est_ess"]),
)  # fmt: skip
def test_nothing_personal_passes(row: Row, secret: str, column: str) -> None:
    made, told = mentions([{**row, column: f"{row.get(column, '')} ; {secret}".strip(" ;")}], source())
    shown = [str(cell) for frame in (made.values, made.words) for cells in frame.to_numpy() for cell in cells]
    shown += [text for one in told for text in (one.message_fr, one.message_en, one.valeur, one.sur)]
    digits = re.sub(r"\D", "", secret)[-8:] or "none"
    assert not [text for text in shown if digits in re.sub(r"\D", "", text) or "prenom" in text.lower()]


@holds(NAMES, SOURCES)
def test_a_clean_name_is_left_alone_and_keeps_its_letters(raw: str, of: Any) -> None:
    once = spelled(raw, of)
    assert spelled(once, of) == once
    letters = iter(fold(raw).replace(" ", ""))
    assert all(letter in letters for letter in fold(once).replace(" ", ""))


def with_key(digits: str) -> str:
    """The digits and the one more that makes Luhn's sum a multiple of ten, counted the long way."""
    doubled = [int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(reversed(digits))]
    return digits + str(-sum(sum(map(int, str(value))) for value in doubled) % 10)


SIRENS = st.from_regex(r"[0-9]{8}", fullmatch=True).map(with_key).filter(lambda text: text.strip("0") != "")


@holds(SIRENS, st.from_regex(r"[0-9]{4}", fullmatch=True), st.sampled_from(["", " ", ".", "-"]))
def test_a_number_with_its_key_is_read_however_it_is_spaced(number: str, nic: str, gap: str) -> None:
    spaced = gap.join([number[:3], number[3:6], number[6:]])
    assert siren(spaced) == siren(number) == number
    whole = with_key(number + nic)
    assert siret(f"{spaced}{gap}{whole[9:]}") == siret(whole) == whole


@holds(SIRENS, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: str, place: int, more: int) -> None:
    digit = str((int(number[place]) + more) % 10)
    assert siren(number[:place] + digit + number[place + 1 :]) == ""


@holds(ANY | DIGITS)
def test_a_number_is_digits_of_its_length_or_empty_and_reads_as_itself(raw: str) -> None:
    assert re.fullmatch(r"(?:[0-9]{9})?", siren(raw)) and siren(siren(raw)) == siren(raw)
    assert re.fullmatch(r"(?:[0-9]{14})?", siret(raw)) and siret(siret(raw)) == siret(raw)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("35600000000048", "35600000000048"),  # La Poste's head office has Luhn's key
        ("35600000049837", "35600000049837"),  # an office of hers sums to a multiple of 5 instead
        ("35600000049838", ""),
        ("73282932000074", "73282932000074"),
        ("73282932000079", ""),  # a multiple of 5 is La Poste's alone
        ("5520135", ""),  # lost zeros are not guessed
        ("00000000000000", ""),
        ("７３２８２９３２００００７４", "73282932000074"),
    ],
)
def test_a_siret_has_luhn_s_key_and_la_poste_s_own_are_admitted_once_it_failed(raw: str, read: str) -> None:
    assert siret(raw) == read


@holds(ANY)
def test_days_booleans_and_forms_read_as_themselves_or_are_empty(raw: str) -> None:
    for read in (day, boolean, form):
        assert read(read(raw)) == read(raw)
