"""The territories of today by level, country to arrondissement: their codes and their official names."""

from collections.abc import Mapping
from functools import cache

from sources import epci
from sources.commune_table import NAME, WHOLE, lines, parts

FRANCE = "FR"
LEVELS = ("pays", "region", "departement", "epci", "commune", "arrondissement")
"""From the whole to its parts. An overseas collectivity, in no region, stands at the level of regions by its own code."""


@cache
def names_of(niveau: str) -> Mapping[str, str]:
    """The names of one level by code. Raises KeyError for a level that is none of LEVELS."""
    return _names()[niveau]


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    where = _departements()
    return {
        "pays": {FRANCE: "France"},
        "region": {region: name for _, _, region, name in where},
        "departement": {departement: name for departement, name, _, _ in where},
        "epci": epci.names(),
        "commune": {line[:5]: line[NAME : line.index(",", NAME)] for line in lines() if WHOLE in line},
        "arrondissement": {row.code_insee: row.nom for row in parts() if row.type == "ARM"},
    }


def _departements() -> list[list[str]]:
    """Code and name of each, then of its region, of one commune for each three characters that codes begin with."""
    first: dict[str, str] = {}
    for line in lines():
        if line[:3] not in first and WHOLE in line:
            first[line[:3]] = line
    return [line.split(",", 10)[6:10] for line in first.values()]
