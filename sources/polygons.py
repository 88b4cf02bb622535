"""Commune outlines as databases export them (WKB), and what we keep of them: a centre and a reach."""

import math
import struct

from schemas.errors import SourceChanged

Ring = tuple[float, ...]
"""A closed line, flat: longitude, latitude, longitude, latitude … in degrees."""
Polygon = list[Ring]
"""The outer ring, then the holes."""

_EARTH_RADIUS_M = 6_371_008.8
"""Mean radius (IUGG, GRS80). A sphere is within 0.5 % of the ellipsoid: less than the outlines are simplified by."""


def read_wkb(text: str) -> list[Polygon]:
    """The polygons of a little-endian WKB MultiPolygon written in hexadecimal.

    Raises SourceChanged for any other geometry (layout: OGC 06-103r4, section 8).
    """
    if not text.startswith("0106000000"):
        raise SourceChanged(f"An outline begins {text[:10]!r}: not a little-endian MultiPolygon. Read its format anew.")
    data, at, polygons = bytes.fromhex(text), 9, []
    for _ in range(struct.unpack_from("<I", data, 5)[0]):
        (rings,) = struct.unpack_from("<I", data, at + 5)
        at, polygon = at + 9, []
        for _ in range(rings):
            (points,) = struct.unpack_from("<I", data, at)
            polygon.append(struct.unpack_from(f"<{2 * points}d", data, at + 4))
            at += 4 + 16 * points
        polygons.append(polygon)
    return polygons


def centroid(polygons: list[Polygon]) -> tuple[float, float]:
    """Longitude and latitude, in degrees, of the centre of gravity of all the polygons together."""
    parts = [_moment(ring, hole=number > 0) for polygon in polygons for number, ring in enumerate(polygon)]
    area = math.fsum(part[0] for part in parts)
    return math.fsum(a * x for a, x, _ in parts) / area, math.fsum(a * y for a, _, y in parts) / area


def reach_m(polygons: list[Polygon], longitude: float, latitude: float) -> int:
    """Metres, rounded up, from a point to the farthest corner of the polygons."""
    corners = (corner for ring, *_ in polygons for corner in zip(ring[::2], ring[1::2], strict=True))
    return math.ceil(max(_distance_m(longitude, latitude, x, y) for x, y in corners))


def _moment(ring: Ring, *, hole: bool) -> tuple[float, float, float]:
    """Area (negative for a hole) and centre of one ring, by the shoelace formula.

    Measured from the ring's first corner: far from the origin the products would cancel their digits.
    """
    x0, y0 = ring[:2]
    xs, ys = [x - x0 for x in ring[::2]], [y - y0 for y in ring[1::2]]
    crosses = [xs[i] * ys[i + 1] - xs[i + 1] * ys[i] for i in range(len(xs) - 1)]
    double = math.fsum(crosses)
    if not double:
        return 0.0, x0, y0
    x = math.fsum((xs[i] + xs[i + 1]) * cross for i, cross in enumerate(crosses)) / (3 * double)
    y = math.fsum((ys[i] + ys[i + 1]) * cross for i, cross in enumerate(crosses)) / (3 * double)
    return abs(double) / (-2 if hole else 2), x0 + x, y0 + y


def _distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle distance between two points in degrees (haversine)."""
    lon1, lat1, lon2, lat2 = (math.radians(angle) for angle in (lon1, lat1, lon2, lat2))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_RADIUS_M * math.asin(math.sqrt(half))
