"""Where the list of members begins on its page: nothing above is a name."""

from collections.abc import Sequence

from sources.reading.contacts import Piece
from sources.reading.naming import Naming
from sources.reading.titles import Titles
from sources.reading.zones import Zone


def opening(zones: Sequence[Zone], naming: Naming, titles: Titles) -> int:
    """Index of the list's title, or of the last heading above its first address; -1 when there is none.

    A heading that other members have too (a region, a line of a card) opens nothing.
    """
    shared = {p.line.signature for zone in zones[1:] for p in zone.pieces} | naming.signatures
    above = [p for p in zones[0].pieces if p.rest and p.index < min(zones[0].address.pieces)]
    opens = (
        p.index for p in above if titles.opens_list(p.rest) or (p.line.rank >= 6 and p.line.signature not in shared)
    )
    return max(opens, default=-1)


def at_top(zone: Zone, found: Sequence[Piece]) -> bool:
    """True when nothing stands above the first of these lines."""
    return bool(found) and not any(p.rest for p in zone.pieces if p.index < found[0].index)
