"""The gazetteer's file: its columns, and its rows by postcode or part of France, then by name.

`communes.csv.gz` is written by `sources.build_communes` and read here only. Reading a page asks for a few
postcodes, so names are folded when they are asked for, never all 39,000 at once.
"""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sources.commune_spelling import key

TABLE = Path(__file__).with_name("communes.csv.gz")


class Row(NamedTuple):
    """A commune (COM), municipal arrondissement (ARM) or former commune (COMD, COMA) at one postcode; all text."""

    code_insee: str
    nom: str
    type: str
    code_commune: str
    """Code of the whole commune today: of Paris for an arrondissement, of the absorber for a former commune."""
    nom_commune: str
    code_postal: str
    """A former commune has those of the commune that absorbed it; '' where the post does not go."""
    departement: str
    nom_departement: str
    region: str
    """Overseas collectivities, which belong to no region, repeat their own code."""
    nom_region: str
    population: str
    latitude: str
    longitude: str
    rayon_m: str
    """Metres from the point to the farthest corner of the commune."""


Names = dict[str, list[Row]]
"""Rows by the key of their name (see sources.commune_spelling)."""


@cache
def rows() -> tuple[Row, ...]:
    """The whole file, in its order."""
    with gzip.open(TABLE, "rt", encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return tuple(map(Row._make, lines))


def at(code_postal: str) -> list[Row]:
    """The rows of one postcode; none when the post does not know it (CEDEX, or a mistake)."""
    return _by_postcode().get(code_postal, [])


@cache
def names_at(code_postal: str) -> Names:
    """What lies at one postcode, by name."""
    return _keyed(at(code_postal))


def named(code_postal: str, name: str) -> list[Row]:
    """What lies at one postcode under one key: `names_at(code_postal).get(name)`, which folds every name there."""
    return [row for row in at(code_postal) if _may_be(row.nom, name) and key(row.nom) == name]


def _may_be(nom: str, name: str) -> bool:
    """Whether a name's key may be this one, by its first letter."""
    first = nom[:1]
    return not (first.isascii() and first.isalpha()) or first.lower() == name[:1]


def names_around(code_postal: str) -> Names:
    """What lies in the part of France that a postcode's first digits tell, whether or not the post knows it."""
    return _names_in(_territory(code_postal))


@cache
def names_everywhere() -> Names:
    """Everything there is, by name."""
    return _keyed(rows())


@cache
def _by_postcode() -> dict[str, list[Row]]:
    index = defaultdict(list)
    for row in rows():
        index[row.code_postal].append(row)
    return dict(index)


@cache
def _by_territory() -> dict[str, list[Row]]:
    """Rows under the département they lie in and under that of their postcode: the two differ on some borders."""
    index = defaultdict(list)
    for row in rows():
        own = "20" if row.departement in ("2A", "2B") else row.departement
        for territory in {own, _territory(row.code_postal)}:
            index[territory].append(row)
    return dict(index)


def _territory(code_postal: str) -> str:
    """First digits of a postcode: three overseas, else two ('20' is all of Corsica)."""
    return code_postal[:3] if code_postal.startswith(("97", "98")) else code_postal[:2]


@cache
def _names_in(territory: str) -> Names:
    return _keyed(_by_territory().get(territory, []))


def _keyed(several: Iterable[Row]) -> Names:
    index = defaultdict(list)
    for row in several:
        index[key(row.nom)].append(row)
    return dict(index)
