"""Tables of text as columns of polars, some rows at a time; and back to bytes."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import pandas as pd
import polars as pl

from flows.columnar.frames import columnar

_CELLS = 100_000
"""Held at once as the texts that are made of them: some ten megabytes, however long the table."""
Piece: TypeAlias = pl.DataFrame
"""Some rows of a table: every cell is text, '' where there is no value."""
Texts: TypeAlias = pl.Series
"""One text a row; null where a row has none."""


def pieces(frame: pd.DataFrame) -> Iterator[Piece]:
    """A table's rows in their order, as many at a time as hold _CELLS cells."""
    rows = max(1, _CELLS // max(1, frame.shape[1]))
    return (columnar(frame.iloc[at : at + rows]).fill_null("") for at in range(0, len(frame), rows))


def as_arrow(piece: Piece) -> Any:
    """The same columns as a table of Arrow, texts in its oldest layout, which every reader knows."""
    return piece.to_arrow(compat_level=pl.CompatLevel.oldest())


def joined(lines: Texts, between: str = "") -> bytes:
    """The texts one after the other, in UTF-8; rows without one are left out."""
    whole: bytes = lines.str.join(between).cast(pl.Binary).item()
    return whole


def joined_by(codes: Texts, lines: Texts, between: str = "") -> dict[str, bytes]:
    """The texts of each code, one after the other, in UTF-8, codes in order; rows without a text or a code are left out."""
    found: dict[str, list[str]] = {}
    for code, line in zip(codes.to_list(), lines.to_list(), strict=True):
        if code and line is not None:
            found.setdefault(code, []).append(line)
    return {code: between.join(found[code]).encode() for code in sorted(found)}
