"""INSEE's legal categories as we read them: which prove a cooperative, which may hide one, which are associations.

There is no category for a Scic nor for a cooperative SAS: 5460, 5560 and 5660 prove a cooperative of a kind not told,
5710 and 5499 prove none. Labels are INSEE's; categories out of our field (consumers', crafts', housing …) have no row.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("formes.csv")


class LegalCategory(NamedTuple):
    """One category. `cooperative`: oui (its label proves one), probable, non (proves none)."""

    code: str
    libelle: str
    forme: str
    """The form that it proves, in the vocabulary of `gestionnaires.forme`; '' when it proves none."""
    cooperative: str
    statut: str
    """SARL, SA, SAS …; '' for an association."""
    recherche: str
    """How registers are searched for it: cooperative (all of them), ess (with the ESS flag and a telling name), ''."""


@cache
def table() -> Mapping[str, LegalCategory]:
    """Every category we read, by its code."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return {row.code: row for row in map(LegalCategory._make, lines)}


def category(code: str) -> LegalCategory | None:
    """One category; None for one out of our field."""
    return table().get(code)


def searched(recherche: str) -> tuple[str, ...]:
    """The codes that a search asks for.

    >>> searched("ess")
    ('5499', '5710')
    """
    return tuple(sorted(row.code for row in table().values() if row.recherche == recherche))


def proves_cooperative(code: str) -> bool:
    """Whether a category is by itself the proof of a cooperative."""
    return code in table() and table()[code].cooperative == "oui"


def is_natural_person(code: str) -> bool:
    """Entrepreneurs (1000) and groupings without legal personality (2xxx), which bear the names of persons."""
    return code.startswith(("1", "2"))
