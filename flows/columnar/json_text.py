"""Rows as JSON, all columns of some rows at once: the bytes that orjson writes of each row's typed cells."""

from collections.abc import Mapping

import polars as pl

from flows.columnar.pieces import Piece, Texts
from flows.columnar.values import NEEDS_ESCAPE, column, quoted
from flows.formats.as_json import to_json
from flows.formats.typed import kinds, rounded

TABLE = "etablissements"
_PLAIN = r"^-?(?:[1-9][0-9]{0,2}|0)\.[0-9]{1,7}$"


def objects(piece: Piece, table: str) -> Texts:
    """One object a row, every column in its order, null for a missing value. Raises Refused."""
    return _objects(_json(piece, table))


def features(piece: Piece) -> Texts:
    """One GeoJSON feature a place, null for one without a point. Raises Refused."""
    said = _json(piece, TABLE)
    east, north = coordinates(piece)
    parts = ('{"type":"Feature","id":', said["id"], ',"geometry":{"type":"Point","coordinates":[', east, ",", north)
    return _texts(*parts, ']},"properties":', _objects(said), "}")


def coordinates(piece: Piece) -> tuple[Texts, Texts]:
    """Longitudes and latitudes as `typed.points` rounds them and JSON writes them; null where a place has no point."""
    east, north = (_rounded(piece[name], f"{TABLE}.{name}") for name in ("longitude", "latitude"))
    there = east.is_not_null() & north.is_not_null()
    found = pl.select(*(pl.when(there).then(one.alias(str(n))) for n, one in enumerate((east, north))))
    return found["0"], found["1"]


def _rounded(cells: Texts, where: str) -> Texts:
    found = column(cells, "number", where)
    odd = [one for one in found.filter(~found.str.contains(_PLAIN)).unique().to_list() if one is not None]
    return found.replace(odd, [to_json(rounded(float(one))).decode() for one in odd]) if odd else found


def _json(piece: Piece, table: str) -> dict[str, Texts]:
    """Each column as JSON writes it. Raises Refused. Texts without a sign to escape, as most are, are written at once."""
    types = kinds(table)
    texts = [name for name, kind in types.items() if kind == "string"]
    odd = {one.name for one in piece.select(pl.col(texts).str.contains(NEEDS_ESCAPE).any()) if one.item()}
    plain = piece.select(_plain(name) for name in texts if name not in odd)
    return {name: plain[name] if name in plain.columns else _other(piece[name], types[name], table) for name in types}


def _plain(name: str) -> pl.Expr:
    quote = pl.lit('"')
    return pl.when(pl.col(name) == "").then(pl.lit("null")).otherwise(pl.concat_str(quote, name, quote)).alias(name)


def _other(cells: Texts, kind: str, table: str) -> Texts:
    found = column(cells, kind, f"{table}.{cells.name}")
    return (quoted(found) if kind in ("string", "date") else found).fill_null("null")


def _objects(said: Mapping[str, Texts]) -> Texts:
    parts: list[str | Texts] = []
    for n, (name, cells) in enumerate(said.items()):
        parts += ["," * bool(n) + to_json(name).decode() + ":", cells]
    return _texts("{", *parts, "}")


def _texts(*parts: str | Texts) -> Texts:
    """The parts of each row, one after the other; null where one of them is."""
    return pl.select(pl.concat_str(*(pl.lit(one) if isinstance(one, str) else one for one in parts))).to_series()
