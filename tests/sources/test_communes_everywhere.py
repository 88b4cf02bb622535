"""Every town hall of France that we hold finds its commune, whichever way an address writes its name."""

import csv
import gzip
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from sources.commune_table import Row, rows
from sources.communes import resolve
from sources.text import fold

HALLS = Path(__file__).parents[1] / "data" / "mairies.csv.gz"
ENOUGH = 0.995
"""Least share of addresses whose commune is right; each part below holds more, and says exactly how much."""
CORSICA, OVERSEAS = ("2A", "2B"), ("97", "98")


class Asked(NamedTuple):
    """A postcode and a name as an address writes them, and the INSEE code they must give."""

    code_postal: str
    commune: str
    code_insee: str


@cache
def halls() -> tuple[Asked, ...]:
    with gzip.open(HALLS, "rt", encoding="utf-8", newline="") as file:
        return tuple(Asked(r["code_postal"], r["commune"], r["code_insee"]) for r in csv.DictReader(file))


def misses(asked: Iterable[Asked]) -> list[tuple[Asked, str]]:
    """Those that do not give their code, with what they give."""
    found = ((one, resolve(one.code_postal, one.commune)) for one in asked)
    return [
        (one, commune.code_insee if commune else "")
        for one, commune in found
        if not commune or commune.code_insee != one.code_insee
    ]


def share(asked: Iterable[Asked]) -> float:
    asked = tuple(asked)
    assert asked
    return 1 - len(misses(asked)) / len(asked)


def loud(name: str) -> str:
    """Capitals without accents, apostrophes or hyphens, as old files write them."""
    return fold(name).upper()


def cedex(name: str) -> str:
    return f"{loud(name)} CEDEX"


def numbered_cedex(name: str) -> str:
    return f"{name.upper()} Cedex 2"


def short_saint(name: str) -> str:
    return re.sub(r"\bSaint(e?)[- ]", r"St\1 ", name)


def loud_short_saint(name: str) -> str:
    return loud(short_saint(name))


@cache
def business_postcode(code_postal: str) -> str:
    """A postcode of the same part of France that the gazetteer does not know, as those of CEDEX are."""
    head = code_postal[:3] if code_postal.startswith(OVERSEAS) else code_postal[:2]
    width = 5 - len(head)
    free = (f"{head}{number:0{width}d}" for number in range(10**width - 1, -1, -1))
    return next(code for code in free if code not in served())


@cache
def served() -> frozenset[str]:
    return frozenset(row.code_postal for row in rows())


@cache
def gazetteer(*types: str) -> tuple[Row, ...]:
    return tuple(row for row in rows() if row.type in types and row.code_postal)


def test_the_town_halls_are_all_there() -> None:
    assert len(halls()) == 27_439
    assert sum(one.code_insee.startswith(CORSICA) for one in halls()) == 62
    assert sum(one.code_insee.startswith(OVERSEAS) for one in halls()) == 62


@pytest.mark.parametrize("write", [str, loud, str.lower, cedex, numbered_cedex])
def test_every_town_hall_finds_its_commune_however_its_name_is_written(write: Callable[[str], str]) -> None:
    asked = [one._replace(commune=write(one.commune)) for one in halls()]
    assert share(asked) >= ENOUGH
    assert misses(asked) == []


def test_a_postcode_of_businesses_that_the_gazetteer_does_not_know_gives_the_commune_all_the_same() -> None:
    asked = [
        one._replace(code_postal=business_postcode(one.code_postal), commune=cedex(one.commune)) for one in halls()
    ]
    assert misses(asked) == []
    assert {found.methode for one in asked if (found := resolve(one.code_postal, one.commune))} == {"cedex"}


@pytest.mark.parametrize("write", [short_saint, loud_short_saint])
def test_every_saint_may_be_abbreviated(write: Callable[[str], str]) -> None:
    saints = [one for one in halls() if short_saint(one.commune) != one.commune]
    assert len(saints) == 3_459
    assert misses(one._replace(commune=write(one.commune)) for one in saints) == []


@pytest.mark.parametrize(
    ("part", "departements"), [(CORSICA, {"2A", "2B"}), (OVERSEAS, {"971", "972", "973", "974", "976"})]
)
def test_corsica_and_overseas_find_their_communes_and_their_departement(
    part: tuple[str, ...], departements: set[str]
) -> None:
    asked = [one for one in halls() if one.code_insee.startswith(part)]
    assert share(asked) == 1
    found = [resolve(one.code_postal, one.commune) for one in asked]
    assert {commune.departement for commune in found if commune} == departements


def test_every_present_commune_of_the_gazetteer_is_found_at_each_of_its_postcodes() -> None:
    asked = [Asked(row.code_postal, row.nom, row.code_insee) for row in gazetteer("COM")]
    cities = {row.code_commune for row in gazetteer("ARM")}
    assert [miss for miss in misses(asked) if miss[0].code_insee not in cities] == []


@pytest.mark.parametrize("write", [str, loud, cedex])
def test_every_arrondissement_is_told_by_its_postcode_and_the_city_alone(write: Callable[[str], str]) -> None:
    asked = [Asked(row.code_postal, write(row.nom_commune), row.code_insee) for row in gazetteer("ARM")]
    assert len(asked) == 46 and len({one.code_insee for one in asked}) == 45  # 75116 is a second one of the 16th
    assert misses(asked) == []


@pytest.mark.parametrize("write", ["{city} {number}e", "{city} {number:02}", "{city} {number}e Arrondissement"])
def test_every_arrondissement_is_told_by_its_number_beside_its_postcode(write: str) -> None:
    numbers = [(row, int("".join(filter(str.isdigit, row.nom)))) for row in gazetteer("ARM")]
    asked = [Asked(r.code_postal, write.format(city=r.nom_commune, number=n), r.code_insee) for r, n in numbers]
    assert misses(asked) == []


@pytest.mark.parametrize("write", [str, loud, cedex])
def test_every_former_commune_gives_the_commune_of_today(write: Callable[[str], str]) -> None:
    former = gazetteer("COMD", "COMA")
    assert len(former) == 3_824
    assert misses(Asked(row.code_postal, write(row.nom), row.code_commune) for row in former) == []


def test_the_name_decides_never_the_postcode_alone() -> None:
    assert share(one._replace(commune="Nulle-Part-les-Oies") for one in halls()[::50]) == 0
