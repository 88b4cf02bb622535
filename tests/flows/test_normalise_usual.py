"""Many members are made by whole columns: the same cells and the same words as one by one, on what may fool a column."""

import dataclasses
import sys
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import normalise
from flows.columnar.fitting import fits, holds
from flows.columnar.made import column
from flows.normalise.addresses import _parted, usual_line
from flows.normalise.communes import commune, postcode
from flows.normalise.contacts import choose_mailbox, mailbox
from flows.normalise.mailboxes import is_usual
from flows.ordinary import all_ordinary, all_plain, ordinary, plain
from schemas.records import Anomaly, Record
from tests.flows.sources_for_tests import source
from tests.flows.test_ordinary import TEXTS

USUAL = sys.modules["flows.normalise.usual"]
NAMES = [
    "Les Lilas",
    "CRÈCHE n°3",
    "1. Agapi",
    "Mme Exemple",
    "",
    "L’Étoile",
    "=1",
    "Scop Lilas",
    "a\nb",
    "\ud800",
    "Ⅷ",
]
STREETS = ["12 rue Verte", "12 RUE DE L'ÉGLISE", "3 bd Foch", "12 R DES LILAS", "4 Grande Rue", "7 rue Bât 3", "8 mai 1945",
           "12345 rue A", "", "5 av. Foch", "CS 01234 rue X", "3 rue Verte 75001 Paris", "9 cité Lot 4", "٣ rue Verte",
           "12 rue Haute Résidence Verte", "1 rue Cedex", "2 rue Œuvre", "10  rue", "6 ter rue Haute", "6 a rue Haute"]  # fmt: skip
TOWNS = ["LYON 06", "Lyon", "ST DENIS CEDEX 2", "Pantin (93)", "KŒUR", "MOLINCHART", "Paris 10e", "", "L' Île", "Haute"]
CODES = ["69006", "69 006", "F-75010", "1000", "", "00000", "75001 ", "2A004"]
PHONES = [(), ("01 99 00 12 34",), ("06 39 98 00 01",), ("0262 12 34 56",), ("01 99 00 12 34", "01 99 00 12 34"), ("3949",),
          ("01 00 00 00 00",), ("0199001234 ",), ("",)]  # fmt: skip
BOXES = [(), ("contact@agapi.fr",), ("contact@gmail.com",), ("contact@free.fr",), ("nom@agapi.fr",), ("Contact@agapi.fr",),
         ("contact@agapi.fr", "contact@agapi.fr"), ("contact@orange.fr.example.com",), ("",), ("scop@a..fr",)]  # fmt: skip
SITES = [
    "",
    "https://a.fr/",
    "http://a.fr/x/y",
    "www.a.fr",
    "javascript:1",
    "https://a.fr/0199001234",
    "https://a.fr/.",
    "a@b.fr",
]
PLACES = ["", "24 berceaux", "24", "beaucoup", " ", "0", "9999 places", "12 à 24 places"]
FORMS = ["", "SCIC", "association", "chose", " ", "Mme Exemple, SCOP", "<b>SCOP"]
KEYS = ["", "CRE000001", "06 39 98 00 01", "0639980001", "Les Lilas (69006)", "a@b.fr", "=1", "A1\n", "M. Exemple"]
PAGES = [
    "",
    "https://a.fr/membre/1.html",
    "ftp://a.fr",
    "http://127.0.0.1:8799/x",
    "https://a.fr/a@b.fr",
    "https://a b.fr/",
]
RECORDS = st.builds(
    Record,
    *(st.sampled_from(NAMES), st.one_of(st.sampled_from(STREETS), TEXTS), st.sampled_from(STREETS)),
    *(st.sampled_from(CODES), st.sampled_from(TOWNS), st.sampled_from(PHONES), st.sampled_from(BOXES)),
    *(st.sampled_from(SITES), st.sampled_from(PLACES), st.sampled_from(FORMS), st.sampled_from(KEYS)),
    *(st.sampled_from(PAGES), st.sampled_from(["", "0" * 64])),
)  # fmt: skip


def made(records: Sequence[Record], fewest: int) -> tuple[list[list[str]], list[Anomaly]]:
    with patch.object(USUAL, "FEWEST", fewest), patch.object(normalise, "FEWEST", fewest):
        table, told = normalise.records(records, source())
    assert isinstance(table, pd.DataFrame)
    return table.to_numpy().tolist(), told


GOOD = Record(
    "Les Lilas",
    "12 rue Verte, 93100 MONTREUIL",
    *("12 rue Verte", "93100", "MONTREUIL"),
    telephones=("01 99 00 12 34",),
    courriels=("contact@agapi.fr",),
    site_web="https://a.fr/",
    capacite="24 berceaux",
    forme="SCIC",
    reference="CRE000001",
    url="https://a.fr/1.html",
    snapshot="0" * 64,
)


def changed(**cells: Any) -> Record:
    return dataclasses.replace(GOOD, **cells)


@settings(deadline=None)
@given(st.lists(RECORDS, max_size=5))
def test_members_by_columns_are_members_one_by_one(records: list[Record]) -> None:
    assert made(records, 0) == made(records, 10**9)


