"""The tables of a release: their order, columns and keys, read from `*.schema.json`, the only list of columns there is."""

import json
from functools import cache
from typing import Any

import pandas as pd

from schemas import FOLDER
from schemas.records import Row

TABLES = (
    "etablissements",
    "gestionnaires",
    "reseaux",
    "adhesions",
    "initiatives",
    "partenariats",
    "chiffres",
    "territoires",
    "sources",
    "provenance",
    "anomalies",
    "identifiants",
    "retraits",
)
"""In the order in which a reader meets them."""

COMMON = {"provenance": ("champ", "source", "source_url", "snapshot", "date", "regle")}
"""Of the largest table, what many rows have in common: each text is kept once, or it would take three quarters of the room."""

Tables = dict[str, pd.DataFrame]
"""Tables by name: every cell is text, '' where there is no value, columns as the schema lists them."""

SCHEMA_VERSION = "1.2.0"


@cache
def schema_text(table: str) -> str:
    """The schema's file, as published."""
    return (FOLDER / f"{table}.schema.json").read_text(encoding="utf-8")


@cache
def schema(table: str) -> dict[str, object]:
    """The Table Schema of one table."""
    found: dict[str, object] = json.loads(schema_text(table))
    return found


@cache
def fields(table: str) -> tuple[dict[str, object], ...]:
    """The fields of one table, in order."""
    found = schema(table)["fields"]
    assert isinstance(found, list)
    return tuple(found)


@cache
def columns(table: str) -> tuple[str, ...]:
    """The columns of one table, in order."""
    return tuple(str(field["name"]) for field in fields(table))


@cache
def key(table: str) -> tuple[str, ...]:
    """The primary key of one table; all its columns when it has none."""
    found = schema(table).get("primaryKey")
    return tuple(found) if isinstance(found, list) else columns(table)


def empty(table: str) -> pd.DataFrame:
    """The table with no row."""
    return _empty(table).copy(deep=False)  # pandas copies what one of them is about to change


@cache
def _empty(table: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns(table)), dtype=str)


def conform(rows: pd.DataFrame | list[dict[str, str]], table: str) -> pd.DataFrame:
    """Rows as the schema wants them: its columns in its order, text only, sorted by key. Raises ValueError for a stranger."""
    if isinstance(rows, list) and not rows:
        return empty(table)
    frame = pd.DataFrame(rows, dtype=str) if isinstance(rows, pd.DataFrame) else _frame_of(rows)
    strangers = sorted(set(frame.columns) - set(columns(table)))
    if strangers:
        raise ValueError(f"{table}: no such column: {', '.join(strangers)}")
    frame = frame.reindex(columns=list(columns(table)), fill_value="").fillna("").astype(str)
    frame = _sorted(frame, list(key(table)))
    # In one piece each: columns joined week after week are chunks of chunks, and pile up memory.
    whole = {name: pd.array(_one_piece(frame[name].array), dtype="str") for name in frame.columns}
    return pd.DataFrame(whole, columns=frame.columns)


def _frame_of(rows: list[dict[str, str]]) -> pd.DataFrame:
    """Rows as a table, '' where a row lacks a column: faster column by column."""
    names = dict.fromkeys(name for row in rows for name in row)
    cells = {name: [row.get(name, "") for row in rows] for name in names}
    return pd.DataFrame(cells, index=range(len(rows)), dtype=str)


def _sorted(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The rows in the order of those columns, equal ones as they stand: one text sorts as its parts do, the smallest
    character there is between them, which no part holds."""
    keys = [frame[name] for name in names]
    if any(one.str.contains("\0", regex=False).any() for one in keys):
        return frame.sort_values(names, kind="stable", ignore_index=True)
    one = keys[0]
    for other in keys[1:]:
        one = one + "\0" + other
    cells = one.array
    if bool((cells[1:] >= cells[:-1]).all()):
        return frame
    ordered: pd.DataFrame = frame.iloc[cells.argsort(kind="stable")]
    return ordered


def _one_piece(cells: Any) -> Any:
    held = cells.__arrow_array__()
    return held.combine_chunks() if hasattr(held, "combine_chunks") else held


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """A table as rows of text; several times faster than pandas' own records, which look at every cell's type."""
    names = [str(name) for name in frame.columns]
    columns = [column.tolist() for _, column in frame.items()] if len(frame) else []
    return [dict(zip(names, map(str, cells), strict=True)) for cells in zip(*columns, strict=True)]
