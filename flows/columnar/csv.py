"""Lines of the canonical CSV, all columns of some rows at once: the bytes of `flows/formats/csv_table.py`."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pandas as pd
import polars as pl

from flows.columnar.pieces import Piece, Texts, as_arrow, joined, pieces

_NEEDS_QUOTES = r'[,"\n\r]'


def csv_body(frame: pd.DataFrame) -> Iterator[bytes]:
    """The lines of a table whose cells are all text, without its header, some thousand rows a piece."""
    return (_body(piece) for piece in pieces(frame))


def _body(piece: Piece) -> bytes:
    if piece.width == 1:  # a lone empty cell would be no line at all
        return joined(csv_lines(piece))
    body = BytesIO()
    told = pl.DataFrame([_or_null(cells) for cells in piece.iter_columns()])
    told.write_csv(body, include_header=False, quote_style="necessary", line_terminator="\n")
    return body.getvalue()


def _or_null(cells: Texts) -> Texts:
    """Null for an empty text, which polars would put in quotes."""
    empty = cells == ""
    return pl.select(pl.when(~empty).then(cells).alias(cells.name)).to_series() if empty.any() else cells


def table_of(path: Path) -> pd.DataFrame:
    """A table of several columns as released, every cell text. Raises OSError, ValueError when it is no such file."""
    try:
        read = as_arrow(pl.read_csv(path, infer_schema=False).fill_null(""))
    except pl.exceptions.PolarsError as error:
        raise ValueError(str(error)) from error
    cells = {name: pd.array(read.column(name).combine_chunks(), dtype="str") for name in read.column_names}
    return pd.DataFrame(cells, columns=read.column_names)


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
