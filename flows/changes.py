"""The last release and this one: rows added, removed and changed, column by column."""

from dataclasses import dataclass

import pandas as pd

from schemas.records import Row
from schemas.tables import TABLES, Tables, empty, key

# Dates of sight, fetch dates, ages and digests tell when we looked, not what is true: alone they make no version.
_WHEN = {
    "*": {"date_premiere_vue", "date_derniere_vue", "date_maj"},
    "etablissements": {"geo_date"},
    "sources": {"recupere_le", "sha256", "age_jours", "robots"},
    "provenance": {"date", "snapshot", "regle"},
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `champ` is '' when the whole row came or went."""

    table: str
    cle: str
    nom: str
    nature: str
    champ: str = ""
    avant: str = ""
    apres: str = ""


def compare(before: Tables, after: Tables) -> list[Change]:
    """Every difference of data, table by table, sorted. An empty list means: no new version."""
    found = [
        c for table in TABLES for c in _compare(table, before.get(table, empty(table)), after.get(table, empty(table)))
    ]
    return sorted(found, key=lambda c: (TABLES.index(c.table), c.cle, c.champ))


def _compare(table: str, before: pd.DataFrame, after: pd.DataFrame) -> list[Change]:
    old, new = _by_key(table, before), _by_key(table, after)
    gone = [Change(table, k, _name(old[k]), "retire") for k in old.keys() - new.keys()]
    come = [Change(table, k, _name(new[k]), "ajoute") for k in new.keys() - old.keys()]
    return gone + come + [c for k in old.keys() & new.keys() for c in _cells(table, k, old[k], new[k])]


def _by_key(table: str, rows: pd.DataFrame) -> dict[str, Row]:
    when = _WHEN["*"] | _WHEN.get(table, set())
    found: dict[str, Row] = {}
    for row in rows.to_dict("records"):
        said = {str(c): _steady(table, str(c), str(v)) for c, v in row.items() if c not in when}
        found["|".join(said[c] for c in key(table) if c in said)] = said
    return found


def _steady(table: str, column: str, value: str) -> str:
    """A source that answered "unchanged" is as well as one that answered."""
    return "ok" if (table, column, value) == ("sources", "statut", "inchangee") else value


def _name(row: Row) -> str:
    return row.get("nom", "") or row.get("partenaire", "") or row.get("indicateur", "")


def _cells(table: str, k: str, old: Row, new: Row) -> list[Change]:
    return [
        Change(table, k, _name(new), "modifie", column, old.get(column, ""), value)
        for column, value in new.items()
        if old.get(column, "") != value
    ]
