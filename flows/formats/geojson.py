"""GeoJSON (RFC 7946): one feature a located place, the same flat properties in every feature, longitude first."""

import json
import math

import pandas as pd

from schemas.tables import fields


def to_geojson(places: pd.DataFrame) -> bytes:
    """The places that have a point, one feature a line, with a bounding box. Missing values are null."""
    located = [row for row in places.to_dict("records") if row["longitude"] and row["latitude"]]
    features = [_feature({str(k): str(v) for k, v in row.items()}) for row in located]
    points = [f["geometry"]["coordinates"] for f in features]
    head = {"type": "FeatureCollection", "name": "etablissements"}
    if points:
        longitudes, latitudes = zip(*points, strict=True)
        head["bbox"] = [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]  # type: ignore[assignment]
    body = ",\n".join(_json(feature) for feature in features)
    return (_json(head)[:-1] + ',"features":[\n' + body + "\n]}\n").encode("utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _feature(row: dict[str, str]) -> dict[str, object]:
    point = [round(float(row["longitude"]), 7), round(float(row["latitude"]), 7)]
    if not all(math.isfinite(c) for c in point):
        raise ValueError(f"{row['id']}: its point is not finite")
    properties = {str(f["name"]): _value(row[str(f["name"])], str(f["type"])) for f in fields("etablissements")}
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": {"type": "Point", "coordinates": point},
        "properties": properties,
    }


def _value(text: str, kind: str) -> object:
    """The cell as its schema types it: codes stay text, so that no leading zero is lost."""
    if text == "":
        return None
    if kind == "integer":
        return int(text)
    if kind == "number":
        return float(text)
    return text == "true" if kind == "boolean" else text
