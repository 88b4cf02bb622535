"""Every table and column, in the page's language, with the values that a column may hold."""

from collections.abc import Iterator
from typing import NamedTuple

from flows.catalogue.dictionary import Column, Sheet, sheets
from flows.site.codes import choices
from flows.site.page import Page
from flows.site.shown import Shown
from flows.site.words import Words
from schemas.tables import SCHEMA_VERSION


class Entry(NamedTuple):
    """One column: its name, what it means, its type in words, whether it is always filled, its codes in words, an example."""

    name: str
    says: str
    type: str
    required: bool
    codes: list[tuple[str, str]]
    example: str


class Table(NamedTuple):
    """One table in one language."""

    name: str
    title: str
    says: str
    key: str
    columns: list[Entry]


def pages(about: Shown, t: Words) -> Iterator[Page]:
    """One page; a table's anchor is its name, a column's `table/column`."""
    values: dict[str, object] = {"sheets": [_table(sheet, t) for sheet in sheets()], "schema": SCHEMA_VERSION}
    title, description = t("dictionnaire.titre"), t("dictionnaire.description")
    yield Page("dictionnaire.html", "dictionnaire.html.j2", "dictionnaire", title, description, values)


def _table(sheet: Sheet, t: Words) -> Table:
    title, says = (sheet.title_en, sheet.en) if t.tongue == "en" else (sheet.title_fr, sheet.fr)
    return Table(sheet.name, title, says, sheet.key, [_entry(sheet.name, column, t) for column in sheet.columns])


def _entry(table: str, column: Column, t: Words) -> Entry:
    says = column.en if t.tongue == "en" else column.fr
    kind = t(f"dictionnaire.type_{column.type}")
    return Entry(column.name, says, kind, column.required, choices(table, column.name, t), column.example)
