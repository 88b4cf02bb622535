"""The Table Schemas are the only list of columns, and each says all that a reader needs."""

import re
from datetime import date
from typing import Any

import frictionless
import pandas as pd
import pytest

from flows.identifiers import PREFIXES
from schemas import FOLDER
from schemas.tables import SCHEMA_VERSION, TABLES, columns, conform, empty, fields, key, schema
from sources import catalogue

FIELDS = [(table, dict(field)) for table in TABLES for field in fields(table)]
named = pytest.mark.parametrize(("table", "field"), FIELDS, ids=[f"{table}.{f['name']}" for table, f in FIELDS])
each = pytest.mark.parametrize("table", TABLES)


def typed(text: str, kind: str) -> object:
    """The example as its type reads it; fails when it is not of that type."""
    if kind == "boolean":
        return {"true": True, "false": False}[text]
    return {"string": str, "integer": int, "number": float, "date": date.fromisoformat}[kind](text)


def test_every_schema_file_is_a_table_of_the_release() -> None:
    assert {path.name.removesuffix(".schema.json") for path in FOLDER.glob("*.schema.json")} == {*TABLES, "changements"}


@each
def test_a_schema_is_valid(table: str) -> None:
    assert frictionless.Schema.validate_descriptor(dict(schema(table))).valid


@each
def test_a_schema_has_what_the_national_catalogue_asks_for(table: str) -> None:
    about = schema(table)
    assert about["name"] == table and about["version"] == SCHEMA_VERSION and about["missingValues"] == [""]
    assert about["title"] and about["description"] and about["description_en"]
    assert about["countryCode"] == "FR" and about["licenses"] and about["keywords"]
    assert all(date.fromisoformat(str(about[name])) for name in ("created", "lastModified"))


@each
def test_columns_are_snake_case_once_each_and_the_key_is_mandatory_or_told_apart(table: str) -> None:
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", column) for column in columns(table))
    assert len(set(columns(table))) == len(columns(table))
    assert set(key(table)) <= set(columns(table))


@each
def test_foreign_keys_lead_to_the_key_of_another_table(table: str) -> None:
    links: Any = schema(table).get("foreignKeys", [])
    for link in links:
        target = link["reference"]
        assert target["resource"] in TABLES
        assert set(link["fields"]) <= set(columns(table))
        assert tuple(target["fields"]) == key(target["resource"])


@named
def test_a_field_is_described_in_french_and_in_english(table: str, field: dict[str, Any]) -> None:
    french, english = str(field["description"]), str(field["description_en"])
    assert field["title"] and len(french) > 8 and len(english) > 8 and french != english
    assert isinstance(field["constraints"]["required"], bool)


@named
def test_the_example_of_a_field_fits_its_own_rules(table: str, field: dict[str, Any]) -> None:
    rules, example = field["constraints"], str(field["example"])
    value: Any = typed(example, field["type"])
    assert example and re.search(rules.get("pattern", ""), example)
    assert example in rules.get("enum", [example])
    assert len(example) <= rules.get("maxLength", len(example))
    assert rules.get("minimum", value) <= value <= rules.get("maximum", value)


@named
def test_an_example_holds_neither_a_mobile_nor_a_free_mailbox(table: str, field: dict[str, Any]) -> None:
    digits = re.sub(r"\D", "", str(field["example"]))
    assert field["name"] in ("snapshot", "sha256", "siret") or not re.match(r"(?:33|0)[67]\d{8}$", digits)
    assert not re.search(r"@(?:gmail|orange|free|hotmail|yahoo|wanadoo)\.", str(field["example"]))


@pytest.mark.parametrize("table", PREFIXES)
def test_ids_begin_with_the_letters_of_their_table(table: str) -> None:
    (field,) = [f for f in fields(table) if f["name"] == "id"]
    assert field["constraints"]["pattern"] == f"^{PREFIXES[table]}-[a-z2-7]{{8}}$"


@pytest.mark.parametrize("column", ["base_legale", "classe"])
def test_every_descriptor_uses_the_words_of_the_sources_table(column: str) -> None:
    (field,) = [f for f in fields("sources") if f["name"] == column]
    words = field["constraints"]["enum"]
    assert {getattr(source, column) for source in catalogue().values()} <= set(words)


def test_rows_are_put_in_the_schemas_order_sorted_and_made_text() -> None:
    frame = conform([{"nom": "B", "id": "cc-b"}, {"id": "cc-a", "nom": "A"}], "etablissements")
    assert tuple(frame.columns) == columns("etablissements")
    assert frame["id"].tolist() == ["cc-a", "cc-b"]
    assert all(isinstance(cell, str) for row in frame.itertuples(index=False) for cell in row)


def test_a_column_that_no_schema_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="etablissements: no such column: directrice"):
        conform([{"id": "cc-a", "directrice": "x"}], "etablissements")


@each
def test_an_empty_table_has_its_columns(table: str) -> None:
    pd.testing.assert_index_equal(empty(table).columns, conform([], table).columns, exact=False)
    assert empty(table).empty and conform([], table).empty
