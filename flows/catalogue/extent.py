"""Where a release's places lie: a box that holds them all, as WKT, longitude first."""

import pandas as pd

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
    """West, south, east and north of that box, in degrees, rounded outwards: no place falls out of it."""
    both = places[["longitude", "latitude"]]
    located = both[(both["longitude"] != "") & (both["latitude"] != "")]
    x, y = (located[column].astype(float) for column in ("longitude", "latitude"))
    west, south, east, north = EUROPEAN_FRANCE
    if located.empty:
        return EUROPEAN_FRANCE
    low = (round(float(least) - 0.005, 2) for least in (x.min(), y.min()))
    high = (round(float(most) + 0.005, 2) for most in (x.max(), y.max()))
    (least_x, least_y), (most_x, most_y) = low, high
    return min(west, least_x), min(south, least_y), max(east, most_x), max(north, most_y)
