"""The columnar checks give the verdicts of frictionless, row by row and column by column, on whatever stands in a cell."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import frictionless
import pandas as pd
import pytest
from frictionless import system
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows import validate
from flows.columnar import checks
from schemas.tables import TABLES, columns, fields, schema
from tests.samples import FULL, examples

Found = set[tuple[str, int, str, str, str]]
ODD = (
    *(
        "",
        " ",
        "  x ",
        "\u00a0",
        "é",
        "É",
        "\x1f",
        "a\nb",
        "12345\n",
        'say "yes"',
        "a,b",
        "a|b",
        "\u0661\u0662",
        "１２",
        "²",
    ),
    *(
        "0",
        "-0",
        "01",
        "+1",
        "1_000",
        "1e3",
        "1E400",
        "12.0",
        "12.",
        ".5",
        "-.5",
        " 12 ",
        "1,5",
        "0x10",
        "9" * 25,
        "0.1",
    ),
    *("300", "301", "-1", "1.00000001", "180.000000000000000001", "-180.5", "NaN", "nan", "Infinity", "-inf", "None"),
    *("true", "false", "True", "TRUE", "1", "yes", "null", "cc-aaaaaaaa", "cg-aaaaaaaa", "cc-AAAAAAAA", "cc-aaaaaaa1"),
    *("2026-02-28", "2026-02-30", "2024-02-29", "0000-01-01", "2026-2-3", "2026-13-01", "20260203", "２026-02-03"),
    *("26-02-03", " 2026-02-03", "2026-02-03T00:00:00", "9999-12-31", "10000-01-01", "2026-02-03\n"),
    *(
        "https://creche.fr/",
        "https://creche .fr/",
        "http://é.fr",
        "ftp://creche.fr",
        "https://",
        "https://a\u2003b",
        "HTTPS://a",
    ),
    *(
        "a@b.fr",
        "a@b",
        "a b@c.fr",
        "A@B.FR",
        "@b.fr",
        "a@",
        "a@@b.fr",
        "é@b.fr",
        "a@b..fr",
        "a@-b.fr",
        "a.@b.fr",
        "a@b.fr\n",
    ),
)


def by_frictionless(
    folder: Path, tables: Mapping[str, pd.DataFrame], schemas: Mapping[str, Mapping[str, Any]]
) -> Found:
    """What frictionless finds in the tables written as CSV."""
    resources = []
    for name, frame in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
            writer.writerow(frame.columns)
            writer.writerows(frame.itertuples(index=False))
        dialect = {"csv": {"delimiter": ",", "doubleQuote": True, "skipInitialSpace": False}}
        about = {"name": name, "path": f"{name}.csv", "type": "table", "format": "csv", "encoding": "utf-8"}
        resources.append({**about, "dialect": dialect, "schema": schemas[name]})
    with system.use_context(trusted=False):
        package = frictionless.Package.from_descriptor({"name": "p", "resources": resources}, basepath=str(folder))
        report = package.validate(limit_errors=100_000)
    assert not report.errors
    return {
        (task.name, e.row_number, getattr(e, "field_name", "") or "", e.type, e.note or e.message)
        for task in report.tasks
        for e in task.errors
    }


def by_columns(tables: Mapping[str, pd.DataFrame], schemas: Mapping[str, Mapping[str, Any]]) -> Found:
    found = validate.validate_tables(dict(tables), schemas)
    return {(i.table, i.row, i.column, i.kind, i.message) for i in found}


def example(table: str) -> dict[str, str]:
    """A row that its schema accepts."""
    return {str(f["name"]): str(f.get("example", "")) for f in fields(table)}


APART = 6
"""Odd cells of one row stand so many columns apart; with CRECHES_FULL=1 each has a row of its own."""


@cache
def every_odd_value(table: str) -> pd.DataFrame:
    """Rows that are sound but for odd cells: each odd value stands once in each column. At last two rows without anything."""
    names = columns(table)
    apart = len(names) if FULL else min(APART, len(names))
    rows = []
    for first in range(apart):
        for at in range(len(ODD)):
            odd = {name: ODD[(at + turn) % len(ODD)] for turn, name in enumerate(names[first::apart])}
            rows.append({**example(table), **odd})
    return pd.DataFrame([*rows, *[dict.fromkeys(names, "")] * 2], dtype="str")


@cache
def its_verdicts(table: str) -> Found:
    """What frictionless finds in these rows."""
    with TemporaryDirectory() as folder:
        return by_frictionless(
            Path(folder), {table: every_odd_value(table)}, {table: {**schema(table), "foreignKeys": []}}
        )


@pytest.mark.parametrize("table", TABLES)
def test_each_odd_value_stands_in_each_column(table: str) -> None:
    rows = every_odd_value(table)
    assert all(set(ODD) <= set(rows[name]) for name in columns(table))


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("table", TABLES)
def test_every_odd_value_in_every_column_of_every_table_gets_the_verdict_of_frictionless(
    table: str, long: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_AT_ONCE", 0 if long else checks._AT_ONCE)
    found = by_columns({table: every_odd_value(table)}, {table: {**schema(table), "foreignKeys": []}})
    assert found == its_verdicts(table)
    assert len({row for _, row, _, kind, _ in found if kind != "primary-key"}) > len(ODD)


@settings(examples(20, 40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_rows_drawn_at_random_get_the_verdicts_of_frictionless(data: st.DataObject, tmp_path: Path) -> None:
    table = data.draw(st.sampled_from(TABLES))
    names = columns(table)
    cell = st.sampled_from(ODD) | st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=8
    )
    planted = st.dictionaries(st.sampled_from(names), cell, max_size=4)
    rows = [{**example(table), **cells} for cells in data.draw(st.lists(planted, min_size=1, max_size=8))]
    alone = {**schema(table), "foreignKeys": []}
    tables = {table: pd.DataFrame(rows, dtype="str")}
    assert by_columns(tables, {table: alone}) == by_frictionless(tmp_path, tables, {table: alone})


RULES: tuple[dict[str, Any], ...] = (
    *(
        {"type": "string", "constraints": {"pattern": p}}
        for p in (r"\d{5}", r"a|b", r"\+33[1-9]\d{8}", r"(?:a|b)+", r"[^a]+")
    ),
    *(
        {"type": "string", "constraints": {"pattern": p}}
        for p in (r"\w+@\w+", r"a*+b", r"(?=a)a", r"\bx\b", r"x{,2}", r"[a-c-]+")
    ),
    {"type": "string", "constraints": {"minLength": 2, "maxLength": 3}},
    {"type": "string", "constraints": {"enum": ["a", "true", "1"]}},
    *({"type": "string", "format": form} for form in ("email", "uri", "uuid", "default")),
    *(
        {"type": "integer", "constraints": c}
        for c in ({}, {"minimum": 1, "maximum": 300}, {"minimum": "1"}, {"enum": [1, 300]})
    ),
    *(
        {"type": "number", "constraints": c}
        for c in ({}, {"minimum": -180, "maximum": 180}, {"minimum": 0.1}, {"maximum": 1})
    ),
    {"type": "number", "decimalChar": ","},
    {"type": "integer", "bareNumber": False},
    *({"type": "boolean", **values} for values in ({}, {"trueValues": ["yes"], "falseValues": ["no", "0"]})),
    *({"type": "date", "format": form} for form in ("default", "any", "%d/%m/%Y")),
    {"type": "date", "constraints": {"minimum": "2026-01-01"}},
    *({"type": kind} for kind in ("any", "year", "datetime", "time", "duration", "geopoint", "object")),
)


@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize(("missing", "required"), [([""], False), (["", "None", "0"], True), ([], False)], ids=str)
def test_every_rule_of_a_table_schema_is_judged_as_frictionless_does(
    rule: dict[str, Any], missing: list[str], required: bool, tmp_path: Path
) -> None:
    constraints = {**rule.get("constraints", {}), "required": required}
    named = [{"name": "n", "type": "string"}, {"name": "v", **rule, "constraints": constraints}]
    told = {"fields": named, "missingValues": missing}
    values = [*ODD, "aba", "75001", "+33387709084", "contact@creche.fr", "https://creche.fr/a?b=c#d", "03/02/2026"]
    tables = {"t": pd.DataFrame({"n": ["x"] * len(values), "v": values}, dtype="str")}
    assert by_columns(tables, {"t": told}) == by_frictionless(tmp_path, tables, {"t": told})


def test_a_number_that_frictionless_itself_fails_on_is_a_fault() -> None:
    one = {"fields": [{"name": "v", "type": "number", "constraints": {"minimum": 0}}]}
    found = validate.validate_tables({"t": pd.DataFrame({"v": ["1", "sNaN"]}, dtype="str")}, {"t": one})
    assert [(i.row, i.column, i.kind) for i in found] == [(3, "v", "type-error")]


def test_keys_are_judged_across_tables(tmp_path: Path) -> None:
    link = {"fields": ["of"], "reference": {"resource": "b", "fields": ["id"]}}
    key = {"name": "id", "type": "string", "constraints": {"unique": True}}
    one = {"fields": [key, {"name": "of", "type": "string"}], "primaryKey": ["id"], "foreignKeys": [link]}
    two = {"fields": [{"name": "id", "type": "string"}, {"name": "x", "type": "string"}], "primaryKey": ["id", "x"]}
    a = pd.DataFrame({"id": ["1", "2", "1", "", "", "1", "3"], "of": ["b", "", "zz", "b", "", " b", "é"]}, dtype="str")
    b = pd.DataFrame({"id": ["b", "b", "", "", "b"], "x": ["1", "2", "3", "", "1"]}, dtype="str")
    schemas = {"a": one, "b": two}
    found = by_columns({"a": a, "b": b}, schemas)
    assert found == by_frictionless(tmp_path, {"a": a, "b": b}, schemas)
    assert {kind for *_, kind, _ in found} == {"unique-error", "primary-key", "foreign-key", "blank-row"}


@settings(deadline=None)
@given(st.lists(st.sampled_from(("", "75", "2A", "é", "1", "x")), max_size=12), st.booleans())
def test_a_column_that_keeps_its_few_texts_has_the_faults_of_its_cells(cells: list[str], long: bool) -> None:
    of = {
        "fields": [{"name": "a", "type": "integer", "constraints": {"required": True}}, {"name": "b", "type": "string"}]
    }
    plain = pd.DataFrame({"a": cells, "b": ["x"] * len(cells)}, dtype="str")
    known = ["75", "unused", "2A", "é", "1", "x"]  # an empty cell is none of them
    codes = [known.index(cell) if cell else -1 for cell in cells]
    kept = plain.assign(a=pd.Categorical.from_codes(codes, known))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "_AT_ONCE", 0 if long else checks._AT_ONCE)
        assert by_columns({"t": kept}, {"t": of}) == by_columns({"t": plain}, {"t": of})
