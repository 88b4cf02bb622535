"""The one place where a cell of text becomes a typed value: every format says the same of it.

As its schema types it: `integer` is an int, `number` a float, `boolean` a bool; `string` stays text, and so does `date`
(ISO), which GeoParquet and GeoPackage alone keep as a day. A missing value is None. Codes are strings: no leading zero is
ever lost.
"""

import math
import re
from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd

from schemas.errors import Refused
from schemas.tables import fields

Cell = str | int | float | bool | None
Point = tuple[float, float]
"""(longitude, latitude) in degrees, WGS 84, at most 7 decimals."""
BATCH = 10_000
"""Rows that are held as Python objects at once."""
_LARGEST = 2**63 - 1
_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def kinds(table: str) -> dict[str, str]:
    """The type of each column of a table, in their order: string, integer, number, boolean or date."""
    return {str(field["name"]): str(field["type"]) for field in fields(table)}


def batches(frame: pd.DataFrame) -> Iterator[list[list[str]]]:
    """A table's cells of text, column by column, BATCH rows at a time."""
    columns = [frame.iloc[:, i].array for i in range(frame.shape[1])]
    for start in range(0, len(frame), BATCH):
        yield [cells[start : start + BATCH].tolist() for cells in columns]


def typed(frame: pd.DataFrame, table: str) -> Iterator[list[Sequence[Cell]]]:
    """A table's typed cells, column by column, BATCH rows at a time. Raises Refused."""
    columns = kinds(table)
    for texts in batches(frame[list(columns)]):
        yield [
            column(cells, kind, f"{table}.{name}") for cells, (name, kind) in zip(texts, columns.items(), strict=True)
        ]


def column(texts: Sequence[str], kind: str, where: str) -> Sequence[Cell]:
    """The typed cells of one column (`where` names it). Raises Refused for a cell that is not of its kind."""
    if kind == "string":
        return [text or None for text in texts]
    known = {text: cell(text, kind, where) for text in set(texts)}
    return [known[text] for text in texts]


def cell(text: str, kind: str, where: str) -> Cell:
    """One typed cell. Raises Refused when it is not of its kind, or when no format could hold it."""
    if text == "" or kind == "string":
        return text or None
    found = _READERS[kind](text)
    if found is None:
        raise Refused(
            f"{where}: {text} is no {kind} that every format can hold; nothing is published. Correct what computed it."
        )
    return found


def points(places: pd.DataFrame) -> list[Point | None]:
    """Where each place is; None for one that has no point. Raises Refused."""
    east, north = (
        column(places[name].tolist(), "number", f"etablissements.{name}") for name in ("longitude", "latitude")
    )
    return [
        None if x is None or y is None else (rounded(float(x)), rounded(float(y)))
        for x, y in zip(east, north, strict=True)
    ]


def rounded(degrees: float) -> float:
    """A coordinate as points have it."""
    return round(degrees, 7)


def box(found: Sequence[Point | None]) -> list[float]:
    """[west, south, east, north] of points; empty when there is none."""
    there = [point for point in found if point]
    if not there:
        return []
    longitudes, latitudes = zip(*there, strict=True)
    return [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]


def _integer(text: str) -> int | None:
    whole = int(text) if _INTEGER.fullmatch(text) and len(text) < 20 else None
    return whole if whole is not None and abs(whole) <= _LARGEST else None


def _number(text: str) -> float | None:
    real = float(text) if _NUMBER.fullmatch(text) else math.inf
    return real if math.isfinite(real) else None


def _boolean(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text)


def _day(text: str) -> str | None:
    try:
        return text if _DAY.fullmatch(text) and date.fromisoformat(text) else None
    except ValueError:
        return None


_READERS = {"integer": _integer, "number": _number, "boolean": _boolean, "date": _day}
