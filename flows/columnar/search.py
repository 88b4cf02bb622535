"""The cells of a table that a pattern may be found in: few, so that slower and exact code looks at those alone."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import pandas as pd
import polars as pl

from flows.columnar.frames import columnar

Cell = tuple[int, str, str]
"""Row from 0, column, value."""


def cells_with(
    frame: pd.DataFrame, patterns: Mapping[str, str], rows: Sequence[int] | None = None, but: Collection[int] = ()
) -> Iterator[Cell]:
    """By column of `patterns`: each cell that its pattern, in the words of Rust's regex, is found in.

    `rows`: only these, in order; `but`: not these.
    """
    table = columnar(frame, patterns) if patterns else pl.DataFrame()
    table = table if rows is None else table[rows]
    at = range(table.height) if rows is None else rows
    found = table.lazy().select(pl.col(name).str.contains(p) for name, p in patterns.items()).collect()
    for name in found.columns:
        hits = [hit for hit in found.get_column(name).arg_true().to_list() if at[hit] not in but]
        values = table.get_column(name).gather(hits).to_list() if hits else []
        yield from ((at[row], name, value) for row, value in zip(hits, values, strict=True))


def rows_where(frame: pd.DataFrame, name: str, value: str) -> list[int]:
    """The rows, from 0, whose cell is this value."""
    found = columnar(frame, [name]).get_column(name) == value
    return [int(row) for row in found.arg_true().to_list()]
