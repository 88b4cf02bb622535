"""The name of each address: one certain line, or none."""

from collections import Counter
from collections.abc import Sequence

from sources.reading.columns import Named
from sources.reading.contacts import Piece
from sources.reading.flat import Flat, is_flat
from sources.reading.naming import Naming
from sources.reading.opening import opening
from sources.reading.titles import Titles
from sources.reading.zones import Zone

Picked = tuple[Named, list[Piece]]
"""A name for an address ('' when none is certain), and the name-like lines that are left over."""


class Picker:
    """Picks names in the zones of one page."""

    def __init__(
        self, pieces: Sequence[Piece], zones: Sequence[Zone], naming: Naming, titles: Titles, tail: int
    ) -> None:
        self._pieces, self._naming, self._titles = pieces, naming, titles
        self._opened = opening(zones, naming, titles)
        self._flat = Flat(zones, naming, titles, self._opened, tail) if is_flat(zones, naming, pieces) else None
        self.follow = self._flat.follow if self._flat else 0
        self._leads = Counter(len(_lead(zone)) for zone in zones).most_common(1)[0][0]
        cards = Counter(self._card(z, p) for z in zones for p in naming.of(z) if z.cell in p.line.ancestors)
        self._usual_card = cards.most_common(1)[0][0] if cards else None
        self._like_titles = any(p.line.signature in naming.signatures and titles.is_title(p.rest) for p in pieces)

    def pick(self, zone: Zone) -> Picked:
        """The name of a zone, and the name-like lines that are left over."""
        found = self._naming.of(zone)
        strays = [p for p in self._naming.strays(zone) if not self._titles.is_title(p.rest)]
        real = [p for p in found if not self._titles.is_title(p.rest)]
        best = self._known_in(zone, real) or (self._flat.best(zone) if self._flat else self._best(zone, real))
        best = best or self._head_of_card(zone, real, strays)
        if best is None:
            own = next((p for p in reversed(found) if self._titles.is_own(p.rest)), None)
            named = Named(zone.address, own.rest if own else "", own.index if own else zone.address.anchor)
            return named, self._leftovers(zone, named.head, _in_order([*strays, *real]))
        strays = [p for p in strays if p is not best]
        extra = [p for p in real if p is not best] if len(real) > self._naming.usual else []
        named = Named(zone.address, best.rest, best.index, self._element(zone, best, [*extra, *strays]))
        return named, self._leftovers(zone, best.index, _in_order([*extra, *strays]))

    def _known_in(self, zone: Zone, real: Sequence[Piece]) -> Piece | None:
        """The one known name inside the address's own element, where the usual line is none."""
        if any(self._titles.is_known(p.rest) for p in real):
            return None
        known = [p for p in zone.candidates() if self._titles.is_known(p.rest) and zone.cell in p.line.ancestors]
        return known[0] if len(known) == 1 else None

    def _best(self, zone: Zone, real: Sequence[Piece]) -> Piece | None:
        """The one nearest to the address in the markup; of several, the known one, or the first of as many as usual."""
        found = [p for p in real if zone.cell in p.line.ancestors] or list(real)
        found = [p for p in found if not zone.first or p.index > self._opened]
        known = [p for p in found if self._titles.is_known(p.rest)]
        if not known and not self._is_whole(zone, found):
            return None
        anchor = self._pieces[zone.address.anchor].line.ancestors
        depth = max((_shared(p.line.ancestors, anchor) for p in found), default=0)
        near = [p for p in found if _shared(p.line.ancestors, anchor) == depth]
        known = [p for p in near if p in known]
        if len(near) == 1 or (len(near) == self._naming.usual and not known):
            return near[0]
        before = [p for p in near if p.index < zone.address.anchor] or near
        return known[0] if len(known) == 1 else before[-1] if before and before[-1] in known else None

    def _is_whole(self, zone: Zone, found: Sequence[Piece]) -> bool:
        """False when the first line of an element may be gone, or a first name may be the title above it."""
        inside = any(zone.cell in p.line.ancestors for p in found)
        if zone.first and self._like_titles and self._opened < 0 and not inside:
            return False
        return bool(found) and (self._naming.rank > 2 or len(_lead(zone)) >= self._leads)

    def _head_of_card(self, zone: Zone, real: Sequence[Piece], strays: Sequence[Piece]) -> Piece | None:
        """The one name of a card that holds a second address further down."""
        if real or len(strays) != 1 or strays[0].index > zone.address.anchor:
            return None
        return strays[0] if self._card(zone, strays[0]) == self._usual_card else None

    def _card(self, zone: Zone, name: Piece) -> str:
        """The markup of the smallest element that holds a name and its address."""
        depth = _shared(name.line.ancestors, self._pieces[zone.address.anchor].line.ancestors)
        return ">".join(name.line.signature.split(">")[:depth])

    def _element(self, zone: Zone, best: Piece, others: Sequence[Piece]) -> tuple[int, ...]:
        """The pieces of the largest element that holds the address and its name, and no other name; () when none does."""
        if zone.cell not in best.line.ancestors:
            return ()
        path = self._pieces[zone.address.anchor].line.ancestors
        for element in path[path.index(zone.cell) :]:
            if element in best.line.ancestors and not any(element in other.line.ancestors for other in others):
                return tuple(p.index for p in self._pieces if element in p.line.ancestors)
        return ()

    def _leftovers(self, zone: Zone, head: int, extra: Sequence[Piece]) -> list[Piece]:
        """Leftovers of a zone. In the first, only those after the list's title, or that run up to the first name."""
        if not zone.first:
            return list(extra)
        above = [p for p in zone.pieces if p.index < head and p.index not in zone.address.pieces]
        titled = max((p.index for p in above if self._titles.opens_list(p.rest)), default=-1)
        if titled >= 0:
            return [p for p in extra if p.index > titled]
        chain: list[Piece] = []
        for piece in reversed([p for p in above if p.rest]):
            if piece not in extra:
                break
            chain.append(piece)
        return chain


def _lead(zone: Zone) -> list[Piece]:
    """The name-like lines before the address in its own element."""
    start = min(zone.address.pieces)
    return [p for p in zone.candidates() if p.index < start and zone.cell in p.line.ancestors]


def _in_order(pieces: Sequence[Piece]) -> list[Piece]:
    return sorted(pieces, key=lambda piece: piece.index)


def _shared(path: Sequence[int], other: Sequence[int]) -> int:
    """How many enclosing elements two lines share."""
    return sum(a == b for a, b in zip(path, other, strict=False))
