"""Rows of a spreadsheet's XML, all columns of some rows at once: the text that xlsxwriter writes of each."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

_ROWS = 10_000
"""Rows that are written at once."""
_ODD = r"[\x00-\x1f\x7f-\x{9f}\x{fffe}\x{ffff}]|_x|^<r>|^\s|\s$"
"""Texts for which a spreadsheet has rules of its own: xlsxwriter is left to write them."""
_LONG = 16_000
"""Bytes: a cell under this many is surely not too long for a sheet."""


def sheet_pieces(path: Path) -> Iterator[pl.DataFrame]:
    """The cells of text of a CSV file as released, some thousand rows at a time. Raises OSError."""
    return pl.read_csv(path, infer_schema=False).fill_null("").iter_slices(_ROWS)


def sheet_rows(piece: pl.DataFrame, first: int, style: int) -> pl.Series:
    """One `<row>` a row, every cell an inline text of that style; '' for a row without any text.

    `first` is the number of the first row, from 1. Null for a row that holds a text which is not plain.
    """
    numbers = pl.int_range(first, first + len(piece), eager=True).cast(pl.String)
    columns = list(piece.iter_columns())
    cells = pl.DataFrame([_cells(one, _name(n), numbers, style).alias(str(n)) for n, one in enumerate(columns)])
    written = cells.select(pl.concat_str(pl.all())).to_series()
    plain = pl.DataFrame([_is_plain(one).alias(str(n)) for n, one in enumerate(columns)])
    row = pl.concat_str(pl.lit('<row r="'), numbers, pl.lit('">'), written, pl.lit("</row>"))
    whole = pl.when(written == "").then(written).otherwise(row)
    return pl.select(pl.when(plain.select(pl.all_horizontal(pl.all())).to_series()).then(whole)).to_series()


def _cells(cells: pl.Series, name: str, numbers: pl.Series, style: int) -> pl.Series:
    start, middle = pl.lit(f'<c r="{name}'), pl.lit(f'" s="{style}" t="inlineStr"><is><t>')
    made = pl.concat_str(start, numbers, middle, _escaped(cells), pl.lit("</t></is></c>"))
    return pl.select(pl.when(cells != "").then(made).otherwise(pl.lit(""))).to_series()


def _escaped(cells: pl.Series) -> pl.Series:
    if not cells.str.contains("[&<>]").any():
        return cells
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        cells = cells.str.replace_all(sign, entity, literal=True)
    return cells


def _is_plain(cells: pl.Series) -> pl.Series:
    return ~cells.str.contains(_ODD) & (cells.str.len_bytes() < _LONG)


def _name(column: int) -> str:
    """A column's letters: A for 0, AA for 26."""
    before, letter = divmod(column, 26)
    return (_name(before - 1) if before else "") + chr(ord("A") + letter)
