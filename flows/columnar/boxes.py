"""Boxes around points, whole columns at once."""

from typing import Any

import pandas as pd
import polars as pl

from flows.columnar.frames import columnar
from flows.columnar.json_text import coordinates

Box = list[float]
"""West, south, east and north in degrees; empty where no place has a point."""


def box(places: pd.DataFrame) -> Box:
    """The box around every place that has a point. Raises Refused."""
    return boxes(places.assign(tout="x"), "tout").get("x", [])


def reach(places: pd.DataFrame) -> Box | None:
    """The box of the points as their cells say them, not rounded; empty where there is none, None for a cell that is no number."""
    both = columnar(places, ("longitude", "latitude"))
    there = both.filter(pl.all_horizontal(pl.all() != "")).cast(pl.Float64, strict=False)
    if there.is_empty():
        return []
    low, high = there.min().row(0), there.max().row(0)
    return None if sum(there.null_count().row(0)) else [*low, *high]


def boxes(places: pd.DataFrame, level: str) -> dict[str, Box]:
    """The box of each code of a column, codes in order; places without a code are in none. Raises Refused."""
    held = columnar(places, (level, "longitude", "latitude")).fill_null("")
    if held.is_empty():
        return {}
    x, y = (one.cast(pl.Float64) for one in coordinates(held))
    found = pl.DataFrame({"code": held[level], "x": x, "y": y}).filter(pl.col("code") != "")
    low, high = (pl.min("x", "y").name.suffix("_low"), pl.max("x", "y").name.suffix("_high"))
    return {
        code: [] if sides[0] is None else list(sides) for code, *sides in _rows(found.group_by("code").agg(low, high))
    }


def _rows(found: pl.DataFrame) -> list[tuple[Any, ...]]:
    return found.sort("code").select("code", "x_low", "y_low", "x_high", "y_high").rows()
