"""Parts a page between its addresses: each address with the lines that may name it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sources.reading.addresses import Address
from sources.reading.contacts import Piece
from sources.reading.names import is_name
from sources.text import fold

Key = tuple[str, bool]
"""Where a line stands: its signature, and whether it is inside the address's own element."""


@dataclass(frozen=True, slots=True)
class Zone:
    """An address, and the pieces that may name it: since the previous address's element, to the end of its own."""

    address: Address
    cell: int
    pieces: tuple[Piece, ...]
    first: bool
    refrains: frozenset[tuple[str, str]] = frozenset()
    """Lines that the page repeats, by markup and folded text: "Scop", "Places libres"; no names."""

    def key(self, piece: Piece) -> Key:
        """Where a piece stands for this zone."""
        return piece.line.signature, self.cell in piece.line.ancestors

    def candidates(self) -> list[Piece]:
        """Pieces that could be a name: not the address, not a contact, not a place, not running text."""
        return [
            p
            for p in self.pieces
            if p.index not in self.address.pieces
            and is_name(p.rest, self.address.commune)
            and (p.line.signature, fold(p.rest)) not in self.refrains
        ]


def make_zones(pieces: Sequence[Piece], addresses: Sequence[Address]) -> list[Zone]:
    """One zone an address, in reading order. `pieces[k].index == k` throughout."""
    cells = [_cell(pieces, address, addresses) for address in addresses]
    ends = [_end(pieces, cell, address) for cell, address in zip(cells, addresses, strict=True)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    refrains = _refrains(pieces)
    return [
        Zone(address, cell, tuple(pieces[start : end + 1]), i == 0, refrains)
        for i, (address, cell, start, end) in enumerate(zip(addresses, cells, starts, ends, strict=True))
    ]


def _refrains(pieces: Sequence[Piece]) -> frozenset[tuple[str, str]]:
    """Lines said three times or more in one markup, that is no heading's."""
    said = Counter((p.line.signature, fold(p.rest)) for p in pieces if p.rest and p.line.rank < 5)
    return frozenset(line for line, count in said.items() if count >= 3)


def _cell(pieces: Sequence[Piece], address: Address, addresses: Sequence[Address]) -> int:
    """The largest element that holds this address and no other."""
    others = {n for other in addresses if other is not address for n in pieces[other.anchor].line.ancestors}
    own = [n for n in pieces[address.anchor].line.ancestors if n not in others]
    return own[0] if own else -1


def _end(pieces: Sequence[Piece], cell: int, address: Address) -> int:
    inside = [p.index for p in pieces if cell in p.line.ancestors]
    return max([*inside, *address.pieces])
