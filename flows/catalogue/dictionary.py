"""`DICTIONNAIRE.md` and `dictionnaire.html`: every table and column in French and English, written from the schemas."""

from typing import NamedTuple

from flows.catalogue.manifest import TITLE_EN, TITLE_FR, Manifest
from flows.catalogue.pages import page
from flows.catalogue.resources import DESCRIBED, TITLES_EN
from schemas.tables import SCHEMA_VERSION, fields, schema


class Column(NamedTuple):
    """One column as a reader needs it."""

    name: str
    type: str
    required: bool
    choices: str
    fr: str
    en: str
    example: str


class Sheet(NamedTuple):
    """One table: its name, titles and descriptions, its key ('' when it has none), its columns."""

    name: str
    title_fr: str
    title_en: str
    fr: str
    en: str
    key: str
    columns: tuple[Column, ...]


def dictionary() -> str:
    """The data dictionary of all tables, as Markdown."""
    return page("dictionnaire.md.j2", version=SCHEMA_VERSION, sheets=sheets())


def dictionary_page(manifest: Manifest) -> str:
    """The same as an HTML page of its own: no script, nothing from elsewhere, readable on a narrow screen."""
    return page(
        "dictionnaire.html.j2",
        version=SCHEMA_VERSION,
        sheets=sheets(),
        release=manifest.version,
        title_fr=TITLE_FR,
        title_en=TITLE_EN,
    )


def sheets() -> tuple[Sheet, ...]:
    """All tables that have a schema, in order."""
    return tuple(map(_sheet, DESCRIBED))


def _sheet(table: str) -> Sheet:
    about = schema(table)
    key = about.get("primaryKey", [])
    assert isinstance(key, list)
    return Sheet(
        table,
        str(about["title"]),
        TITLES_EN[table],
        str(about["description"]),
        str(about["description_en"]),
        ", ".join(map(str, key)),
        tuple(map(_column, fields(table))),
    )


def _column(field: dict[str, object]) -> Column:
    rules = field.get("constraints", {})
    assert isinstance(rules, dict)
    return Column(
        str(field["name"]),
        str(field["type"]),
        bool(rules.get("required")),
        ", ".join(map(str, rules.get("enum", ()))),
        str(field["description"]),
        str(field["description_en"]),
        str(field.get("example", "")),
    )
