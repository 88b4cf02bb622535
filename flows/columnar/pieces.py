"""Tables of text as columns of polars, some rows at a time; and back to bytes."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import pandas as pd
import polars as pl

from flows.columnar.frames import Cells

_CELLS = 40_000
"""Held at once as the texts that are made of them: some four megabytes, however long the table."""
Piece: TypeAlias = pl.DataFrame
"""Some rows of a table: every cell is text, '' where there is no value."""
Texts: TypeAlias = pl.Series
"""One text a row; null where a row has none."""


def pieces(frame: pd.DataFrame) -> Iterator[Piece]:
    """A table's rows in their order, as many at a time as hold _CELLS cells."""
    rows, table = max(1, _CELLS // max(1, frame.shape[1])), Rows(frame)
    return (table.piece(at, rows) for at in range(0, len(frame), rows))


class Rows:
    """A table of text whose rows become columns of polars some at a time: what is the same of all pieces is looked up once."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._columns = {str(name): Cells(frame, str(name)) for name in frame.columns}

    def piece(self, start: int, rows: int) -> Piece:
        """So many rows, or those that are left, from one on; a missing cell is empty."""
        found = pl.DataFrame([cells.some(start, rows) for cells in self._columns.values()])
        return found.fill_null("") if any(one.null_count() for one in found.iter_columns()) else found


def as_arrow(piece: Piece) -> Any:
    """The same columns as a table of Arrow, texts in its oldest layout, which every reader knows."""
    return piece.to_arrow(compat_level=pl.CompatLevel.oldest())


def joined(lines: Texts, between: str = "") -> bytes:
    """The texts one after the other, in UTF-8; rows without one are left out."""
    whole: bytes = lines.str.join(between).cast(pl.Binary).item()
    return whole


def joined_by(codes: Texts, lines: Texts, between: str = "") -> dict[str, bytes]:
    """The texts of each code, one after the other, in UTF-8, codes in order; rows without a text or a code are left out."""
    both = pl.DataFrame({"code": codes, "line": lines}).filter((pl.col("code") != "") & pl.col("line").is_not_null())
    found = both.group_by("code", maintain_order=True).agg(pl.col("line").str.join(between)).sort("code")
    return dict(zip(found["code"].to_list(), found["line"].cast(pl.Binary).to_list(), strict=True))
