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
    odd = piece.select(pl.all().str.contains("[&<>]").any()).row(0)
    columns = list(zip(piece.columns, odd, strict=True))
    written = pl.concat_str([_cell(name, _name(n), numbers, style, is_odd) for n, (name, is_odd) in enumerate(columns)])
    row = pl.concat_str(pl.lit('<row r="'), numbers, pl.lit('">'), written, pl.lit("</row>"))
    whole = pl.when(written == "").then(pl.lit("")).otherwise(row)
    return piece.select(pl.when(pl.all_horizontal(map(_is_plain, piece.columns))).then(whole)).to_series()


def _cell(name: str, letters: str, numbers: pl.Series, style: int, is_odd: bool) -> pl.Expr:
    """A column's cells as XML, empty ones left out. `is_odd`: some have a sign that XML has a use for."""
    start, middle = pl.lit(f'<c r="{letters}'), pl.lit(f'" s="{style}" t="inlineStr"><is><t>')
    text = _escaped(pl.col(name)) if is_odd else pl.col(name)
    made = pl.concat_str(start, numbers, middle, text, pl.lit("</t></is></c>"))
    return pl.when(pl.col(name) != "").then(made).otherwise(pl.lit(""))


def _escaped(cells: pl.Expr) -> pl.Expr:
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        cells = cells.str.replace_all(sign, entity, literal=True)
    return cells


def _is_plain(name: str) -> pl.Expr:
    return ~pl.col(name).str.contains(_ODD) & (pl.col(name).str.len_bytes() < _LONG)


def _name(column: int) -> str:
    """A column's letters: A for 0, AA for 26."""
    before, letter = divmod(column, 26)
    return (_name(before - 1) if before else "") + chr(ord("A") + letter)
