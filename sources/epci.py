"""The intercommunalities (EPCI à fiscalité propre): the one of each commune, and their names.

`epci.csv.gz` is written by `sources.build_epci` and read here only.
"""

import csv
import gzip
import io
from collections.abc import Iterator, Mapping
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


def rows() -> tuple[Row, ...]:
    """The whole file, in its order."""
    return tuple(map(Row._make, _read()))


def _read() -> Iterator[list[str]]:
    lines = csv.reader(io.StringIO(gzip.decompress(TABLE.read_bytes()).decode(), newline=""))
    next(lines)
    return lines


@cache
def _known() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The intercommunality of each commune, and the name of each: a code is kept once, not once a commune."""
    names: dict[str, str] = {}
    of: dict[str, str] = {}
    codes: dict[str, str] = {}
    for commune, code, name in _read():
        of[commune] = codes.setdefault(code, code)
        names[codes[code]] = name
    return of, names


def epci_of(code_commune: str) -> str:
    """The code of a commune's intercommunality; '' for the few islands and collectivities that belong to none.

    >>> epci_of("69123"), epci_of("85113")
    ('200046977', '')
    """
    return _known()[0].get(code_commune, "")


def name_of(code_epci: str) -> str:
    """The name of an intercommunality; '' for a code that is none of today's.

    >>> name_of("200046977")
    'Métropole de Lyon'
    """
    return names().get(code_epci, "")


def names() -> Mapping[str, str]:
    """Every intercommunality's name, by its code."""
    return _known()[1]
