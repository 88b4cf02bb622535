"""A Table Schema -> every fault of a table, the same that frictionless finds in it, by whole columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import polars as pl

from flows.columnar.cells import Field, proved
from flows.columnar.frames import Columns, Table, once
from flows.columnar.keys import Fault, foreign_faults, primary_faults, unique_faults

Schema = Mapping[str, Any]
Notes = Sequence[tuple[str, str]]
"""(kind, note) of each fault of a cell."""
Reader = Callable[[str, Sequence[str]], Sequence[Notes]]
"""What frictionless says of cells: (column, cells) -> the notes of each."""
_WORDS = frozenset(("$schema", "name", "title", "description", "description_en", "version", "countryCode", "keywords"))
_WORDS |= {"created", "lastModified", "licenses", "contributors", "homepage", "sources", "resources"}
_AT_ONCE = 20_000
"""Rows of a table whose columns are sooner asked all at once than one by one."""
_RULES = frozenset(("fields", "missingValues", "primaryKey", "foreignKeys"))


def unprovable(frame: Table, schema: Schema, others: Mapping[str, Table]) -> str:
    """Why this table must go to frictionless whole; '' when every verdict can be given here."""
    missing = schema.get("missingValues", [""])
    names = [field["name"] for field in schema["fields"]]
    if strange := sorted(schema.keys() - _WORDS - _RULES):
        return f"the schema says more than is known here: {', '.join(strange)}"
    if not all(isinstance(one, str) for one in missing):
        return "the missing values have labels"
    if list(frame.columns) != names:
        return "the columns are not those of the schema"
    plain = {f["name"] for f in schema["fields"] if f["type"] == "string" and f.get("format", "default") == "default"}
    unlike = [name for name in _keyed(schema) if name not in plain]
    if unlike:
        return f"a key is no plain text: {', '.join(unlike)}"
    return next((why for link in schema.get("foreignKeys", []) if (why := _unlinked(link, others))), "")


def _keyed(schema: Schema) -> Iterator[str]:
    """Every column that a key or a rule of uniqueness is of."""
    yield from _primary(schema)
    yield from (f["name"] for f in schema["fields"] if f.get("constraints", {}).get("unique"))
    yield from chain.from_iterable(link["fields"] for link in schema.get("foreignKeys", []))


def _primary(schema: Schema) -> list[str]:
    key = schema.get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


def _unlinked(link: Mapping[str, Any], others: Mapping[str, Table]) -> str:
    of, column = link["fields"], link["reference"]["fields"]
    if not (isinstance(of, list) and isinstance(column, list) and len(of) == len(column) == 1):
        return "a foreign key is of several columns"
    table = link["reference"]["resource"]
    return "" if table in others and column[0] in others[table].columns else f"the table {table} is not at hand"


def faults(frame: Table, schema: Schema, read: Reader, others: Mapping[str, Table]) -> list[Fault]:
    """Every fault, by row, then column, then key; frictionless itself reads the cells that are not proved good.

    To be asked of a table that is not `unprovable`; the columns that `others` are looked up by are plain text too.
    """
    missing = schema.get("missingValues", [""])
    blank = set(_blank(frame, missing))
    at = {name: i for i, name in enumerate([*frame.columns, ""])}
    cells = (one for one in _cell_faults(frame, schema, read, missing) if one.row not in blank)
    rows = [Fault(row, "", "blank-row", f'Row at position "{row + 2}" is completely blank') for row in blank]
    kept = [*cells, *rows, *_key_faults(frame, schema, others, missing)]
    return sorted(kept, key=lambda one: (one.row, at[one.column]))


def _cell_faults(frame: Table, schema: Schema, read: Reader, missing: Sequence[str]) -> Iterator[Fault]:
    """Each different cell of a column is looked at once, however many rows have it."""
    for field in _doubted(frame, schema["fields"], missing):
        name = str(field["name"])
        values = _values(frame, name).unique()
        doubted = values.filter(~values.to_frame().select(proved(field, missing)).to_series()).to_list()
        told = (
            {value: notes for value, notes in zip(doubted, read(name, doubted), strict=True) if notes}
            if doubted
            else {}
        )
        if told:
            bad = frame.get_column(name).to_frame().with_row_index("_row").filter(pl.col(name).is_in(list(told)))
            yield from (Fault(row, name, *note) for row, value in bad.iter_rows() for note in told[value])


def _doubted(frame: Table, fields: Sequence[Field], missing: Sequence[str]) -> Sequence[Field]:
    """The fields with a cell that is not proved good: of a short table all columns are asked at once, of a long one any may be."""
    columns = [frame.get_column(str(field["name"])) for field in fields] if _is_short(frame) else []
    if not columns:
        return fields
    asked = [(~proved(field, missing)).any().alias(str(n)) for n, field in enumerate(fields)]
    told = pl.DataFrame(columns).select(asked).row(0)
    return [field for field, is_doubted in zip(fields, told, strict=True) if is_doubted]


def _is_short(frame: Table) -> bool:
    return not frame.columns or len(frame.get_column(frame.columns[0])) <= _AT_ONCE


def _values(frame: Table, name: str) -> pl.Series:
    return frame.get_values(name) if isinstance(frame, Columns) else once(frame.get_column(name))


def _blank(frame: Table, missing: Sequence[str]) -> list[int]:
    """As a rule no row is empty in its first column, and the others need not be looked at."""
    blank: pl.Series | None = None
    for name in frame.columns:
        empty = frame.get_column(name).is_in(list(missing))
        blank = empty if blank is None else blank & empty
        if not blank.any():
            return []
    return [] if blank is None else [int(row) for row in blank.arg_true().to_list()]


def _key_faults(frame: Table, schema: Schema, others: Mapping[str, Table], missing: Sequence[str]) -> Iterator[Fault]:
    for field in schema["fields"]:
        if field.get("constraints", {}).get("unique"):
            yield from unique_faults(frame, field["name"], missing)
    yield from primary_faults(frame, _primary(schema), missing)
    for link in schema.get("foreignKeys", []):
        yield from foreign_faults(frame, link, others, missing)
