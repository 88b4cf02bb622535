"""Pages whose markup does not tell names from other lines: which of the lines before an address is its name?

In `<p>` after `<p>`, or in text without tags, a note or a person may stand before the address or after the one above.
The head and the tail of the list tell: no other member's lines are mixed with those.
"""

from collections import Counter
from collections.abc import Sequence

from sources.reading.contacts import Piece
from sources.reading.naming import Naming
from sources.reading.opening import at_top
from sources.reading.people import may_be_person
from sources.reading.titles import Titles
from sources.reading.zones import Zone


class Flat:
    """How names stand before addresses on one such page."""

    def __init__(self, zones: Sequence[Zone], naming: Naming, titles: Titles, opened: int, tail: int) -> None:
        self._naming, self._titles, self._opened = naming, titles, opened
        self._begun = opened >= 0 or at_top(zones[0], self._gap(zones[0]))
        self._between = self._lines_after_name(zones, tail)

    @property
    def follow(self) -> int:
        """How many name-like lines follow each address that are not names: a person, a note."""
        return 0 if self._between is None else self._naming.usual - 1 - self._between

    def best(self, zone: Zone) -> Piece | None:
        """By its place among the lines before the address, when there are as many as usual; else the one known name."""
        found = self._gap(zone)
        known = [p for p in found if self._titles.is_known(p.rest)]
        if self._between is not None and len(found) > self._between:
            best = found[-1 - self._between]
            begun = self._begun or not zone.first
            if (begun and len(found) == self._naming.usual) or best in known:
                return best
        return known[0] if len(known) == 1 else None

    def _gap(self, zone: Zone) -> list[Piece]:
        """The lines that may name a zone, before its address; in the first zone, those after the list's title."""
        start = min(zone.address.pieces)
        found = [p for p in self._naming.of(zone) if p.index < start and not self._titles.is_title(p.rest)]
        return [p for p in found if p.index > self._opened] if zone.first else found

    def _lines_after_name(self, zones: Sequence[Zone], tail: int) -> int | None:
        """How many lines stand between a name and its address; None when nothing tells.

        `tail` is the number of name-like lines right after the last address.
        """
        gaps = [self._gap(zone) for zone in zones]
        full = [found for found in gaps[1:] if len(found) == self._naming.usual]
        places = Counter(i for found in full for i, p in enumerate(reversed(found)) if self._titles.is_known(p.rest))
        if places:
            return places.most_common(1)[0][0]
        if self._naming.usual == 1:
            return 0 if tail == 0 else None
        head = len(gaps[0]) - 1
        whole = self._begun and head >= 0 and head + 1 + tail == self._naming.usual
        return head if whole and not _people(full, head) else None


def is_flat(zones: Sequence[Zone], naming: Naming, pieces: Sequence[Piece]) -> bool:
    """True when addresses stand in the very markup that names stand in."""
    anchors = {pieces[zone.address.anchor].line.signature for zone in zones}
    return naming.rank < 5 and bool(anchors & naming.signatures)


def _people(gaps: Sequence[Sequence[Piece]], place: int) -> bool:
    """True when most lines at this place, counted from the address up, may name people, and those at another do not."""
    if not gaps or place >= len(gaps[0]):
        return False
    shares = [sum(may_be_person(found[-1 - i].rest) for found in gaps) / len(gaps) for i in range(len(gaps[0]))]
    return shares[place] > 0.5 > min(shares)
