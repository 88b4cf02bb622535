"""The cells of a table that a pattern may be found in: few, so that slower and exact code looks at those alone."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import pandas as pd
import polars as pl

from flows.columnar.frames import Columns, columnar

_AT_ONCE = 20_000
"""Rows of a table whose columns are sooner asked all at once than one by one."""
Cell = tuple[int, str, str]
"""Row from 0, column, value."""


def cells_with(
    frame: pd.DataFrame, patterns: Mapping[str, str], rows: Sequence[int] | None = None, but: Collection[int] = ()
) -> Iterator[Cell]:
    """By column of `patterns`: each cell that its pattern, in the words of Rust's regex, is found in.

    `rows`: only these, in order; `but`: not these.
    """
    at, table = range(len(frame)) if rows is None else rows, Columns(frame)
    for name in _suspected(frame, patterns, rows is None):
        cells = table.get_column(name)
        cells = cells if rows is None else cells.gather(list(rows))
        found = cells.str.contains(patterns[name]).arg_true().to_list()
        hits = [hit for hit in found if at[hit] not in but]
        values = cells.gather(hits).to_list() if hits else []
        yield from ((at[row], name, value) for row, value in zip(hits, values, strict=True))


def _suspected(frame: pd.DataFrame, patterns: Mapping[str, str], whole: bool) -> list[str]:
    """The columns that may have a cell that its pattern is found in, as a rule none: those of a short table are asked all at once,
    and of a long one few values in a row, or few at all, each but once. Where not the `whole` is asked, only the latter.
    """
    table = Columns(frame)
    if len(frame) > _AT_ONCE or not whole:
        few = {name for name in patterns if isinstance(frame[name].array, pd.Categorical)}
        asked_for = {name: pattern for name, pattern in patterns.items() if whole or name in few}
        plain = {n for n, pattern in asked_for.items() if not table.get_values(n).str.contains(pattern).any()}
        return [name for name in patterns if name not in plain]
    asked = [pl.col(name).str.contains(pattern).any() for name, pattern in patterns.items()]
    told = columnar(frame, patterns).select(asked).row(0) if asked else ()
    return [name for name, is_met in zip(patterns, told, strict=True) if is_met]


def rows_where(frame: pd.DataFrame, name: str, value: str) -> list[int]:
    """The rows, from 0, whose cell is this value."""
    found = columnar(frame, [name]).get_column(name) == value
    return [int(row) for row in found.arg_true().to_list()]
