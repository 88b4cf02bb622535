"""What changed in each release that is still on the shelf, as that release published it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flows.changes.shielded import CONTACTS
from flows.explain.shelved import Shelved
from schemas.records import Row
from schemas.tables import columns

NEWEST = 60
"""Releases that are told of; who wants more has the files."""
_TABLES = (
    "etablissements",
    "gestionnaires",
    "reseaux",
    "adhesions",
    "initiatives",
    "partenariats",
    "chiffres",
    "retraits",
)
_COLUMNS = columns("changements")


class Step(NamedTuple):
    """One release in the life of a row: its version, its day (ISO), and the lines of `changements.csv` about it."""

    version: str
    date: str
    lines: list[Row]


def past_of(releases: Sequence[Shelved]) -> Mapping[str, list[Row]]:
    """Version -> lines of `changements.csv` about what people read, newest release first. A contact that gave way is not repeated."""
    found: dict[str, list[Row]] = {}
    for release in releases[:NEWEST]:
        if release.whole:
            lines = [line for line in release.rows("changements") if line.get("table") in _TABLES]
            found[release.version] = [_quiet({name: line.get(name, "") for name in _COLUMNS}) for line in lines]
    return found


def _quiet(line: Row) -> Row:
    return {**line, "avant": ""} if line["champ"] in CONTACTS else line


def lives(releases: Sequence[Shelved], past: Mapping[str, list[Row]]) -> dict[str, list[Step]]:
    """Key of a row -> the releases in which something of it changed, newest first."""
    found: dict[str, list[Step]] = defaultdict(list)
    for release in releases:
        by: dict[str, list[Row]] = defaultdict(list)
        for line in past.get(release.version, ()):
            by[line["cle"]].append(line)
        for key, lines in by.items():
            found[key].append(Step(release.version, release.date, lines))
    return dict(found)
