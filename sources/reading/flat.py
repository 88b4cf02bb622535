"""Pages whose markup does not tell names from other lines: which of the lines before an address is its name?

In `<p>` after `<p>`, or in text without tags, a note or a person may stand before the address or after the one above.
The head and the tail of the list tell: no other member's lines are mixed with those.
"""

from collections import Counter
from collections.abc import Sequence

from sources.reading.contacts import Piece
from sources.reading.naming import Naming
from sources.reading.people import may_be_person
from sources.reading.titles import Titles
from sources.reading.zones import Zone


def is_flat(zones: Sequence[Zone], naming: Naming, pieces: Sequence[Piece]) -> bool:
    """True when addresses stand in the very markup that names stand in."""
    anchors = {pieces[zone.address.anchor].line.signature for zone in zones}
    return naming.rank < 5 and bool(anchors & naming.signatures)


def gap(zone: Zone, naming: Naming, titles: Titles) -> list[Piece]:
    """The lines that may name a zone, before its address; in the first zone, those after the list's title."""
    found = [p for p in naming.of(zone) if p.index < min(zone.address.pieces) and not titles.is_title(p.rest)]
    return [p for p in found if p.index > _bound(zone, naming, titles)] if zone.first else found


def is_bounded(zone: Zone, naming: Naming, titles: Titles) -> bool:
    """True for a first zone whose list visibly begins: under its title or a heading, or at the top of the page."""
    start = gap(zone, naming, titles)[:1]
    return _bound(zone, naming, titles) >= 0 or not any(
        p.rest for p in zone.pieces if start and p.index < start[0].index
    )


def _bound(zone: Zone, naming: Naming, titles: Titles) -> int:
    """Where the list's title or the last heading above the address stands; -1 when there is none."""
    above = [p for p in zone.pieces if p.rest and p.index < min(zone.address.pieces)]
    bounds = (p.index for p in above if titles.opens_list(p.rest) or _heading(p, naming))
    return max(bounds, default=-1)


def _heading(piece: Piece, naming: Naming) -> bool:
    return piece.line.rank >= 6 and piece.line.signature not in naming.signatures


def lines_after_name(zones: Sequence[Zone], naming: Naming, titles: Titles, tail: int) -> int | None:
    """How many lines stand between a name and its address; None when nothing tells.

    `tail` is the number of name-like lines right after the last address.
    """
    gaps = [gap(zone, naming, titles) for zone in zones]
    full = [found for found in gaps[1:] if len(found) == naming.usual]
    places = Counter(i for found in full for i, p in enumerate(reversed(found)) if titles.is_known(p.rest))
    if places:
        return places.most_common(1)[0][0]
    if naming.usual == 1:
        return 0 if tail == 0 else None
    head = len(gaps[0]) - 1
    whole = is_bounded(zones[0], naming, titles) and head >= 0 and head + 1 + tail == naming.usual
    return head if whole and not _people(full, head) else None


def _people(gaps: Sequence[Sequence[Piece]], place: int) -> bool:
    """True when most lines at this place, counted from the address up, may name people, and those at another do not."""
    shares = (
        [sum(may_be_person(found[-1 - i].rest) for found in gaps) / len(gaps) for i in range(len(gaps[0]))]
        if gaps
        else [0.0]
    )
    return shares[min(place, len(shares) - 1)] > 0.5 > min(shares)
