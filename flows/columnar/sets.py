"""Which cells are among others, and their parts: hashed once, where pandas makes an Arrow scalar of each."""

from collections.abc import Iterable, Sequence

import pandas as pd
import polars as pl

from flows.columnar.frames import columnar, once


def among(frame: pd.DataFrame, name: str, known: Iterable[str]) -> pd.Series:
    """A mask of the rows whose cell of a column of text is one of `known`."""
    values = columnar(frame, [name]).get_column(name)
    wanted = pl.Series([str(one) for one in known], dtype=pl.String)
    return pd.Series(values.is_in(wanted.implode()).to_numpy(), index=frame.index, dtype=bool)


def different(frame: pd.DataFrame, name: str) -> list[str]:
    """The different cells of a column of text, in the order in which they are met."""
    found: list[str] = once(columnar(frame, [name]).get_column(name)).unique(maintain_order=True).to_list()
    return found


def empties(frame: pd.DataFrame, names: Sequence[str]) -> dict[str, int]:
    """How many cells of each of these columns are empty; of one that the table lacks, all are."""
    if not names:
        return {}
    found = columnar(frame, names).select((pl.all() == "").sum()).row(0)
    return dict(zip(names, map(int, found), strict=True))


def parts(frame: pd.DataFrame, name: str, at: int) -> set[str]:
    """The different parts, number `at` from 0, of cells whose parts are joined by a vertical bar."""
    cells = once(columnar(frame, [name]).get_column(name)).unique()
    values = cells.str.split_exact("|", at + 1).struct.field(f"field_{at}")
    return set(values.drop_nulls().unique().to_list())


def also_in(frame: pd.DataFrame, names: Sequence[str], other: pd.DataFrame) -> pd.Series:
    """A mask of the rows whose cells in these columns are, together, those of a row of another table."""
    values, wanted = (columnar(one, names).to_struct() for one in (frame, other))
    return pd.Series(values.is_in(wanted.implode()).to_numpy(), index=frame.index, dtype=bool)
