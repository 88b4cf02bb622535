"""What an entry of a feed says, in French: its title, its summary, a line for each row of the release that it tells of."""

from collections.abc import Iterator, Mapping
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


def row_list(document: Document) -> list[tuple[str, str, Mapping[str, Any]]]:
    """(table, added | removed | changed | unnamed, row) of a release, as written in its `changements.json`."""
    tables = document.get("tables", {}).items()
    found = [(table, kind, row) for table, kinds in tables for kind in _NATURES for row in kinds[kind]]
    return found + [(str(row["table"]), "unnamed", row) for row in document.get("unnamed", ())]


def lines(document: Document, code: str, titles: Mapping[str, str] | None = None) -> Iterator[str]:
    """One line a row, those of a département when `code` is not ''. `titles`: of the sources, by id."""
    for table, kind, row in _of(document, code):
        name = row.get("nom") or (titles or {}).get(row["key"], row["key"])
        town = f" ({row['commune']})" if row.get("commune") else ""
        seen = f", vu pour la dernière fois le {row['date_derniere_vue']}" if row.get("date_derniere_vue") else ""
        cells = f", {_cells(table, row, titles or {})}" if kind == "changed" else _why(table, row)
        yield f"{_head(table, kind)} : {name}{town}{seen}{cells}"


def _of(document: Document, code: str) -> list[tuple[str, str, Mapping[str, Any]]]:
    return [one for one in row_list(document) if not code or one[2].get("departement") == code]


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


def summary(entry: Entry, document: Document, code: str) -> str:
    """Its withdrawal and why; else how many rows it changes, those of the département when `code` is not ''."""
    if isinstance(gone := entry.get("withdrawn"), Mapping):
        return f"Version retirée le {gone.get('date', '')} : {gone.get('reason', '')}"
    counted = _counted(document, code) if code else entry.get("changes")
    silent = sum(kind == "unnamed" for _, kind, _ in _of(document, code))
    more = f", {silent} qui ne sont plus citées" if silent > 1 else ", 1 qui n'est plus citée" if silent else ""
    told = f"{numbers(counted, 'fr').capitalize()}{more}." if isinstance(counted, Mapping) else "Nouvelle version."
    if isinstance(again := entry.get("reissued"), Mapping):
        how = f"Remplace la version {again.get('replaces', '')}, le {again.get('date', '')}, à la demande d'une personne ou d'une"
        return f"{how} structure. {told}"
    return told


def _counted(document: Document, code: str) -> dict[str, int]:
    kinds = [kind for _, kind, _ in _of(document, code)]
    return {nature: kinds.count(kind) for kind, nature in _NATURES.items()}


def day(entry: Entry) -> str:
    """The day (ISO) of an entry's last change: its release, its re-issue, its withdrawal."""
    days = [str(entry["date"])]
    for what in ("reissued", "withdrawn"):
        if isinstance(done := entry.get(what), Mapping):
            days.append(str(done.get("date", "")))
    return max(days)
