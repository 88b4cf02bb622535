"""A release read back by those who will use it: every format's places as rows of typed values, and every table."""

import csv
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import openpyxl
import pandas as pd
import pyogrio
from openpyxl.utils.escape import unescape

from flows.formats import write_formats
from flows.formats.csv_table import write_csv
from schemas.tables import TABLES, Tables, columns, empty, fields

DAY = "2026-11-22"
Typed = dict[str, Any]


class Made:
    """What `write_formats` asks of a release."""

    def __init__(self, tables: Tables, day: str = DAY, formats: str = "all") -> None:
        self.made = {"settings": {"formats": formats}}
        self.tables, self.date = {table: tables.get(table, empty(table)) for table in TABLES}, day


def written(folder: Path, tables: Tables, day: str = DAY, formats: str = "all") -> Path:
    """A folder with every table as CSV and every other format."""
    made = Made(tables, day, formats)
    folder.mkdir(parents=True, exist_ok=True)
    for table, frame in made.tables.items():
        write_csv(frame, folder / f"{table}.csv")
    write_formats(folder, made)  # type: ignore[arg-type]
    return folder


def said(cell: str, kind: str) -> Any:
    """What a reader of the schema makes of a cell of text: written here anew, so that the project's own is checked."""
    if cell == "":
        return None
    return {"integer": int, "number": float, "boolean": lambda text: text == "true"}.get(kind, str)(cell)


def of_csv(folder: Path, table: str = "etablissements") -> list[Typed]:
    """The reference: the CSV by the csv module, its cells as the schema types them."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [{str(f["name"]): said(row[str(f["name"])], str(f["type"])) for f in fields(table)} for row in rows]


def of_xlsx(folder: Path, table: str) -> list[Typed]:
    """A sheet by openpyxl: all text, typed as the CSV's cells are."""
    with closing(openpyxl.load_workbook(folder / "creches-cooperatives.xlsx", read_only=True)) as book:
        head, *rows = book[table].iter_rows(values_only=True)
    full = [[*row, *[None] * (len(head) - len(row))] for row in rows]
    # spreadsheets undo the format's escapes in every text, openpyxl in shared ones only
    cells = [dict(zip(head, [cell and unescape(cell) for cell in row], strict=True)) for row in full]
    return [{str(f["name"]): said(row[f["name"]] or "", str(f["type"])) for f in fields(table)} for row in cells]


def of_json_lines(folder: Path, table: str) -> list[Typed]:
    """The JSON Lines of a table."""
    return [json.loads(line) for line in (folder / "jsonl" / f"{table}.jsonl").read_bytes().split(b"\n")[:-1]]


def of_sqlite(folder: Path, table: str) -> list[Typed]:
    """A table of the database, in the order in which it lies there, booleans as booleans."""
    kinds = {str(f["name"]): str(f["type"]) for f in fields(table)}
    with closing(sqlite3.connect(folder / "creches-cooperatives.sqlite")) as base:
        found = base.execute(f"SELECT * FROM {table}")
        names = [one[0] for one in found.description]
        rows = [dict(zip(names, row, strict=True)) for row in found]
    assert names == list(columns(table))
    return [{k: bool(v) if kinds[k] == "boolean" and v is not None else v for k, v in row.items()} for row in rows]


TABLE_READERS: dict[str, Callable[[Path, str], list[Typed]]] = {
    "xlsx": of_xlsx,
    "jsonl": of_json_lines,
    "sqlite": of_sqlite,
}


def by_duckdb(folder: Path) -> list[Typed]:
    """The GeoParquet as plain Parquet."""
    found = duckdb.sql(f"SELECT * EXCLUDE (geometry, bbox) FROM read_parquet('{folder}/etablissements.parquet')")
    return [plain(dict(zip(found.columns, row, strict=True))) for row in found.fetchall()]


def plain(row: Mapping[Any, Any]) -> Typed:
    """A row without what libraries make of a missing value, of a day, of a number that had a gap in its column."""
    return {str(name): _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, (date, datetime)):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value


def _frame(frame: pd.DataFrame) -> list[Typed]:
    wanted = [name for name in frame.columns if name not in ("geometry", "bbox")]
    rows: Iterable[Mapping[Any, Any]] = frame[wanted].astype(object).to_dict("records")
    return [plain(row) for row in rows]


PLACE_READERS: dict[str, Callable[[Path], list[Typed]]] = {
    "geojson, json": lambda at: [
        feature["properties"] for feature in json.loads((at / "etablissements.geojson").read_bytes())["features"]
    ],
    "geojson, geopandas": lambda at: _frame(geopandas.read_file(at / "etablissements.geojson")),
    "parquet, geopandas": lambda at: _frame(geopandas.read_parquet(at / "etablissements.parquet")),
    "parquet, pandas": lambda at: _frame(pd.read_parquet(at / "etablissements.parquet")),
    "parquet, duckdb": by_duckdb,
    "gpkg, geopandas": lambda at: _frame(geopandas.read_file(at / "etablissements.gpkg")),
    "gpkg, pyogrio and arrow": lambda at: _frame(pyogrio.read_dataframe(at / "etablissements.gpkg", use_arrow=True)),
}
