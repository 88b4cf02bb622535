"""What an entry of a feed says, in French: its title, its summary, a line for each row of the release that it tells of."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from flows.changes.change import CAUSES
from flows.changes.plain import cell_of, numbers, title_of
from flows.changes.words import TABLE_WORDS

_VERBS = {"added": "ajouté", "removed": "retiré", "changed": "modifié", "unnamed": "qui n'est plus cité"}
_NATURES = {"added": "ajoute", "removed": "retire", "changed": "modifie"}
_FEMININE = ("adhesions", "initiatives", "sources")
_HOW = "geo_"
"""Columns on how a point was found: told when nothing else changed."""
Entry = Mapping[str, object]
Document = Mapping[str, Any]
Told = tuple[str, str, Mapping[str, Any]]
"""(table, added | removed | changed | unnamed, row as written in a `changements.json`)."""


def row_list(document: Document) -> list[Told]:
    """Every row that a release tells of."""
    tables = document.get("tables", {}).items()
    found = [(table, kind, row) for table, kinds in tables for kind in _NATURES for row in kinds[kind]]
    return found + [(str(row["table"]), "unnamed", row) for row in document.get("unnamed", ())]


def by_departement(rows: Iterable[Told]) -> dict[str, list[Told]]:
    """The same rows, in their order, by the code of their département; those without one under no code."""
    found: dict[str, list[Told]] = {}
    for one in rows:
        code = one[2].get("departement")
        if isinstance(code, str) and code:
            found.setdefault(code, []).append(one)
    return found


def lines(rows: Iterable[Told], titles: Mapping[str, str]) -> Iterator[str]:
    """One line a row. `titles`: of the sources, by id."""
    for table, kind, row in rows:
        name = row.get("nom") or titles.get(row["key"], row["key"])
        town = f" ({row['commune']})" if row.get("commune") else ""
        seen = f", vu pour la dernière fois le {row['date_derniere_vue']}" if row.get("date_derniere_vue") else ""
        cells = f", {_cells(table, row, titles)}" if kind == "changed" else _why(table, row)
        yield f"{_head(table, kind)} : {name}{town}{seen}{cells}"


@cache
def _head(table: str, kind: str) -> str:
    verb = _VERBS[kind] + ("e" if table in _FEMININE else "")
    return f"{TABLE_WORDS.get(table, (table, ''))[0].capitalize()} {verb}"


def _why(table: str, row: Mapping[str, Any]) -> str:
    if table == "territoires":
        return ""
    return f" – {CAUSES[row['cause']][0]}" if row.get("cause") in CAUSES else ""


def _cells(table: str, row: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    shown = [name for name in row["changes"] if not name.startswith(_HOW)] or list(row["changes"])
    notes = row.get("notes", {})
    return " ; ".join(
        f"{title_of(table, name, 'fr').lower()} : {notes[name]}"
        if name in notes
        else f"{title_of(table, name, 'fr').lower()} : {' → '.join(_value(table, name, v, titles) for v in row['changes'][name])}"
        for name in shown
    )


def _value(table: str, champ: str, value: str, titles: Mapping[str, str]) -> str:
    return cell_of(table, champ, value, "fr", titles) or "∅"


def title(entry: Entry) -> str:
    """The version, and what became of it."""
    again = entry.get("reissued")
    replaces = f" (remplace {again.get('replaces', '')})" if isinstance(again, Mapping) else ""
    return f"Version {entry['version']}{replaces}" + (" (retirée)" if entry.get("withdrawn") else "")


def summary(entry: Entry, rows: Sequence[Told], whole: bool) -> str:
    """Its withdrawal and why; else how many rows it changes: all by its entry when it is `whole`, else those rows."""
    if isinstance(gone := entry.get("withdrawn"), Mapping):
        return f"Version retirée le {gone.get('date', '')} : {gone.get('reason', '')}"
    kinds = Counter(map(itemgetter(1), rows))
    counted = entry.get("changes") if whole else {nature: kinds[kind] for kind, nature in _NATURES.items()}
    silent = kinds["unnamed"]
    more = f", {silent} qui ne sont plus citées" if silent > 1 else ", 1 qui n'est plus citée" if silent else ""
    told = f"{numbers(counted, 'fr').capitalize()}{more}." if isinstance(counted, Mapping) else "Nouvelle version."
    if isinstance(again := entry.get("reissued"), Mapping):
        how = f"Remplace la version {again.get('replaces', '')}, le {again.get('date', '')}, à la demande d'une personne ou d'une"
        return f"{how} structure. {told}"
    return told


def day(entry: Entry) -> str:
    """The day (ISO) of an entry's last change: its release, its re-issue, its withdrawal."""
    days = [str(entry["date"])]
    for what in ("reissued", "withdrawn"):
        if isinstance(done := entry.get(what), Mapping):
            days.append(str(done.get("date", "")))
    return max(days)
