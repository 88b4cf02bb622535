"""Words of a source reach anomalies.csv in a reader's doubt: never as they are when no text may be published so."""

import dataclasses
from pathlib import Path

import pytest

from flows import collect, fetch, parse
from flows.normalise.sayable import WITHHELD_EN, WITHHELD_FR, sayable
from flows.options import Options
from schemas.found import Found, Known
from schemas.records import Anomaly, Reading
from sources import caf_doubts
from tests.flows.sources_for_tests import source

BAD = (
    "=cmd|calc",
    "@SUM(1)",
    "<script>alert(1)</script>",
    "0639980001",
    "01 99 00 12 34",
    "prenom@exemple.example",
    '=HYPERLINK("x")',
)


def doubt(valeur: str, message: str = "ligne {} non reprise.") -> Anomaly:
    said = message.format(valeur)
    return Anomaly("territoire_inconnu", "avertissement", "caf", said, said, champ="code", valeur=valeur)


@pytest.mark.parametrize("bad", BAD)
def test_a_value_that_may_not_be_published_is_taken_out_of_the_doubt_and_of_its_sentences(bad: str) -> None:
    told = sayable(doubt(bad))
    assert told.valeur == WITHHELD_FR
    assert (told.message_fr, told.message_en) == (
        f"ligne {WITHHELD_FR} non reprise.",
        f"ligne {WITHHELD_EN} non reprise.",
    )


@pytest.mark.parametrize("bad", ["<script>", "prenom@exemple.example", "06 39 98 00 01"])
def test_a_sentence_with_such_words_of_its_own_gives_way_to_the_code(bad: str) -> None:
    told = sayable(caf_doubts.unknown("epci", "200000172", bad))
    assert bad not in told.message_fr + told.message_en and told.valeur == "200000172"
    assert told.code in told.message_fr and told.code in told.message_en


@pytest.mark.parametrize("good", ["", "01013816200010", "356000000", "2013-10", "12 places", "https://x.example/a?b=1"])
def test_a_harmless_doubt_is_left_alone(good: str) -> None:
    assert sayable(doubt(good)) == doubt(good)


def test_every_doubt_of_a_reader_passes_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parse, "parse", lambda one, page: Reading(one.id, doubts=(doubt("=cmd|calc"),)))
    about = dataclasses.replace(source(), acces="fichier")
    monkeypatch.setattr(fetch, "embedded", lambda *_: None)
    found = collect.found_of(about, Options("2026-11-22", tmp_path), Known())
    assert isinstance(found, Found) and [one.valeur for one in found.reading.doubts] == [WITHHELD_FR]
