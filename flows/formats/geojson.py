"""GeoJSON (RFC 7946): one feature a located place, the same flat properties in every feature, longitude first."""

import json
import math

import pandas as pd

from schemas.errors import Refused
from schemas.tables import fields


def to_geojson(places: pd.DataFrame) -> bytes:
    """The places that have a point, one feature a line, with a bounding box. Missing values are null."""
    located = [row for row in places.to_dict("records") if row["longitude"] and row["latitude"]]
    rows = [{str(k): str(v) for k, v in row.items()} for row in located]
    features = [_feature(row) for row in rows]
    head: dict[str, object] = {"type": "FeatureCollection", "name": "etablissements"}
    if rows:
        longitudes, latitudes = zip(*map(_point, rows), strict=True)
        head["bbox"] = [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]
    body = ",\n".join(_json(feature) for feature in features)
    return (_json(head)[:-1] + ',"features":[\n' + body + "\n]}\n").encode("utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _point(row: dict[str, str]) -> tuple[float, float]:
    """(longitude, latitude), at most 7 decimals."""
    return round(_finite(row["longitude"]), 7), round(_finite(row["latitude"]), 7)


def _finite(text: str) -> float:
    """A number that JSON can say. Raises Refused."""
    number = float(text)
    if not math.isfinite(number):
        raise Refused(
            f"etablissements.geojson: {text} is no number of JSON; nothing is published. Correct what computed it."
        )
    return number


def _feature(row: dict[str, str]) -> dict[str, object]:
    properties = {str(f["name"]): _value(row[str(f["name"])], str(f["type"])) for f in fields("etablissements")}
    geometry = {"type": "Point", "coordinates": list(_point(row))}
    return {"type": "Feature", "id": row["id"], "geometry": geometry, "properties": properties}


def _value(text: str, kind: str) -> object:
    """The cell as its schema types it: codes stay text, so that no leading zero is lost."""
    if text == "":
        return None
    if kind == "integer":
        return int(text)
    if kind == "number":
        return _finite(text)
    return text == "true" if kind == "boolean" else text
