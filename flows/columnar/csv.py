"""Lines of the canonical CSV, all columns of some rows at once: the bytes of `flows/formats/csv_table.py`."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

from flows.columnar.frames import few
from flows.columnar.pieces import Piece, Texts, as_arrow, joined, pieces

_NEEDS_QUOTES = r'[,"\n\r]'


def csv_body(frame: pd.DataFrame) -> Iterator[bytes]:
    """The lines of a table whose cells are all text, without its header, some thousand rows a piece."""
    return (_body(piece) for piece in pieces(frame))


def _body(piece: Piece) -> bytes:
    if piece.width == 1:  # a lone empty cell would be no line at all
        return joined(csv_lines(piece))
    body = BytesIO()
    told = piece.select(pl.when(pl.col(name) != "").then(pl.col(name)) for name in piece.columns)  # null: no quotes
    told.write_csv(body, include_header=False, quote_style="necessary", line_terminator="\n")
    return body.getvalue()


def table_of(path: Path, common: Sequence[str] = ()) -> pd.DataFrame:
    """A table of several columns as released, every cell text. Raises OSError, ValueError when it is no such file.

    `common`: columns of few different texts, each of which is kept once.
    """
    try:
        read = pl.read_csv(path, infer_schema=False, schema_overrides=dict.fromkeys(common, pl.Categorical))
    except pl.exceptions.PolarsError as error:
        raise ValueError(str(error)) from error
    cells = {one.name: few(one) if one.name in common else _whole(one) for one in read.iter_columns()}
    return pd.DataFrame(cells, columns=read.columns, copy=False)


def _whole(cells: Texts) -> Any:
    """A column of text as pandas holds it, in one piece."""
    return pd.array(as_arrow(cells.fill_null("").to_frame()).column(0).combine_chunks(), dtype="str")


def csv_lines(piece: Piece) -> Texts:
    """One line a row, its line feed with it."""
    odd = {one.name for one in piece.select(pl.all().str.contains(_NEEDS_QUOTES).any()) if one.item()}
    cells = piece.with_columns(_quoted(piece[name]) for name in odd)
    if cells.width == 1:  # a lone empty cell would be no line at all
        cells = cells.with_columns(pl.when(pl.all() == "").then(pl.lit('""')).otherwise(pl.all()).name.keep())
    return cells.select(pl.concat_str(pl.concat_str(pl.all(), separator=","), pl.lit("\n"))).to_series()


def _quoted(cells: Texts) -> Texts:
    needs = cells.str.contains(_NEEDS_QUOTES)
    quote = pl.lit('"')
    inside = pl.concat_str(quote, cells.str.replace_all('"', '""', literal=True), quote)
    return pl.select(pl.when(needs).then(inside).otherwise(cells).alias(cells.name)).to_series()
