"""The closed lists of a table's columns, each code with its words; tables by their titles."""

from flows.catalogue.resources import TITLES_EN
from flows.changes.change import CAUSES
from flows.changes.plain import Tongue
from flows.site.values import word
from flows.site.words import Words
from schemas.tables import fields, schema


def table_title(table: str, tongue: Tongue) -> str:
    """What a table is called."""
    return str(schema(table)["title"]) if tongue == "fr" else TITLES_EN[table]


def choices(table: str, champ: str, t: Words) -> list[tuple[str, str]]:
    """The codes that a column may hold, each with its words; [] for a column without a closed list."""
    return [(one, _words(champ, one, t)) for one in _codes(table, champ)]


def _words(champ: str, code: str, t: Words) -> str:
    if champ == "table":
        return table_title(code, t.tongue)
    if champ == "cause" and code in CAUSES:
        return CAUSES[code][t.tongue == "en"]
    return word(t, champ, code)


def _codes(table: str, champ: str) -> tuple[str, ...]:
    """The closed list of a column."""
    for field in fields(table):
        limits = field.get("constraints")
        if field["name"] == champ and isinstance(limits, dict):
            return tuple(map(str, limits.get("enum", ())))
    return ()
