"""Rows as JSON, all columns of some rows at once: the bytes that orjson writes of each row's typed cells."""

from collections.abc import Mapping

import polars as pl

from flows.columnar.pieces import Piece, Texts
from flows.columnar.values import column, quoted, values
from flows.formats.as_json import to_json
from flows.formats.typed import kinds, rounded

TABLE = "etablissements"
_PLAIN = r"^-?(?:[1-9][0-9]{0,2}|0)\.[0-9]{1,7}$"


def objects(piece: Piece, table: str) -> Texts:
    """One object a row, every column in its order, null for a missing value. Raises Refused."""
    return _objects(_json(values(piece, table), table))


def features(piece: Piece) -> Texts:
    """One GeoJSON feature a place, null for one without a point. Raises Refused."""
    said = _json(values(piece, TABLE), TABLE)
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


def _json(cells: Mapping[str, Texts], table: str) -> dict[str, Texts]:
    texts = {name for name, kind in kinds(table).items() if kind in ("string", "date")}
    return {name: (quoted(one) if name in texts else one).fill_null("null") for name, one in cells.items()}


def _objects(said: Mapping[str, Texts]) -> Texts:
    parts: list[str | Texts] = []
    for n, (name, cells) in enumerate(said.items()):
        parts += ["," * bool(n) + to_json(name).decode() + ":", cells]
    return _texts("{", *parts, "}")


def _texts(*parts: str | Texts) -> Texts:
    """The parts of each row, one after the other; null where one of them is."""
    return pl.select(pl.concat_str(*(pl.lit(one) if isinstance(one, str) else one for one in parts))).to_series()
