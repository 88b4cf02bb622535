"""Communes around a commune, and points on their ground. Degrees are WGS84."""

import math
import random
from functools import cache

import numpy as np

from flows.geocode.points import distance_m
from sources.commune_spelling import CITIES, key
from sources.commune_table import Row, rows

Point = tuple[float, float]
"""Longitude and latitude."""
_METRES = 111_195
"""A degree of latitude."""
_INSIDE = 0.7
"""How far from its centre, of a commune's reach, streets are made up."""
_TRIES = 6


def commune(code_insee: str) -> Row:
    """The commune of today with this code, at its first postcode."""
    return _communes()[code_insee]


@cache
def neighbours(code_insee: str, number: int) -> list[Row]:
    """The communes whose centres are nearest, nearest first; the BAN files no street under Paris, Lyon or Marseille."""
    here, others, (east, north) = commune(code_insee), list(_communes().values()), _centres()
    latitude = float(here.latitude)
    across = (east - float(here.longitude)) * math.cos(math.radians(latitude))
    away = across**2 + (north - latitude) ** 2
    nearest = sorted(np.argpartition(away, number + 1)[: number + 1], key=lambda place: float(away[place]))
    return [others[place] for place in nearest if others[place].code_insee != code_insee][:number]


def away_from(point: Point, code_insee: str, chance: random.Random) -> Point:
    """A place in a commune, the farthest from a point among some taken by chance."""
    row = commune(code_insee)
    centre, reach = (float(row.longitude), float(row.latitude)), _INSIDE * int(row.rayon_m)
    found = [moved(centre, chance.uniform(0, reach), chance.uniform(0, 360)) for _ in range(_TRIES)]
    return max(found, key=lambda place: distance_m(*place, *point))


def moved(point: Point, metres: float, bearing: float) -> Point:
    """A point some metres away; `bearing` in degrees from the east, counter-clockwise."""
    turn, (longitude, latitude) = math.radians(bearing), point
    north = metres * math.sin(turn) / _METRES
    east = metres * math.cos(turn) / (_METRES * math.cos(math.radians(latitude)))
    return longitude + east, latitude + north


@cache
def _communes() -> dict[str, Row]:
    """Each commune of today that has a point, by its code."""
    found: dict[str, Row] = {}
    for row in rows():
        if row.type == "COM" and row.latitude and row.code_postal and key(row.nom) not in CITIES:
            found.setdefault(row.code_insee, row)
    return found


@cache
def _centres() -> tuple["np.ndarray[tuple[int], np.dtype[np.float64]]", "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    several = _communes().values()
    return np.array([float(row.longitude) for row in several]), np.array([float(row.latitude) for row in several])
