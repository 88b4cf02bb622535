"""The intercommunalities (EPCI à fiscalité propre): the one of each commune, and their names.

`epci.csv.gz` is written by `sources.build_epci` and read here only.
"""

import csv
import gzip
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("epci.csv.gz")


class Row(NamedTuple):
    """A commune and its intercommunality; all text."""

    code_commune: str
    """Code of the whole commune: of Paris, not of an arrondissement."""
    code_epci: str
    """SIREN of the intercommunality."""
    nom_epci: str


@cache
def rows() -> tuple[Row, ...]:
    """The whole file, in its order."""
    return tuple(map(Row._make, zip(*_columns(), strict=True)))


@cache
def _columns() -> tuple[tuple[str, ...], ...]:
    """Its columns: names and memberships are asked for more often than rows."""
    with gzip.open(TABLE, "rt", encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return tuple(zip(*lines, strict=True))


def epci_of(code_commune: str) -> str:
    """The code of a commune's intercommunality; '' for the few islands and collectivities that belong to none.

    >>> epci_of("69123"), epci_of("85113")
    ('200046977', '')
    """
    return _by_commune().get(code_commune, "")


def name_of(code_epci: str) -> str:
    """The name of an intercommunality; '' for a code that is none of today's.

    >>> name_of("200046977")
    'Métropole de Lyon'
    """
    return names().get(code_epci, "")


@cache
def names() -> Mapping[str, str]:
    """Every intercommunality's name, by its code."""
    _, codes, names = _columns()
    return dict(zip(codes, names, strict=True))


@cache
def _by_commune() -> Mapping[str, str]:
    communes, codes, _ = _columns()
    return dict(zip(communes, codes, strict=True))
