"""One question to the API Recherche d'entreprises: its words, its parts when it is too large, and what its answer must be."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from sources.commune_table import rows

PER_PAGE = 25
"""The most units that a page may hold."""
MOST_ESTABLISHMENTS = 100
"""The most establishments that the service gives of one unit."""
ASKED_FOR = "siege,complements,matching_etablissements"
"""All we ask for, beside the least of a unit: never `dirigeants`, `finances` nor `tva`."""

Unit = Mapping[str, object]
"""A unit as cleaned: whitelisted keys only, none empty."""
Drop = Callable[[Unit], str]
"""Why a unit is not kept; '' when it is."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked; '' and () are filters that are not set. `raison`: categories, ess, siren, etablissements or nom.

    `departements` filters establishments: a unit that has one there is found, and only those it has there come with it.
    Without it, and without words, the service gives no establishment at all (its issue 712).
    """

    raison: str
    q: str = ""
    activites: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()
    etat: str = ""
    ess: bool = False
    departements: tuple[str, ...] = ()

    def path(self, page: int = 1) -> str:
        """The address, relative to the service. The long list of départements comes last: messages cut addresses."""
        asked = {
            "q": self.q,
            "activite_principale": ",".join(self.activites),
            "nature_juridique": ",".join(self.natures),
            "etat_administratif": self.etat,
            "est_ess": "true" if self.ess else "",
            "page": str(page),
            "per_page": str(PER_PAGE),
            "minimal": "true",
            "include": ASKED_FOR,
            "limite_matching_etablissements": str(MOST_ESTABLISHMENTS),
            "departement": ",".join(self.departements),
        }
        return f"/search?{urlencode({name: value for name, value in asked.items() if value}, safe=',')}"

    def parts(self) -> list["Query"]:
        """The same question in parts: by département, then by legal category; none when it cannot be cut further."""
        if len(self.departements) > 1:
            return [dataclasses.replace(self, departements=(code,)) for code in self.departements]
        if len(self.natures) > 1:
            return [dataclasses.replace(self, natures=(code,)) for code in self.natures]
        return []

    def refusal(self, unit: Unit) -> str:
        """Which filter a unit does not satisfy: the service ignores in silence what it does not know. '' when none."""
        if _is_number(self.q):
            return "" if unit["siren"] == self.q else "siren"
        tests = {
            "activite_principale": not self.activites or unit.get("activite_principale") in self.activites,
            "nature_juridique": not self.natures or unit.get("nature_juridique") in self.natures,
            "etat_administratif": not self.etat or unit["etat_administratif"] == self.etat,
            "est_ess": not self.ess or _is_ess(unit),
            "departement": not self.departements or self._is_there(unit),
        }
        return next((name for name, passed in tests.items() if not passed), "")

    def _is_there(self, unit: Unit) -> bool:
        """Whether an establishment lies where it was asked; a text search need not show the one that does."""
        found = unit["matching_etablissements"]
        assert isinstance(found, list)
        there = [departement(one["commune"]) in self.departements for one in found if "commune" in one]
        return any(there) or (not there and bool(self.q or found))


def departements() -> tuple[str, ...]:
    """Every département and overseas collectivity of the gazetteer."""
    return _departements()


@cache
def _departements() -> tuple[str, ...]:
    return tuple(sorted({row.departement for row in rows()}))


def departement(code_insee: str) -> str:
    """The département of a commune's code.

    >>> departement("2A004"), departement("97411"), departement("75115")
    ('2A', '974', '75')
    """
    return code_insee[:3] if code_insee.startswith(("97", "98")) else code_insee[:2]


def searchable(name: str) -> str:
    """A name as words to search for; '' when it cannot be one: too short, or digits that would be taken for a number.

    >>> searchable("Les  Petits d'Homme"), searchable("123 456 789"), searchable("Au")
    ("Les Petits d'Homme", '', '')
    """
    words = " ".join(name.split())
    return "" if len(words) < 3 or _is_number(words) else words


def _is_number(q: str) -> bool:
    """Whether the service takes words for a SIREN or a SIRET: it then ignores every filter in silence."""
    digits = q.replace(" ", "")
    return digits.isdigit() and len(digits) in (9, 14)


def _is_ess(unit: Unit) -> bool:
    complements = unit["complements"]
    return isinstance(complements, Mapping) and complements.get("est_ess") is True
