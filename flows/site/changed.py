"""One release's changes as a page tells them: row by row, in words, of long lists the beginning only."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from flows.changes.change import CAUSES
from flows.changes.plain import Tongue
from flows.changes.shielded import CONTACTS, NOT_REPEATED_EN, NOT_REPEATED_FR
from flows.explain.values import withheld
from flows.site.codes import table_title
from flows.site.shown import Shown
from flows.site.values import said, title
from flows.site.words import Words
from schemas.records import Row
from schemas.tables import TABLES

NATURES = ("ajoute", "retire", "modifie")
LONGEST = 160
"""Characters of a value that are told."""
_HOW = ("geo_", "code_", "adresse_source")
"""Columns on how a point was found: told when nothing else changed."""
_NOT_REPEATED = {"fr": NOT_REPEATED_FR, "en": NOT_REPEATED_EN}


class Cell(NamedTuple):
    """One value that changed: what it is called, what it was ('' when that is not told), what it is ('' when it is empty)."""

    label: str
    before: str
    after: str
    withheld: str
    """In words, that the value which it had is not repeated; '' otherwise."""


class Told(NamedTuple):
    """One row that came, went or changed."""

    name: str
    place: str
    """Id of the nursery when it has a page now."""
    town: str
    seen: str
    """Of one that went, the last day (ISO) on which a source named it."""
    cells: tuple[Cell, ...]
    causes: tuple[str, ...]


class Group(NamedTuple):
    """The rows of one table: its title, the first of them, how many more there are."""

    title: str
    rows: tuple[Told, ...]
    more: int


def counted(lines: Iterable[Row], tongue: Tongue) -> list[tuple[str, dict[str, int]]]:
    """Each table that changed, by its title: how many rows came, went and changed."""
    rows = Counter((line["table"], line["nature"]) for line in _heads(lines))
    tables = [table for table in TABLES if any(rows[table, nature] for nature in NATURES)]
    return [(table_title(table, tongue), {nature: rows[table, nature] for nature in NATURES}) for table in tables]


def causes(lines: Iterable[Row], tongue: Tongue) -> list[tuple[str, int]]:
    """The causes in words, and how many rows each touched."""
    touched = Counter(cause for _, _, cause in {(line["table"], line["cle"], line["cause"]) for line in lines})
    return [(words[tongue == "en"], touched[code]) for code, words in CAUSES.items() if touched[code]]


def groups(lines: Sequence[Row], nature: str, about: Shown, t: Words, most: int) -> list[Group]:
    """The rows of one nature by table, at most `most` of each."""
    found = []
    for table in TABLES:
        rows = _rows(line for line in lines if (line["table"], line["nature"]) == (table, nature))
        if rows:
            told = tuple(_told(row, about, t) for row in rows[:most])
            found.append(Group(table_title(table, t.tongue), told, max(0, len(rows) - most)))
    return found


def _heads(lines: Iterable[Row]) -> list[Row]:
    """One line a row."""
    return list({(line["table"], line["cle"], line["nature"]): line for line in lines}.values())


def _rows(lines: Iterable[Row]) -> list[list[Row]]:
    return [list(group) for _, group in groupby(lines, key=lambda line: line["cle"])]


def _told(row: Sequence[Row], about: Shown, t: Words) -> Told:
    head = row[0]
    here = about.places.get(head["cle"], {}) if head["table"] == "etablissements" else {}
    name = head["nom"] or about.titles.get(head["cle"], "") or head["cle"]
    seen = head["avant"] if head["nature"] == "retire" else ""
    shown = [line for line in row if line["champ"] and not line["champ"].startswith(_HOW)] or row
    cells = tuple(_cell(line, about, t) for line in shown) if head["nature"] == "modifie" else ()
    why = dict.fromkeys(_why(line, about, t.tongue) for line in row)
    return Told(name, here.get("id", ""), here.get("commune", ""), seen, cells, tuple(filter(None, why)))


def _cell(line: Row, about: Shown, t: Words) -> Cell:
    before, after = (_short(said(about, t, line["table"], line["champ"], line[side])) for side in ("avant", "apres"))
    kept = line["champ"] in CONTACTS or line["cause"] == "demande" or line["champ"] in _silent(line, about)
    if kept and line["apres"] != _today(line, about):
        after = ""
    label = title(t, line["table"], line["champ"])
    return Cell(label, "" if kept else before, after, _NOT_REPEATED[t.tongue] if kept and not after else "")


def _silent(line: Row, about: Shown) -> Collection[str]:
    """Columns of the row whose words named a person or held a contact: what they were is not told again."""
    return withheld(about.doubts.get(line["cle"], ()))


def _today(line: Row, about: Shown) -> str:
    """What stands there today."""
    rows = {"etablissements": about.places, "gestionnaires": about.operators, "reseaux": about.networks}
    return rows.get(line["table"], {}).get(line["cle"], {}).get(line["champ"], "")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _why(line: Row, about: Shown, tongue: Tongue) -> str:
    """The cause in words, with the title of its source."""
    cause = CAUSES[line["cause"]][tongue == "en"] if line["cause"] in CAUSES else ""
    source = about.titles.get(line["source"], line["source"])
    return f"{cause} ({source})" if cause and source else cause
