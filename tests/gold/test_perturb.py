"""The gold set is the same each time, spoils what it says it spoils, and its truth is true."""

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from rapidfuzz.distance import OSA

from sources.commune_spelling import key
from sources.commune_table import at, names_at
from sources.communes import resolve
from sources.text import fold
from tests.gold.cases import ABSENT_KIND, Gold, gold, named_by_accident
from tests.gold.perturb import KINDS, RANGES, REPETITIONS, WAYS_SHORT, territory
from tests.gold.streets import confusable, core, identity, looks_like, namesakes, split


def rows(made: Gold, kind: str) -> Iterator[tuple[Any, str]]:
    """The rows of one kind (by its number), each with its address as it should be written."""
    table = made.questions[made.questions["kind"].str.startswith(kind)]
    assert len(table) >= 30
    for row in table.itertuples():
        yield row, f"{row.numero} {row.voie}"


def test_the_same_numbers_make_the_same_set(small: Gold) -> None:
    again = gold(seed=7, present=330, absent=60, a_kind=40)
    assert again.questions.equals(small.questions)
    assert again.world.documents() == small.world.documents()
    assert not gold(seed=8, present=330, absent=60, a_kind=40).questions.equals(small.questions)


def test_clean_addresses_are_as_they_were(small: Gold) -> None:
    for row, line in rows(small, "0"):
        found = resolve(row.code_postal, row.commune)
        assert row.adresse == line and found is not None and found.code_insee == row.code_insee


def test_abbreviations_shorten_the_kind_of_way_and_keep_the_street(small: Gold) -> None:
    for row, line in rows(small, "1"):
        short = row.adresse.removeprefix(f"{row.numero} ")
        assert len(row.adresse) < len(line) and fold(row.adresse) != fold(line)
        assert split(row.voie)[0].casefold() not in WAYS_SHORT or short.partition(" ")[0] != split(row.voie)[0]
        found = resolve(row.code_postal, row.commune)
        assert found is not None and found.code_insee == row.code_insee


def test_upper_case_has_no_accent_and_says_the_same(small: Gold) -> None:
    for row, line in rows(small, "2"):
        assert f"{row.adresse}{row.commune}".isascii() or "’" in line
        assert row.adresse == row.adresse.upper() and row.commune == row.commune.upper()
        assert fold(row.adresse) == fold(line)


def test_a_typo_is_one_slip_in_a_long_word_of_the_name(small: Gold) -> None:
    for row, line in rows(small, "3"):
        assert OSA.distance(row.adresse.casefold(), line.casefold()) == 1
        before, after = line.split(), row.adresse.split()
        assert before[:2] == after[:2] and len(before) == len(after)
        assert any(len(word) >= 5 for word in re.findall(r"[^\W\d_]+", split(row.voie)[1]))


def test_a_typo_names_no_other_street_of_the_commune(small: Gold) -> None:
    for row, _ in rows(small, "3"):
        said = identity(row.adresse.removeprefix(f"{row.numero} "))
        assert said not in small.world.streets[row.code_insee].keys() - {identity(row.voie)}


def test_a_name_stands_in_front_of_the_whole_address(small: Gold) -> None:
    fronts = {row.adresse.removesuffix(line) for row, line in rows(small, "4") if row.adresse.endswith(line)}
    assert len(fronts) > 5 and "" not in fronts
    assert {front.rstrip()[-1] == "," for front in fronts} == {True, False}


def test_a_missing_postcode_is_missing(small: Gold) -> None:
    assert {row.code_postal for row, _ in rows(small, "5")} == {""}


def test_a_wrong_postcode_is_real_of_the_same_part_and_never_that_of_a_commune_so_named(small: Gold) -> None:
    right = {address.code_insee: address.code_postal for address in small.world.truths.values()}
    for row, _ in rows(small, "6"):
        assert at(row.code_postal) and key(row.commune) not in names_at(row.code_postal)
        assert row.code_postal != right[row.code_insee]
        assert territory(row.code_postal) == territory(right[row.code_insee])


