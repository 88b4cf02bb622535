"""Parts a page between its addresses, and finds the kind of line that names them.

A member's name is not the nearest line: it is the line whose place in the markup most addresses share.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sources.communes import territory_names
from sources.reading.addresses import Address
from sources.reading.contacts import Piece
from sources.reading.notes import is_note
from sources.reading.one_line import is_street
from sources.text import fold

_VERBS = frozenset(
    [
        "est",
        "sont",
        "accueille",
        "accueillent",
        "situe",
        "situee",
        "depuis",
        "permet",
        "regroupe",
        "propose",
        "proposent",
    ]
)
Key = tuple[str, bool]
"""Where a line stands: its signature, and whether it is inside the address's own element."""


@dataclass(frozen=True, slots=True)
class Zone:
    """An address, and the pieces that may name it: since the previous address's element, to the end of its own."""

    address: Address
    cell: int
    pieces: tuple[Piece, ...]
    first: bool

    def key(self, piece: Piece) -> Key:
        return piece.line.signature, self.cell in piece.line.ancestors

    def candidates(self) -> list[Piece]:
        """Pieces that could be a name: not the address, not a contact, not a place, not running text."""
        return [p for p in self.pieces if p.index not in self.address.pieces and is_name(p.rest, self.address.commune)]


def is_name(text: str, commune: str = "") -> bool:
    """True for a line that could name an organisation."""
    words = fold(text).split()
    if not 1 <= len(words) <= 10 or len(text) > 80 or not re.search(r"[^\W\d_]", text):
        return False
    if re.search(r"[;]|[.:]$|[.!?] [A-ZÀ-Ý]", text) or _VERBS & set(words) or is_note(text):
        return False
    return fold(text) != fold(commune) and fold(text) not in territory_names()


def make_zones(pieces: Sequence[Piece], addresses: Sequence[Address]) -> list[Zone]:
    """One zone an address, in reading order. `pieces[k].index == k` throughout."""
    cells = [_cell(pieces, address, addresses) for address in addresses]
    ends = [_end(pieces, cell, address) for cell, address in zip(cells, addresses, strict=True)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    return [
        Zone(address, cell, tuple(pieces[start : end + 1]), i == 0)
        for i, (address, cell, start, end) in enumerate(zip(addresses, cells, starts, ends, strict=True))
    ]


def _cell(pieces: Sequence[Piece], address: Address, addresses: Sequence[Address]) -> int:
    """The largest element that holds this address and no other."""
    others = {n for other in addresses if other is not address for n in pieces[other.anchor].line.ancestors}
    own = [n for n in pieces[address.anchor].line.ancestors if n not in others]
    return own[0] if own else -1


def _end(pieces: Sequence[Piece], cell: int, address: Address) -> int:
    inside = [p.index for p in pieces if cell in p.line.ancestors]
    return max([*inside, *address.pieces])


@dataclass(frozen=True, slots=True)
class Naming:
    """The kinds of line that name addresses, and how many such lines an address usually has."""

    keys: frozenset[Key]
    usual: int
    rank: int

    @property
    def signatures(self) -> frozenset[str]:
        return frozenset(signature for signature, _ in self.keys)

    def of(self, zone: Zone) -> list[Piece]:
        """The zone's lines of these kinds, where the address's name stands."""
        return [p for p in zone.candidates() if zone.key(p) in self.keys]

    def strays(self, zone: Zone) -> list[Piece]:
        """Lines of the same markup elsewhere in the zone: names whose own address is gone."""
        return [p for p in zone.candidates() if p.line.signature in self.signatures and zone.key(p) not in self.keys]


def find_naming(zones: Sequence[Zone], barred: Callable[[str], bool]) -> Naming | None:
    """The naming of these zones, or None when no kind of line is shared by most of them. `barred` rejects titles."""
    seen: dict[Key, list[tuple[int, Piece]]] = defaultdict(list)
    for i, zone in enumerate(zones):
        for piece in zone.candidates():
            if not barred(piece.rest):
                seen[zone.key(piece)].append((i, piece))
    primary = max(
        (k for k in seen if _eligible(seen[k], len(zones))), key=lambda k: _weight(seen[k], zones), default=None
    )
    if primary is None:
        return None
    keys = {primary, *_secondary(seen, primary)}
    counts = Counter(sum(zone.key(p) in keys for p in zone.candidates()) for zone in zones if not zone.first)
    usual = max((c for c in counts if c), key=lambda c: (counts[c], -c), default=1)
    return Naming(frozenset(keys), usual, max(p.line.rank for _, p in seen[primary]))


def _eligible(found: list[tuple[int, Piece]], zones: int) -> bool:
    """Shared by four zones of ten (the list may stand twice), and distinct: a badge "Scop" everywhere is no name."""
    covered = {i for i, _ in found}
    distinct = {fold(p.rest) for _, p in found}
    return len(covered) >= max(2, -(-zones * 4 // 10)) and len(distinct) * 2 >= len(covered)


def _weight(found: list[tuple[int, Piece]], zones: Sequence[Zone]) -> tuple[bool, bool, int, int, float]:
    """Name-like tags first; of these, inside the address's own element; then the most shared, then the earliest."""
    covered = {i for i, _ in found}
    rank = max(p.line.rank for _, p in found)
    inside = sum(zones[i].key(p)[1] for i, p in found) * 2 > len(found)
    streets = sum(is_street(p.rest) for _, p in found) * 2 > len(found)
    place = sum(p.index - zones[i].address.anchor for i, p in found) / len(found)
    return (not streets, rank >= 5 and inside, rank, len(covered), -place)


def _secondary(seen: dict[Key, list[tuple[int, Piece]]], primary: Key) -> set[Key]:
    """Other kinds that name zones which the primary does not reach (a second copy of the list, another template)."""
    reached = len({i for i, _ in seen[primary]})
    covered = {i for i, _ in seen[primary]}
    rank = max(p.line.rank for _, p in seen[primary])
    return {
        key
        for key, found in seen.items()
        if key[0] != primary[0]  # the same markup out of its element is a name whose address is gone
        and not covered & (zones := {i for i, _ in found})
        and (len(zones) >= max(2, reached - 1) or (len(zones) >= 2 and max(p.line.rank for _, p in found) >= rank - 1))
    }
