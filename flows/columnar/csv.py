"""Lines of the canonical CSV, all columns of some rows at once: the bytes of `flows/formats/csv_table.py`."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import polars as pl

from flows.columnar.pieces import Piece, Texts, as_arrow, joined, pieces

_NEEDS_QUOTES = r'[,"\n\r]'


def csv_body(frame: pd.DataFrame) -> Iterator[bytes]:
    """The lines of a table whose cells are all text, without its header, some thousand rows a piece."""
    return (joined(csv_lines(piece)) for piece in pieces(frame))


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
    cells = [_quoted(column) for column in piece.iter_columns()]
    if len(cells) == 1:  # a lone empty cell would be no line at all
        cells = [pl.select(pl.when(cells[0] == "").then(pl.lit('""')).otherwise(cells[0])).to_series()]
    end = pl.lit("\n")
    return pl.select(pl.concat_str(pl.concat_str(*cells, separator=","), end)).to_series()


def _quoted(cells: Texts) -> Texts:
    needs = cells.str.contains(_NEEDS_QUOTES)
    if not needs.any():
        return cells
    quote = pl.lit('"')
    inside = pl.concat_str(quote, cells.str.replace_all('"', '""', literal=True), quote)
    return pl.select(pl.when(needs).then(inside).otherwise(cells)).to_series()
