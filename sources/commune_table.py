"""The gazetteer's file: its columns, and its rows by code, by postcode or by part of France, then by name.

`communes.csv.gz` is written by `sources.build_communes` and read here only. A run asks for a few thousand of its
39,000 rows: lines are kept as they are written and taken apart when they are asked for, and so are names folded.
"""

import gzip
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    """The whole file, in its order: 40 MB of cells; to look for a few, there is `at` and `of_code`."""
    return tuple(map(row_in, lines()))


@cache
def lines() -> Sequence[str]:
    """The rows as they are written, sorted: cells joined by commas, which none holds, the code of five characters first."""
    return gzip.decompress(TABLE.read_bytes()).decode().removesuffix("\n").split("\n")[1:]


def row_in(line: str) -> Row:
    """A line taken apart."""
    return Row._make(line.split(","))


WHOLE = ",COM,"
"""What a line of a commune of today holds, and none of one of its parts: no other cell is `COM`."""


def is_whole(line: str) -> bool:
    """Whether a line is that of a commune of today, not of one of its parts."""
    return WHOLE in line


NAME = 6
"""Where the name begins in a line, after the code and a comma."""


def nom_in(line: str) -> str:
    """The name in a line."""
    return line[NAME : line.index(",", NAME)]


def parts() -> Iterator[Row]:
    """The rows of arrondissements and former communes."""
    return (row_in(line) for line in lines() if not is_whole(line))


def of_code(code_insee: str) -> list[Row]:
    """The rows of one code; none for a code that is none."""
    return [row_in(line) for line in _beginning(f"{code_insee},")]


def nom_of(code_commune: str) -> str:
    """The name of a commune of today; '' for a code that is none's."""
    return next((nom_in(line) for line in _beginning(f"{code_commune},") if is_whole(line)), "")


def _beginning(start: str) -> Iterator[str]:
    every = lines()
    for i in range(bisect_left(every, start), len(every)):
        if not every[i].startswith(start):
            return
        yield every[i]


def at(code_postal: str) -> list[Row]:
    """The rows of one postcode; none when the post does not know it (CEDEX, or a mistake)."""
    return [row_in(line) for line in lines_at(code_postal)]


def lines_at(code_postal: str) -> Sequence[str]:
    """The lines of these rows."""
    return _by_postcode().get(code_postal, ())


@cache
def names_at(code_postal: str) -> Names:
    """What lies at one postcode, by name."""
    return _keyed(at(code_postal))


def named(code_postal: str, name: str) -> list[Row]:
    """What lies at one postcode under one key: `names_at(code_postal).get(name)`, which folds every name there."""
    there = (line for line in lines_at(code_postal) if _may_be(line[NAME], name))
    return [row_in(line) for line in there if key(nom_in(line)) == name]


def _may_be(first: str, name: str) -> bool:
    """Whether the key of a name that begins with this letter may be this one."""
    return not (first.isascii() and first.isalpha()) or first.lower() == name[:1]


def names_around(code_postal: str) -> Names:
    """What lies in the part of France that a postcode's first digits tell, whether or not the post knows it."""
    return _names_in(_territory(code_postal))


def named_around(code_postal: str, name: str) -> list[Row]:
    """What lies there under one key: `names_around(code_postal).get(name)`, which folds every name there."""
    return _names_with(_territory(code_postal), name[:1]).get(name, [])


@cache
def names_everywhere() -> Names:
    """Everything there is, by name."""
    return _keyed(rows())


@cache
def _by_postcode() -> Mapping[str, Sequence[str]]:
    index: dict[str, list[str]] = {}
    for line in lines():
        index.setdefault(line.split(",", 6)[5], []).append(line)
    return index


@cache
def _postcodes_in() -> Mapping[str, Sequence[str]]:
    """The postcodes of each part of France."""
    index: dict[str, list[str]] = {}
    for code_postal in _by_postcode():
        index.setdefault(_territory(code_postal), []).append(code_postal)
    return index


@cache
def _parts_in() -> Mapping[str, Sequence[str]]:
    """The lines of parts of communes under the département they lie in, with which the code of each need not begin."""
    index: dict[str, list[str]] = {}
    for line in lines():
        if not is_whole(line):
            departement = line.split(",", 7)[6]
            index.setdefault("20" if departement in ("2A", "2B") else departement, []).append(line)
    return index


@cache
def _lines_in(territory: str) -> Sequence[str]:
    """Lines of the département they lie in and of that of their postcode, each once: the two differ on some borders."""
    posted = (line for code_postal in _postcodes_in().get(territory, ()) for line in lines_at(code_postal))
    whole = (line for start in _starts(territory) for line in _beginning(start) if is_whole(line))
    return tuple({*posted, *whole, *_parts_in().get(territory, ())})


def _starts(territory: str) -> Sequence[str]:
    """How the codes of the communes of today begin that lie there."""
    if territory in ("20", "2A", "2B"):
        return ("2A", "2B") if territory == "20" else ()
    return (territory,) if len(territory) > 1 and territory not in ("97", "98") else ()


def _territory(code_postal: str) -> str:
    """First digits of a postcode: three overseas, else two ('20' is all of Corsica)."""
    return code_postal[:3] if code_postal.startswith(("97", "98")) else code_postal[:2]


@cache
def _names_in(territory: str) -> Names:
    return _keyed(sorted(map(row_in, _lines_in(territory))))  # in the order of the file


@cache
def _names_with(territory: str, initial: str) -> Names:
    """Of the names there, all that begin with a letter."""
    return _keyed(sorted(row_in(line) for line in _lines_in(territory) if _may_be(line[NAME], initial)))


def _keyed(several: Iterable[Row]) -> Names:
    index = defaultdict(list)
    for row in several:
        index[key(row.nom)].append(row)
    return dict(index)
