"""Parts of a page that are not the member list: addresses of partners, of the host, of former members."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sources.reading.addresses import Address, find_addresses
from sources.reading.contacts import Piece
from sources.reading.own import announced_as_own, without_own
from sources.reading.titles import Titles
from sources.text import fold


@dataclass(frozen=True, slots=True)
class Parts:
    """The pieces with the other parts emptied, and the addresses that stood there, the publisher's own left out."""

    pieces: list[Piece]
    elsewhere: list[Address]
    """Under a title that says they are no members'."""
    doubtful: list[Address]
    """Under a heading that nothing is known of."""


def other_parts(pieces: Sequence[Piece], titles: Titles) -> Parts:
    """Parts the member list from what stands around it."""
    closed = _after_closing(pieces, titles)
    addresses = without_own(find_addresses(pieces), pieces, titles)
    foreign = [a for a in addresses if a.anchor in closed and not announced_as_own(a, addresses, pieces, titles)]
    listed = [a.anchor for a in addresses if a.anchor not in closed]
    later = _after_list(pieces, listed, titles)
    kept = [replace(p, rest="") if p.index in closed | later else p for p in pieces]
    return Parts(kept, foreign, [a for a in addresses if a.anchor in later - closed])


def _after_closing(pieces: Sequence[Piece], titles: Titles) -> set[int]:
    """Pieces under a title such as "Nos partenaires", said once, up to the title of a list."""
    said = Counter(fold(p.rest) for p in pieces)
    outside: set[int] = set()
    closed = False
    for piece in pieces:
        if titles.opens_list(piece.rest):
            closed = False
        elif titles.closes_list(piece.rest) and said[fold(piece.rest)] == 1:
            closed = True
        if closed:
            outside.add(piece.index)
    return outside


def _after_list(pieces: Sequence[Piece], listed: Sequence[int], titles: Titles) -> set[int]:
    """Pieces under a heading as high as the list's own, followed by another heading before any address.

    Not where such a heading comes before the first address: it parts the list itself (by region).
    """
    opened = next((p for p in pieces if titles.opens_list(p.rest) and _level(p)), None)
    if opened is None:
        return set()
    anchors = [anchor for anchor in listed if anchor > opened.index]
    for piece in pieces[opened.index + 1 :]:
        after = [i for i in anchors if i > piece.index]
        before = len(anchors) - len(after)
        high = 0 < _level(piece) <= _level(opened)
        if high and not before:  # headings of this rank part the list itself
            return set()
        if high and after and before >= len(after) and _heads_others(piece, pieces, after[0]):
            return set(range(piece.index, len(pieces)))
    return set()


def _heads_others(piece: Piece, pieces: Sequence[Piece], address: int) -> bool:
    """True when another heading stands between this one and the next address: this one is no name."""
    return any(_level(other) for other in pieces[piece.index + 1 : address])


def _level(piece: Piece) -> int:
    """1 to 6 in a heading, 0 elsewhere."""
    found = re.search(r">h([1-6])\b", piece.line.signature)
    return int(found.group(1)) if found and piece.rest else 0
