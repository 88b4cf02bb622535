"""Finds the kind of line that names the addresses of a page.

A member's name is not the nearest line: it is the line whose place in the markup most addresses share.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sources.reading.contacts import Piece
from sources.reading.one_line import is_street
from sources.reading.people import may_be_person
from sources.reading.titles import Titles
from sources.reading.zones import Key, Zone
from sources.text import fold

Found = list[tuple[int, Piece]]
"""Lines of one kind, each with the number of its zone."""


@dataclass(frozen=True, slots=True)
class Naming:
    """The kinds of line that name addresses, and how many such lines an address usually has."""

    keys: frozenset[Key]
    usual: int
    rank: int

    @property
    def signatures(self) -> frozenset[str]:
        """The markup of these lines, wherever they stand."""
        return frozenset(signature for signature, _ in self.keys)

    def of(self, zone: Zone) -> list[Piece]:
        """The zone's lines of these kinds, where the address's name stands."""
        return [p for p in zone.candidates() if zone.key(p) in self.keys]

    def strays(self, zone: Zone) -> list[Piece]:
        """Lines of the same markup elsewhere in the zone: names whose own address is gone."""
        return [p for p in zone.candidates() if p.line.signature in self.signatures and zone.key(p) not in self.keys]


def find_naming(zones: Sequence[Zone], titles: Titles) -> Naming | None:
    """The naming of these zones, or None when no kind of line is shared by most of them."""
    seen: dict[Key, Found] = defaultdict(list)
    for i, zone in enumerate(zones):
        for piece in zone.candidates():
            if not titles.is_title(piece.rest):
                seen[zone.key(piece)].append((i, piece))
    eligible = [key for key in seen if _eligible(seen[key], len(zones))]
    primary = max(eligible, key=lambda key: _weight(seen[key], zones, titles), default=None)
    if primary is None:
        return None
    keys = {primary, *_secondary(seen, primary)}
    counts = Counter(sum(zone.key(p) in keys for p in zone.candidates()) for zone in zones if not zone.first)
    usual = max((c for c in counts if c), key=lambda c: (counts[c], -c), default=1)
    return Naming(frozenset(keys), usual, max(p.line.rank for _, p in seen[primary]))


def _eligible(found: Found, zones: int) -> bool:
    """Shared by four zones of ten (the list may stand twice), and distinct: a badge "Scop" everywhere is no name."""
    covered = {i for i, _ in found}
    distinct = {fold(p.rest) for _, p in found}
    return len(covered) >= max(2, -(-zones * 4 // 10)) and len(distinct) * 2 >= len(covered)


def _weight(found: Found, zones: Sequence[Zone], titles: Titles) -> tuple[int, bool, bool, bool, int, int, float]:
    """Known names first, then no streets, no row of emphasised people; then name-like tags, best inside the address's
    own element; then the most shared, then the earliest."""
    covered = {i for i, _ in found}
    known = sum(titles.is_known(p.rest) for _, p in found)
    rank = max(p.line.rank for _, p in found)
    inside = sum(zones[i].key(p)[1] for i, p in found) * 2 > len(found)
    streets = sum(is_street(p.rest) and not zones[i].address.rue for i, p in found) * 2 > len(found)
    people = sum(may_be_person(p.rest) for _, p in found) * 10 >= len(found) * 6
    place = sum(p.index - zones[i].address.anchor for i, p in found) / len(found)
    return (known, not streets, rank >= 4 and not people, rank >= 5 and inside, rank, len(covered), -place)


def _secondary(seen: dict[Key, Found], primary: Key) -> set[Key]:
    """Other kinds that name zones which the primary does not reach (a second copy of the list, another template).

    The primary's own markup outside the address's element is none: it is a name whose address is gone.
    """
    covered = {i for i, _ in seen[primary]}
    rank = max(p.line.rank for _, p in seen[primary])
    return {
        key
        for key, found in seen.items()
        if key[0] != primary[0]
        and not covered & (zones := {i for i, _ in found})
        and (
            len(zones) >= max(2, len(covered) - 1)
            or (len(zones) >= 2 and max(p.line.rank for _, p in found) >= max(4, rank - 1))
        )
    }