@pytest.mark.parametrize(
    ("name", "values"),
    [("nom", NAMES), ("rue", STREETS), ("commune", TOWNS), ("code_postal", CODES), ("telephones", PHONES),
     ("courriels", BOXES), ("site_web", SITES), ("capacite", PLACES), ("forme", FORMS), ("reference", KEYS), ("url", PAGES),
     ("adresse_source", STREETS)],
)  # fmt: skip
def test_one_odd_value_is_what_it_is_one_by_one(name: str, values: Sequence[object]) -> None:
    for value in values:
        records = [GOOD, changed(**{name: value})]
        assert made(records, 0) == made(records, 10**9)


def test_usual_members_are_made_by_columns() -> None:
    records = [GOOD, changed(rue="121 bd Jean Jaurès", telephones=(), courriels=(), site_web="", url="", reference="")]
    with patch.object(normalise, "_row", side_effect=AssertionError):
        cells, told = made(records, 0)
    assert told == [] and [row[0] for row in cells] == ["Les Lilas", "Les Lilas"]
    assert cells[1][normalise.COLUMNS.index("voie")] == "boulevard Jean Jaurès"


@given(st.sampled_from(STREETS), st.integers(0, 9999), st.sampled_from(CODES), st.sampled_from(TOWNS))
def test_a_usual_line_is_what_the_long_way_parts(street: str, number: int, code: str, town: str) -> None:
    line = f"{number} {street.partition(' ')[2]}"
    numero, voie = usual_line(line)
    if voie:
        parts = _parted(line, postcode(code), commune(town))
        assert (parts.numero, parts.voie, parts.adresse) == (numero, voie, f"{numero} {voie}")
        assert parts.repetition == parts.complement == ""


@pytest.mark.parametrize(
    "street", ["rue Verte", "bd Jean Jaurès", "Grande Rue", "RUE DE L'ÉGLISE", "place du Général-de-Gaulle"]
)
def test_a_number_and_a_way_are_a_usual_line(street: str) -> None:
    assert usual_line(f"12 {street}")[1]


@pytest.mark.parametrize("box", [box[0] for box in BOXES if box])
def test_a_mailbox_read_at_a_glance_is_what_the_long_way_reads(box: str) -> None:
    if is_usual(box):
        assert (mailbox(box).adresse, mailbox(box).nature) == (box, "generique") and choose_mailbox([box])[0] == box


@given(st.lists(TEXTS, max_size=4))
def test_texts_together_are_what_each_of_them_is(texts: list[str]) -> None:
    if all_ordinary(texts):
        assert all(map(ordinary, texts))
    if all_plain(texts):
        assert all(map(plain, texts))


@given(st.lists(st.one_of(TEXTS, st.text(max_size=5)), max_size=5))
def test_a_column_proves_what_a_text_alone_is(texts: list[str]) -> None:
    assert all(map(plain, [text for text, is_plain in zip(texts, USUAL._plain(texts), strict=True) if is_plain]))
    assert all(map(ordinary, [text for text, is_so in zip(texts, USUAL._ordinary(texts), strict=True) if is_so]))


def test_a_column_is_what_pandas_makes_of_it() -> None:
    for texts in (["a", "é", ""], []):
        assert column(texts).equals(pd.array(texts, dtype="str")) and column(texts).dtype == "str"
    with pytest.raises(UnicodeEncodeError):  # as pandas itself
        column(["\ud800"])


def test_of_texts_that_are_no_unicode_nothing_is_known() -> None:
    assert fits(["a", "\ud800"], ".*") == [False, False] and holds(["a", "\ud800"], "b") == [True, True]
    assert fits(["a", "a\n", "ba"], "a") == [True, False, False] and holds(["ba", "b"], "a") == [True, False]


@settings(deadline=None)
@given(st.lists(RECORDS, max_size=8), st.lists(st.integers(0, 8), max_size=3), st.booleans())
def test_members_part_by_part_are_members_at_once(records: list[Record], cuts: list[int], in_capitals: bool) -> None:
    records = [dataclasses.replace(one, nom=one.nom.upper()) for one in records] if in_capitals else records
    cleaning, ends = normalise.Cleaning(source()), sorted(min(cut, len(records)) for cut in cuts)
    for start, end in zip([0, *ends], [*ends, len(records)], strict=True):
        cleaning.take(records[start:end])
    table, told = cleaning.made()
    assert (table.to_numpy().tolist(), told) == made(records, 10**9)


def test_names_in_capitals_wait_for_the_first_that_is_not() -> None:
    capitals, other = changed(nom="LES LILAS", reference="CRE2"), changed(nom="Agapi", reference="CRE3")
    for records in ([capitals] * 3, [capitals, capitals, capitals, other]):
        cleaning = normalise.Cleaning(source())
        for one in records:
            cleaning.take([one])
        table, told = cleaning.made()
        assert (table.to_numpy().tolist(), told) == made(records, 10**9)
        assert table["nom"].tolist()[0] == ("Les Lilas" if other not in records else "LES LILAS")
