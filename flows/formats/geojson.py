"""GeoJSON (RFC 7946): one feature a located place, the same flat properties in every feature, longitude first."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from flows.formats.as_json import to_json
from flows.formats.typed import Cell, Point, box, kinds, points, typed

TABLE = "etablissements"


class Feature(NamedTuple):
    """A located place, ready to be written."""

    point: Point
    line: bytes


def features(places: pd.DataFrame) -> list[Feature | None]:
    """One feature a place, in the order of the table; None for a place without a point. Raises Refused."""
    names, where = tuple(kinds(TABLE)), points(places)
    rows = (cells for columns in typed(places, TABLE) for cells in zip(*columns, strict=True))
    return [point and _feature(point, names, cells) for point, cells in zip(where, rows, strict=True)]


def _feature(point: Point, names: tuple[str, ...], cells: tuple[Cell, ...]) -> Feature:
    properties = dict(zip(names, cells, strict=True))
    geometry = {"type": "Point", "coordinates": point}
    said = {"type": "Feature", "id": properties["id"], "geometry": geometry, "properties": properties}
    return Feature(point, to_json(said))


def write_collection(found: Sequence[Feature | None], path: Path) -> None:
    """Writes those features, one a line, with a bounding box where there is a point. Raises OSError."""
    there = [feature for feature in found if feature]
    head: dict[str, object] = {"type": "FeatureCollection", "name": TABLE}
    if there:
        head["bbox"] = box([feature.point for feature in there])
    with path.open("wb") as file:
        file.write(to_json(head)[:-1] + b',"features":[\n')
        file.writelines(b",\n" + one.line if n else one.line for n, one in enumerate(there))
        file.write(b"\n]}\n")
