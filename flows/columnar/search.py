"""The cells of a table that a pattern may be found in: few, so that slower and exact code looks at those alone."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import pandas as pd
import polars as pl

from flows.columnar.frames import Columns, columnar, once

Cell = tuple[int, str, str]
"""Row from 0, column, value."""


def cells_with(
    frame: pd.DataFrame, patterns: Mapping[str, str], rows: Sequence[int] | None = None, but: Collection[int] = ()
) -> Iterator[Cell]:
    """By column of `patterns`: each cell that its pattern, in the words of Rust's regex, is found in.

    `rows`: only these, in order; `but`: not these.
    """
    at, table = range(len(frame)) if rows is None else rows, Columns(frame)
    for name, pattern in patterns.items():
        cells = table.get_column(name)
        cells = cells if rows is None else cells.gather(list(rows))
        hits = [hit for hit in _hits(cells, pattern) if at[hit] not in but]
        values = cells.gather(hits).to_list() if hits else []
        yield from ((at[row], name, value) for row, value in zip(hits, values, strict=True))


def _hits(cells: pl.Series, pattern: str) -> list[int]:
    """Of a column of few values in a row, which as a rule are all plain, each of these is looked at once."""
    few = once(cells)
    if len(few) < len(cells) // 2 and not few.str.contains(pattern).any():
        return []
    found: list[int] = cells.str.contains(pattern).arg_true().to_list()
    return found


def rows_where(frame: pd.DataFrame, name: str, value: str) -> list[int]:
    """The rows, from 0, whose cell is this value."""
    found = columnar(frame, [name]).get_column(name) == value
    return [int(row) for row in found.arg_true().to_list()]