def test_a_cedex_is_unknown_to_the_post_and_leaves_the_commune_certain(small: Gold) -> None:
    for row, line in rows(small, "7"):
        found = resolve(row.code_postal, row.commune)
        assert not at(row.code_postal) and re.search(r" cedex( \d)?$", row.commune, re.IGNORECASE)
        assert row.adresse == line and found is not None and found.code_insee == row.code_insee


def test_ranges_and_repetitions_follow_the_number_of_the_same_street(small: Gold) -> None:
    kept = set()
    for row, _ in rows(small, "8"):
        shapes = {shape.format(row.numero, int(row.numero) + 2): shape for shape in (*REPETITIONS, *RANGES)}
        shape = shapes[row.adresse.removesuffix(f" {row.voie}")]
        assert row.door == (shape in RANGES)
        kept.add(shape)
    assert kept & set(REPETITIONS) and kept & set(RANGES)


def test_a_repeated_door_is_not_in_the_engine(small: Gold) -> None:
    for row, _ in rows(small, "8"):
        doors = small.world.streets[row.code_insee][identity(row.voie)]
        assert row.numero in {door.numero for door in doors} and all(door.numero.isdigit() for door in doors)


def test_every_findable_address_is_in_the_engine_at_its_own_point(small: Gold) -> None:
    for row in small.questions[small.questions["findable"]].itertuples():
        door = small.world.streets[row.code_insee][identity(row.voie)][0]
        assert door.numero == row.numero
        assert (
            abs(float(door.longitude) - float(row.longitude)) + abs(float(door.latitude) - float(row.latitude)) < 3e-6
        )


def test_an_absent_street_is_in_no_writing_in_its_commune(small: Gold) -> None:
    assert named_by_accident(small).empty
    for row, _ in rows(small, ABSENT_KIND):
        assert not small.world.holds(row.code_insee, row.voie) and not row.findable


def test_an_absent_street_has_namesakes_in_its_commune_and_stands_in_the_next_ones(small: Gold) -> None:
    beside = across = 0
    for row, _ in rows(small, ABSENT_KIND):
        beside += any(core(row.voie) == name for _, name in small.world.streets[row.code_insee])
        across += sum(identity(row.voie) in streets for streets in small.world.streets.values())
    assert beside == 60 and across >= 100


def test_documents_are_one_a_street_and_one_a_commune(small: Gold) -> None:
    documents = small.world.documents()
    assert len({document["_id"] for document in documents}) == len(documents)
    assert {document["type"] for document in documents} == {"street", "municipality"}


def test_every_kind_is_there_and_every_part_of_france(small: Gold) -> None:
    assert set(KINDS) < set(small.questions["kind"])
    parts = {territory(code) for code in small.world.truths}
    assert {"2A", "2B", "971", "972", "973", "974", "976"} <= parts and len(parts) == 100


@pytest.mark.parametrize(
    ("one", "other", "confused"),
    [
        ("rue de l'Église", "rue de l'Eglise", True),
        ("rue des Écoles", "rue de l'École", True),
        ("rue du Gal Leclerc", "rue du Général-Leclerc", True),
        ("rue Saint-Jean", "rue Jean Saint", True),
        ("rue de la Mairie", "place de la Mairie", False),
        ("rue Victor-Hugo", "rue Victor-Basch", False),
    ],
)
def test_streets_are_confusable_by_spelling_not_by_kind_of_way(one: str, other: str, confused: bool) -> None:
    assert confusable(one, other) is confused and confusable(other, one) is confused


def test_namesakes_change_the_kind_of_way_only() -> None:
    several = namesakes("route de Dinan", 4, random.Random(1))
    assert sorted(several) == ["avenue de Dinan", "chemin de Dinan", "impasse de Dinan", "rue de Dinan"]
    assert namesakes("Grande rue", 2, random.Random(1)) == []


def test_what_looks_like_a_street_is_another_one_of_the_same_kind() -> None:
    others = ["rue du Maréchal-Foch", "rue Jean-Moulin", "place Jean-Jaurès", "rue Jean-Jaures"]
    assert looks_like("rue Jean-Jaurès", others) == "rue Jean-Moulin"
