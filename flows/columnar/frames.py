"""From pandas to polars: text columns share their Arrow memory, nothing is looked at."""

from collections.abc import Iterable
from typing import Any

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
    if isinstance(array, pd.Categorical):
        return _text(array).alias(name)
    if hasattr(array, "__arrow_array__"):
        return pl.Series(name, array.__arrow_array__(), dtype=pl.String)
    return pl.Series(name, [str(cell) for cell in frame[name].tolist()], dtype=pl.String)


def few(cells: pl.Series) -> pd.Categorical:
    """A column of text that holds few different ones, over and over, as pandas keeps these once: a tenth of the memory. They are
    in the order of texts, and so is what is sorted by them; a missing one is empty."""
    codes, texts = ranked(cells)
    return pd.Categorical.from_codes(codes.to_numpy(), pd.Index(pd.array(texts, dtype="str")), validate=False)


def ranked(cells: pl.Series) -> tuple[pl.Series, list[str]]:
    """The place of each text of a column among its different ones, from 0, and these in their order; a missing one is empty."""
    cells = cells.cast(pl.Categorical).fill_null("")
    known = cells.unique()
    numbers, texts = known.to_physical(), known.cast(pl.String)
    order = texts.arg_sort()
    codes = pl.int_range(len(order), dtype=pl.Int32, eager=True)
    room = max(numbers.to_list(), default=0) + 1
    places = pl.repeat(0, room, dtype=pl.Int32, eager=True).scatter(numbers.gather(order), codes)
    return places.gather(cells.to_physical()), texts.gather(order).to_list()


def _text(cells: pd.Categorical) -> pl.Series:
    """The texts again, which share the memory of the few."""
    return _texts_of(cells).gather(pl.Series(cells.codes, dtype=pl.Int64))


def _texts_of(cells: pd.Categorical) -> pl.Series:
    """The text of each code; the last one is that of code -1."""
    return pl.concat([_known(cells), pl.Series([""], dtype=pl.String)], rechunk=True)


def _known(cells: pd.Categorical) -> pl.Series:
    """The few, without a Python object for each: asked of every piece of a table, they would cost more than its rows."""
    array = cells.categories.array
    if hasattr(array, "__arrow_array__"):
        return pl.Series(array.__arrow_array__(), dtype=pl.String)
    return pl.Series(array.tolist(), dtype=pl.String)


class Cells:
    """A column of a table of text, of which some rows at a time become polars'."""

    def __init__(self, frame: pd.DataFrame, name: str) -> None:
        self._name, array = name, frame[name].array
        is_few = isinstance(array, pd.Categorical)
        self._few: pl.Series | None = _texts_of(array) if is_few else None
        self._all: Any = array.codes if is_few else _plain(array)

    def some(self, start: int, rows: int) -> pl.Series:
        """So many cells, or those that are left, from one on."""
        cells = self._all[start : start + rows]
        if self._few is not None:
            return self._few.gather(pl.Series(cells, dtype=pl.Int64)).alias(self._name)
        return pl.Series(self._name, cells, dtype=pl.String)


def _plain(array: Any) -> Any:
    """What can be cut and becomes text: a column as Arrow has it, or a list."""
    return array.__arrow_array__() if hasattr(array, "__arrow_array__") else [str(cell) for cell in array.tolist()]


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

    def get_values(self, name: str) -> pl.Series:
        """The different cells of a column, some of them more than once; of one that keeps its few texts, those it may have."""
        array = self._frame[name].array
        if not isinstance(array, pd.Categorical):
            return once(self.get_column(name))
        known = _known(array).alias(name)
        return known.extend(pl.Series([""], dtype=pl.String)) if (array.codes < 0).any() else known


Table = pl.DataFrame | Columns
"""What is asked for its columns by name."""


def once(values: pl.Series) -> pl.Series:
    """The values without those that repeat the one before them: few of a column that rows are sorted by, or that is one value."""
    return values.filter(values.ne_missing(values.shift())) if len(values) > _SHORT else values


def texts(frame: pd.DataFrame, name: str) -> list[str]:
    """The cells of a column of text: many times faster than pandas, which makes an Arrow scalar of each."""
    found: list[str] = _column(frame, name).to_list()
    return found
