"""Cells of text as the values that their schema declares, whole columns at once; `flows/formats/typed.py` says what each is.

A cell whose value is written as it stands (`48.8566`, `12`) is found by a pattern and left alone; every other one goes, once a
distinct text, through `typed.cell`, which refuses what no format can hold.
"""

import polars as pl

from flows.columnar.pieces import Piece, Texts
from flows.formats.as_json import to_json
from flows.formats.typed import Cell, cell, kinds

_AS_IT_STANDS = {
    # under 15 digits, so that the shortest decimal which gives the same double is this very text; not so small that an
    # exponent is written
    "number": r"^-?(?:[1-9][0-9]{0,5}\.(?:[0-9]|[0-9]{1,7}[1-9])|0\.(?:[0-9]|0?[1-9](?:[0-9]{0,6}[1-9])?))$",
    "integer": r"^(?:-?[1-9][0-9]{0,17}|0)$",
    "boolean": r"^(?:true|false)$",
}
_TYPES: dict[str, pl.DataType] = {"integer": pl.Int64(), "number": pl.Float64()}
NEEDS_ESCAPE = r'[\x00-\x1f"\\]'


def values(piece: Piece, table: str) -> dict[str, Texts]:
    """The columns of a table in its schema's order; each cell as JSON writes its value, of a text or a day without quotes.

    A missing value is null. Raises Refused.
    """
    of = kinds(table)
    found = piece.select(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in of)
    return {name: _valued(found[name], kind, f"{table}.{name}") for name, kind in of.items()}


def typed_columns(piece: Piece, table: str) -> Piece:
    """The columns of a table in its schema's order: int64, float64, bool, and text for all else; null for a missing value.

    Raises Refused.
    """
    types = kinds(table)
    return pl.DataFrame([_cast(cells, types[name]).alias(name) for name, cells in values(piece, table).items()])


def _cast(cells: Texts, kind: str) -> pl.Series:
    return cells == "true" if kind == "boolean" else cells.cast(_TYPES.get(kind, pl.String()))


def column(cells: Texts, kind: str, where: str) -> Texts:
    """One column as `values` gives it (`where` names it). Raises Refused for a cell that is not of its kind."""
    return _valued(missing(cells), kind, where)


def _valued(found: Texts, kind: str, where: str) -> Texts:
    if kind == "string":
        return found
    odd = found.filter(~found.str.contains(_AS_IT_STANDS[kind])) if kind in _AS_IT_STANDS else found
    texts = [text for text in odd.unique().to_list() if text is not None]
    known = {text: _written(cell(text, kind, where)) for text in sorted(texts)}
    return found.replace(list(known), list(known.values())) if known else found


def missing(cells: Texts) -> Texts:
    """The cells, null for an empty one."""
    return pl.select(pl.when(cells != "").then(cells)).to_series()


def quoted(cells: Texts) -> Texts:
    """Texts as JSON strings; null stays null."""
    odd = cells.filter(cells.str.contains(NEEDS_ESCAPE)).unique().to_list()
    inside = cells.replace(odd, [to_json(text)[1:-1].decode() for text in odd]) if odd else cells
    quote = pl.lit('"')
    return pl.select(pl.concat_str(quote, inside, quote)).to_series()


def _written(value: Cell) -> str:
    return value if isinstance(value, str) else to_json(value).decode()
