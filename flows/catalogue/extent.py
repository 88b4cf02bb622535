"""Where a release's places lie: a box that holds them all, as WKT, longitude first."""

import pandas as pd

from flows.columnar.boxes import reach

EUROPEAN_FRANCE = (-5.15, 41.33, 9.57, 51.1)
"""West, south, east, north. A place overseas makes the box wider; nothing makes it smaller."""


def polygon(places: pd.DataFrame) -> str:
    """The box of European France and of every place that has a point."""
    west, south, east, north = box(places)
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return "POLYGON((" + ", ".join(f"{x} {y}" for x, y in corners) + "))"


def middle(places: pd.DataFrame) -> str:
    """The middle of that box."""
    west, south, east, north = box(places)
    return f"POINT({round((west + east) / 2, 4)} {round((south + north) / 2, 4)})"


def box(places: pd.DataFrame) -> tuple[float, float, float, float]:
    """West, south, east and north of that box, in degrees, rounded outwards: no place falls out of it.

    Raises ValueError for a coordinate that is no number.
    """
    found = reach(places)
    found = _read_one_by_one(places) if found is None else found
    if not found:
        return EUROPEAN_FRANCE
    west, south, east, north = EUROPEAN_FRANCE
    least_x, least_y = (round(least - 0.005, 2) for least in found[:2])
    most_x, most_y = (round(most + 0.005, 2) for most in found[2:])
    return min(west, least_x), min(south, least_y), max(east, most_x), max(north, most_y)


def _read_one_by_one(places: pd.DataFrame) -> list[float]:
    """As `reach`, of cells that it leaves to Python."""
    both = places[["longitude", "latitude"]]
    located = both[(both["longitude"] != "") & (both["latitude"] != "")]
    x, y = ([float(cell) for cell in located[column].tolist()] for column in ("longitude", "latitude"))
    return [min(x), min(y), max(x), max(y)]
