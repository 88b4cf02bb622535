"""Points on the ground: how far apart, whether in France, whether within reach of a commune. Degrees are WGS84."""

import math

from sources.communes import Commune

BOXES = (
    (-5.6, 41.2, 9.8, 51.3),  # metropolitan France
    (-61.9, 15.7, -60.9, 16.6),  # Guadeloupe
    (-61.3, 14.3, -60.7, 15.0),  # Martinique
    (-54.8, 2.0, -51.5, 6.0),  # Guyane
    (55.1, -21.5, 55.9, -20.8),  # La Réunion
    (44.9, -13.1, 45.4, -12.5),  # Mayotte
)
"""West, south, east and north of each part of France whose communes have a point in the gazetteer."""
MARGIN_M = 1_000
"""How far beyond its commune's reach a point may still be right: outlines are simplified, doors stand on borders."""
_EARTH_M = 6_371_009
_DEGREE_M = 111_200
"""No degree of that Earth is longer."""
_SPARE_M = 2
"""More than a point moves when it is rounded."""
_WITHIN = (-5.5, 41.3, 9.7, 51.2)
"""The first of the boxes, less a tenth of a degree."""


def distance_m(longitude: float, latitude: float, other_longitude: float, other_latitude: float) -> float:
    """Metres between two points over a round Earth (haversine; within 0.6 %)."""
    west, south, east, north = map(math.radians, (longitude, latitude, other_longitude, other_latitude))
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * _EARTH_M * math.asin(math.sqrt(min(1.0, half)))


def in_france(longitude: float, latitude: float) -> bool:
    """Whether a point lies in one of the boxes; false for 0,0, for what is no number and for swapped coordinates."""
    if _in(BOXES[0], longitude, latitude):
        return True
    return any(_in(box, longitude, latitude) for box in BOXES[1:])


def _in(box: tuple[float, float, float, float], longitude: float, latitude: float) -> bool:
    west, south, east, north = box
    return west <= longitude <= east and south <= latitude <= north


def in_reach(longitude: float | None, latitude: float | None, commune: Commune) -> bool:
    """Whether a point is in France and no farther from its commune's centre than the radius and the margin."""
    if longitude is None or latitude is None or not commune.latitude or not in_france(longitude, latitude):
        return False
    away = distance_m(longitude, latitude, float(commune.longitude), float(commune.latitude))
    return away <= int(commune.rayon_m) + MARGIN_M


def surely_in_reach(longitude: float | None, latitude: float | None, commune: Commune) -> bool:
    """Whether a point is so well within metropolitan France, and so near its commune's centre, that `in_reach` need not
    be asked, be the point rounded or not; false tells nothing.

    No way is longer than the one straight south and then straight west, each degree as long as one of the equator.
    """
    if longitude is None or latitude is None or not commune.latitude or not _in(_WITHIN, longitude, latitude):
        return False
    degrees = abs(longitude - float(commune.longitude)) + abs(latitude - float(commune.latitude))
    return degrees * _DEGREE_M + _SPARE_M <= int(commune.rayon_m) + MARGIN_M


def decimal(number: float, places: int) -> str:
    """A number as text: at most `places` decimals, no zeros at the end, never -0.

    >>> decimal(4.8, 6), decimal(-0.0000001, 6)
    ('4.8', '0')
    """
    text = f"{number:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
