"""Two releases compared: rows added, removed and changed, column by column. What differs is looked at, the rest is not."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

import pandas as pd

from flows.changes.change import Change
from schemas.tables import TABLES, Tables, columns, empty, key

# Dates of sight, fetch dates, ages and digests tell when we looked, not what is true: alone they make no version.
_WHEN = {
    "*": {"date_premiere_vue", "date_derniere_vue", "date_maj"},
    "etablissements": {"geo_date"},
    "sources": {"recupere_le", "sha256", "age_jours", "robots"},
    "provenance": {"date", "snapshot", "regle"},
}
_NAMES = ("nom", "partenaire", "indicateur")
Cells = tuple[str, ...]


def compare(before: Tables, after: Tables) -> list[Change]:
    """Every difference of data, table by table, sorted. An empty list means: no new version."""
    found: list[Change] = []
    for table in TABLES:
        changes = _compare(table, before.get(table, empty(table)), after.get(table, empty(table)))
        found += sorted(changes, key=lambda change: (change.cle, change.champ))
    return found


def _compare(table: str, before: pd.DataFrame, after: pd.DataFrame) -> list[Change]:
    when = _WHEN["*"] | _WHEN.get(table, set())
    names = [str(c) for c in (after.columns if len(after) else columns(table)) if c not in when]
    at = [names.index(c) for c in key(table) if c in names]
    before, after = _unlike(before, after, names)
    old, new = set(_rows(table, before, names)), set(_rows(table, after, names))
    was, now = _by_key(old - new, at), _by_key(new - old, at)
    title = [names.index(c) for c in _NAMES if c in names]
    gone = [Change(table, k, _name(was[k], title), "retire") for k in was.keys() - now.keys()]
    come = [Change(table, k, _name(now[k], title), "ajoute") for k in now.keys() - was.keys()]
    both = was.keys() & now.keys()
    return gone + come + [c for k in both for c in _cells(table, k, names, was[k], now[k], title)]


def _unlike(before: pd.DataFrame, after: pd.DataFrame, names: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Without the rows that are the same in the same place, most of them when none came or went: columns are quick."""
    if len(before) != len(after) or not set(names) <= set(before.columns):
        return before, after
    unlike = reduce(or_, (before[name].to_numpy() != after[name].to_numpy() for name in names))
    return before[unlike], after[unlike]


def _rows(table: str, frame: pd.DataFrame, names: Sequence[str]) -> Iterator[Cells]:
    """Each row as a tuple; a column that the table does not have is empty."""
    nothing = [""] * len(frame)
    cells = [frame[name].tolist() if name in frame.columns else nothing for name in names]
    if table == "sources":  # a source that answered "unchanged" is as well as one that answered
        i = names.index("statut")
        cells[i] = ["ok" if cell == "inchangee" else cell for cell in cells[i]]
    return zip(*cells, strict=True)


def _by_key(rows: set[Cells], at: Sequence[int]) -> dict[str, Cells]:
    return {"|".join([row[i] for i in at]): row for row in rows}


def _name(row: Cells, title: Sequence[int]) -> str:
    return next((row[i] for i in title if row[i]), "")


def _cells(table: str, k: str, names: Sequence[str], old: Cells, new: Cells, title: Sequence[int]) -> list[Change]:
    name = _name(new, title)
    return [
        Change(table, k, name, "modifie", column, was, value)
        for column, was, value in zip(names, old, new, strict=True)
        if was != value
    ]
