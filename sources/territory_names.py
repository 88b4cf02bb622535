"""The territories of today by level, country to arrondissement: their codes and their official names."""

from collections.abc import Mapping
from functools import cache

from sources import epci
from sources.commune_table import rows

FRANCE = "FR"
LEVELS = ("pays", "region", "departement", "epci", "commune", "arrondissement")
"""From the whole to its parts. An overseas collectivity, in no region, stands at the level of regions by its own code."""


@cache
def names_of(niveau: str) -> Mapping[str, str]:
    """The names of one level by code. Raises KeyError for a level that is none of LEVELS."""
    return _names()[niveau]


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    return {
        "pays": {FRANCE: "France"},
        "region": {row.region: row.nom_region for row in rows()},
        "departement": {row.departement: row.nom_departement for row in rows()},
        "epci": epci.names(),
        "commune": {row.code_insee: row.nom for row in rows() if row.type == "COM"},
        "arrondissement": {row.code_insee: row.nom for row in rows() if row.type == "ARM"},
    }
