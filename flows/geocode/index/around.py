"""In which communes of an index a question is looked for: the one it names, or those around."""

import math
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from flows.geocode.match import Question
from flows.geocode.points import distance_m
from sources.commune_table import rows

_CELL = 0.25  # degrees: some forty communes a cell
_DEGREE_M = 111_195


class Where(NamedTuple):
    """INSEE codes to look in: those of the commune that the question is about, and others."""

    home: tuple[str, ...]
    others: tuple[str, ...] = ()


class Circle(NamedTuple):
    """A commune's centre (degrees, WGS84) and reach (metres)."""

    longitude: float
    latitude: float
    radius: float


class Around:
    """The communes that an index has, each with a postcode of its streets; a commune may have several."""

    def __init__(self, postcodes: Iterable[tuple[str, str]]) -> None:
        self._at: dict[str, list[str]] = defaultdict(list)
        for postcode, code in postcodes:
            self._at[postcode].append(code)
        self._codes = sorted({code for codes in self._at.values() for code in codes})
        self._parts = _parts(self._codes)
        self._departements = {departement(code) for code in self._codes}
        self._near: dict[str, frozenset[str]] = {}
        self._cells: dict[tuple[int, int], list[str]] = {}

    def where(self, question: Question) -> Where | None:
        """Where to look; None when the index knows nothing of that part of France, so cannot say "not found"."""
        asked = question.citycode or question.autour
        home = tuple(self._parts.get(asked, ()))
        if question.citycode:
            return Where(home) if home or departement(asked) in self._departements else None
        others = {*self._at.get(question.code_postal, ()), *self._neighbours(asked)} - {*home}
        if not home and not others and departement(asked) not in self._departements:
            return None
        return Where(home, tuple(sorted(others)))

    def _neighbours(self, code: str) -> frozenset[str]:
        """The communes that may touch one: their centres are nearer than the sum of both reaches."""
        if code not in self._near:
            here = _circles().get(code)
            self._near[code] = self._touching(here) if here else frozenset()
        return self._near[code]

    def _touching(self, here: Circle) -> frozenset[str]:
        self._cells = self._cells or _cells(self._codes)
        candidates = {code for cell in _covered(here) for code in self._cells.get(cell, ())}
        return frozenset(code for code in candidates if _touch(here, _circles()[code]))


def departement(code_insee: str) -> str:
    """The département of an INSEE code: two signs, three overseas."""
    return code_insee[:3] if code_insee.startswith(("97", "98")) else code_insee[:2]


def _parts(codes: Iterable[str]) -> dict[str, list[str]]:
    """What an index has of each commune: itself, its arrondissements, the former communes that it absorbed since."""
    parts = defaultdict(list)
    for code in codes:
        parts[code].append(code)
        whole = _wholes().get(code, code)
        if whole != code:
            parts[whole].append(code)
    return dict(parts)


def _cells(codes: Iterable[str]) -> dict[tuple[int, int], list[str]]:
    """The communes by cells of a grid, in each that they may lie in."""
    cells = defaultdict(list)
    for code in codes:
        for cell in _covered(_circles()[code]) if code in _circles() else ():
            cells[cell].append(code)
    return dict(cells)


def _covered(circle: Circle) -> list[tuple[int, int]]:
    """The cells of the square around a circle."""
    north = circle.radius / _DEGREE_M
    east = north / math.cos(math.radians(circle.latitude))
    columns = range(math.floor((circle.longitude - east) / _CELL), math.floor((circle.longitude + east) / _CELL) + 1)
    lines = range(math.floor((circle.latitude - north) / _CELL), math.floor((circle.latitude + north) / _CELL) + 1)
    return [(column, line) for column in columns for line in lines]


def _touch(one: Circle, other: Circle) -> bool:
    away = distance_m(one.longitude, one.latitude, other.longitude, other.latitude)
    return away < one.radius + other.radius


@cache
def _wholes() -> dict[str, str]:
    """The commune of today of each arrondissement and former commune; a code still in force is its own."""
    present = {row.code_insee for row in rows() if row.type == "COM"}
    return {row.code_insee: row.code_commune for row in rows() if row.code_insee not in present}


@cache
def _circles() -> dict[str, Circle]:
    """Where each code lies; the commune of today goes before a former one of the same code."""
    last_wins = sorted((row for row in rows() if row.latitude), key=lambda row: row.type in ("COM", "ARM"))
    return {r.code_insee: Circle(float(r.longitude), float(r.latitude), float(r.rayon_m)) for r in last_wins}
