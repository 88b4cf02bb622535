"""What the columnar checks take on, and what they leave to frictionless."""

from typing import Any

import pandas as pd
import pytest

from flows import validate
from flows.columnar.cells import proved
from flows.columnar.checks import unprovable
from flows.columnar.frames import columnar
from flows.columnar.patterns import same_everywhere
from schemas.errors import Damaged
from schemas.tables import TABLES, conform, fields, schema


def example(table: str) -> dict[str, str]:
    """A row that its schema accepts."""
    return {str(f["name"]): str(f.get("example", "")) for f in fields(table)}


@pytest.mark.parametrize(
    "change",
    [
        {"uniqueKeys": [["id"]]},
        {"missingValues": [{"value": "", "label": "none"}]},
        {"fields": [{"name": "id", "type": "integer", "constraints": {"unique": True}}]},
        {"fields": [{"name": "id", "type": "string", "format": "email"}], "primaryKey": "id"},
        {"foreignKeys": [{"fields": ["id"], "reference": {"resource": "elsewhere", "fields": ["id"]}}]},
        {"fields": [{"name": "other", "type": "string"}]},
    ],
)
def test_a_schema_that_says_more_is_left_to_frictionless(change: dict[str, Any]) -> None:
    frame = pd.DataFrame({"id": ["1"]}, dtype="str")
    made = {"fields": [{"name": "id", "type": "string"}], **change}
    assert unprovable(columnar(frame), made, {})
    with pytest.raises(Damaged, match="cannot be checked by columns"):
        validate.validate_tables({"t": frame}, {"t": made})


def test_every_table_of_the_project_can_be_checked_by_columns() -> None:
    frames = {table: columnar(conform([], table)) for table in TABLES}
    assert {unprovable(frames[table], schema(table), frames) for table in TABLES} == {""}


@pytest.mark.parametrize("table", TABLES)
def test_ordinary_cells_are_proved_without_frictionless(table: str) -> None:
    """Else every value would be read one by one: right, and slow."""
    frame = columnar(conform([example(table)], table))
    doubted = [f["name"] for f in fields(table) if not frame.select(proved(f, [""]).all()).item()]
    assert doubted == []


@pytest.mark.parametrize(
    "pattern", ["(?i)a", r"a\b", "[[:alpha:]]", "a{,2}", "[a&&b]", "[a--b]", "é", r"\Aa", "a*+", "(?P<n>a)"]
)
def test_a_pattern_that_may_mean_something_else_is_not_taken(pattern: str) -> None:
    assert same_everywhere(pattern) == ""


def test_every_pattern_of_the_project_is_taken() -> None:
    patterns = {
        str(c["pattern"])
        for t in TABLES
        for f in fields(t)
        if isinstance(c := f["constraints"], dict) and "pattern" in c
    }
    assert len(patterns) > 10 and all(map(same_everywhere, patterns))
