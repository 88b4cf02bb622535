"""Longitude and latitude -> a plane, as maps of France draw it: the mainland in Lambert-93, islands and overseas each flat.

Lambert-93 is the legal projection of the mainland (decree 2000-1276, order of 5 March 2019): a conic one with standard parallels at
44 and 49 degrees north, origin 46.5 north and 3 east. A sphere is enough for pictures: its error is less than a pixel.
"""

import math
from collections.abc import Callable

Project = Callable[[float, float], tuple[float, float]]
"""Longitude and latitude in degrees -> metres east and north."""
_RADIUS = 6_371_008.8
_SOUTH, _NORTH, _MIDDLE, _MERIDIAN = (math.radians(angle) for angle in (44.0, 49.0, 46.5, 3.0))


def lambert(longitude: float, latitude: float) -> tuple[float, float]:
    """Metres east and north of 46.5 north, 3 east."""
    angle = _POWER * (math.radians(longitude) - _MERIDIAN)
    away = _away(math.radians(latitude))
    return away * math.sin(angle), _away(_MIDDLE) - away * math.cos(angle)


def flat(latitude: float) -> Project:
    """A plane whose scale is true at a latitude in degrees: enough for one département."""
    narrow = math.cos(math.radians(latitude))

    def project(longitude: float, latitude: float) -> tuple[float, float]:
        return _RADIUS * math.radians(longitude) * narrow, _RADIUS * math.radians(latitude)

    return project


def _half(latitude: float) -> float:
    return math.tan(math.pi / 4 + latitude / 2)


_POWER = math.log(math.cos(_SOUTH) / math.cos(_NORTH)) / math.log(_half(_NORTH) / _half(_SOUTH))
_FACTOR = math.cos(_SOUTH) * _half(_SOUTH) ** _POWER / _POWER


def _away(latitude: float) -> float:
    """Metres from the pole of the cone."""
    return float(_RADIUS * _FACTOR / _half(latitude) ** _POWER)
