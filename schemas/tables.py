"""The tables of a release: their order, columns and keys, read from `*.schema.json`, the only list of columns there is."""

import json
from functools import cache

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
    return pd.DataFrame(columns=list(columns(table)), dtype=str)


def conform(rows: pd.DataFrame | list[dict[str, str]], table: str) -> pd.DataFrame:
    """Rows as the schema wants them: its columns in its order, text only, sorted by key. Raises ValueError for a stranger."""
    frame = pd.DataFrame(rows, dtype=str)
    strangers = sorted(set(frame.columns) - set(columns(table)))
    if strangers:
        raise ValueError(f"{table}: no such column: {', '.join(strangers)}")
    frame = frame.reindex(columns=list(columns(table)), fill_value="").fillna("").astype(str)
    frame = frame.sort_values(list(key(table)), kind="stable", ignore_index=True)
    # In one piece each: columns joined week after week are chunks of chunks, and pile up memory.
    whole = {name: pd.array(frame[name].tolist(), dtype="str") for name in frame.columns}
    return pd.DataFrame(whole, columns=frame.columns)


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """A table as rows of text; several times faster than pandas' own records, which look at every cell's type."""
    names = [str(name) for name in frame.columns]
    columns = [frame.iloc[:, i].tolist() for i in range(len(names))]
    return [dict(zip(names, map(str, cells), strict=True)) for cells in zip(*columns, strict=True)]
