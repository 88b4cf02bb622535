"""The activity codes of early childhood care, by the day: the nomenclature changes on 2027-01-01, its column's name does not.

`activites.csv` is the only place where a code is written. A row without code says that a nomenclature is in force
and that we do not know its code yet: who asks for it is refused, nothing is guessed.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("activites.csv")


class Activity(NamedTuple):
    """One code in one nomenclature, and the days it is in force; `en_vigueur_au` is '' while no end is known."""

    code: str
    nomenclature: str
    libelle: str
    en_vigueur_du: str
    en_vigueur_au: str
    source: str


@cache
def table() -> tuple[Activity, ...]:
    """The whole table, in its order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return tuple(map(Activity._make, lines))


def in_force(day: str) -> tuple[Activity, ...]:
    """The rows in force on a day (ISO)."""
    return tuple(row for row in table() if row.en_vigueur_du <= day <= (row.en_vigueur_au or "9999"))


def codes(day: str) -> tuple[str, ...]:
    """The codes in force on a day; none when the nomenclature's code is not known to us.

    >>> codes("2026-12-31"), codes("2027-01-01")
    (('88.91A',), ())
    """
    return tuple(sorted(row.code for row in in_force(day) if row.code))


def codes_in(nomenclature: str) -> tuple[str, ...]:
    """The codes known in a nomenclature, whatever the day."""
    return tuple(sorted(row.code for row in table() if row.nomenclature == nomenclature and row.code))


def nomenclature(day: str) -> str:
    """The nomenclature that codes of a day are written in: NAFRev2 or NAF2025; '' before both.

    >>> nomenclature("2026-11-26"), nomenclature("2027-01-01")
    ('NAFRev2', 'NAF2025')
    """
    return next((row.nomenclature for row in in_force(day)), "")
