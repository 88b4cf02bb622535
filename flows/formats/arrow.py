"""GeoParquet 1.1, and places as Arrow columns for GDAL. Only door to pyarrow.

Integers are int64, numbers float64, booleans bool, dates date32, all else text; `geometry` is a point in WKB (longitude,
latitude, WGS 84), null for a place without one. A reader that knows no GeoParquet finds plain typed columns.
"""

import json
import struct
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from flows.columnar.pieces import as_arrow, pieces
from flows.columnar.values import typed_columns
from flows.formats.typed import BATCH, Point, box, kinds, points

TABLE = "etablissements"
GEOMETRY = "geometry"
_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
_SIDES = ("xmin", "ymin", "xmax", "ymax")
_BOX = pa.struct([(side, pa.float64()) for side in _SIDES])
_GROUP = 20_000
"""Rows a row group: a reader of one region skips the others by their boxes."""


def columns(places: pd.DataFrame) -> pa.Table:
    """Places as typed columns, their point in WKB last. Raises Refused."""
    schema = pa.schema([(name, _TYPES[kind]) for name, kind in kinds(TABLE).items()])
    found = [as_arrow(typed_columns(piece, TABLE)).cast(schema) for piece in pieces(places)]
    whole = (pa.concat_tables(found) if found else schema.empty_table()).combine_chunks()
    table = pa.Table.from_batches(whole.to_batches(max_chunksize=BATCH), schema=schema)  # GDAL's bytes depend on pieces
    return table.append_column(GEOMETRY, pa.array([_wkb(point) for point in points(places)], type=pa.binary()))


def write_geoparquet(places: pd.DataFrame, path: Path) -> None:
    """Writes the places as GeoParquet 1.1. Raises OSError, Refused."""
    where = points(places)
    boxes = [point and dict(zip(_SIDES, (*point, *point), strict=True)) for point in where]
    table = columns(places).append_column("bbox", pa.array(boxes, type=_BOX))
    table = table.replace_schema_metadata({"geo": json.dumps(_geo(where), separators=(",", ":"))})
    pq.write_table(table, path, compression="zstd", row_group_size=_GROUP)


def _wkb(point: Point | None) -> bytes | None:
    return struct.pack("<BIdd", 1, 1, *point) if point else None


def _geo(where: list[Point | None]) -> dict[str, object]:
    """The file's `geo` entry; without `crs`, coordinates are longitude and latitude on WGS 84 (OGC:CRS84)."""
    whole = box(where)
    column: dict[str, object] = {
        "encoding": "WKB",
        "geometry_types": ["Point"] if whole else [],
        "covering": {"bbox": {side: ["bbox", side] for side in _SIDES}},
    }
    if whole:
        column["bbox"] = whole
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
