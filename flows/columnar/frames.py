"""From pandas to polars: text columns share their Arrow memory, nothing is looked at."""

from collections.abc import Iterable

import pandas as pd
import polars as pl


def columnar(frame: pd.DataFrame, names: Iterable[str] = ()) -> pl.DataFrame:
    """The columns of a table of text, those of `names` in their order, or all. A column that it lacks is empty."""
    wanted = list(names) or [str(name) for name in frame.columns]
    return pl.DataFrame([_column(frame, name) for name in wanted])


def _column(frame: pd.DataFrame, name: str) -> pl.Series:
    if name not in frame.columns:
        return pl.repeat("", len(frame), dtype=pl.String, eager=True).alias(name)
    array = frame[name].array
    if hasattr(array, "__arrow_array__"):
        return pl.Series(name, array.__arrow_array__(), dtype=pl.String)
    return pl.Series(name, [str(cell) for cell in frame[name].tolist()], dtype=pl.String)


_SHORT = 20_000
"""Values that are sooner looked at than compared with each other."""


class Columns:
    """A table of text whose columns become polars' one at a time, whenever they are asked for: all at once are some megabytes
    a hundred thousand cells."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame
        self.columns = [str(name) for name in frame.columns]

    def get_column(self, name: str) -> pl.Series:
        """One column."""
        return _column(self._frame, name)


Table = pl.DataFrame | Columns
"""What is asked for its columns by name."""


def once(values: pl.Series) -> pl.Series:
    """The values without those that repeat the one before them: few of a column that rows are sorted by, or that is one value."""
    return values.filter(values.ne_missing(values.shift())) if len(values) > _SHORT else values


def texts(frame: pd.DataFrame, name: str) -> list[str]:
    """The cells of a column of text: many times faster than pandas, which makes an Arrow scalar of each."""
    found: list[str] = _column(frame, name).to_list()
    return found
