"""Fewer corners for small maps, without borders that gape: a corner goes on both sides of a border, or stays on both.

After Visvalingam and Whyatt (1993): the corner whose triangle with its neighbours is smallest goes first. Here each round takes every
corner that is smaller than its two neighbours, which is the same from either side; where three lines meet, the corner stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

Corner = tuple[int, int]
Ring = list[Corner]
"""A closed line without its last corner, which is its first."""


def thinned(rings: Sequence[Ring], least: float) -> list[Ring]:
    """The rings with no corner left that cuts off less than `least` (square units), if it may go; no ring below four corners."""
    kept = _meetings(rings)
    found = [list(ring) for ring in rings]
    while True:
        fewer = [_once(ring, kept, least) for ring in found]
        if fewer == found:
            return found
        found = fewer


def _meetings(rings: Iterable[Ring]) -> set[Corner]:
    """Corners with more than two neighbours."""
    beside: dict[Corner, set[Corner]] = defaultdict(set)
    for ring in rings:
        for before, corner, after in _threes(ring):
            beside[corner] |= {before, after}
    return {corner for corner, neighbours in beside.items() if len(neighbours) > 2}


def _once(ring: Ring, kept: set[Corner], least: float) -> Ring:
    if len(ring) <= 4:
        return ring
    areas = [(2 * least, corner) if corner in kept else (_area(a, corner, b), corner) for a, corner, b in _threes(ring)]
    count = len(ring)
    stays = [
        areas[n][0] >= least or areas[n] > min(areas[n - 1], areas[(n + 1) % count]) for n in range(count)
    ]  # a tie is broken by the corner itself, the same from either side
    fewer = [corner for corner, stay in zip(ring, stays, strict=True) if stay]
    return fewer if len(fewer) >= 4 else ring


def _threes(ring: Ring) -> Iterable[tuple[Corner, Corner, Corner]]:
    return zip([ring[-1], *ring[:-1]], ring, [*ring[1:], ring[0]], strict=True)


def _area(a: Corner, b: Corner, c: Corner) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
