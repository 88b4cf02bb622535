"""Pairs the addresses of a page with names. Never a name given to a neighbour's address."""

import re
from collections.abc import Sequence

from schemas.errors import SourceChanged
from schemas.records import Anomaly
from sources.reading.addresses import Address
from sources.reading.columns import Named, by_column, without_columns
from sources.reading.contacts import Piece
from sources.reading.doubts import address_without_name, name_without_address
from sources.reading.lines import Line
from sources.reading.one_line import has_street
from sources.reading.people import without_person
from sources.reading.titles import Titles
from sources.reading.zones import Naming, Zone, find_naming, is_name, make_zones
from sources.text import fold


class Pairing:
    """The pieces and addresses of one page, and how they are paired."""

    def __init__(self, source: str, titles: Titles, pieces: Sequence[Piece], addresses: Sequence[Address]) -> None:
        self._source, self._titles, self._pieces, self._addresses = source, titles, pieces, addresses

    def pair(self) -> tuple[list[Named], list[Anomaly]]:
        """Members with a certain name, and the doubts. Raises SourceChanged when names and addresses may be shifted."""
        columns, bare = by_column(self._pieces, self._addresses, self._is_member)
        if columns:
            return self._settle(columns, bare)
        self._pieces = without_columns(self._pieces, [a.anchor for a in self._addresses])
        zones = make_zones(self._pieces, self._addresses)
        naming = find_naming(zones, self._titles.is_title)
        prefixed = (
            sum(self._is_member(without_person(a.prefix)) for a in self._addresses) * 10 >= len(self._addresses) * 6
        )
        if prefixed and (naming is None or naming.rank < 5):
            return self._settle([self._by_prefix(a) for a in self._addresses], self._left_in_list())
        if naming is None:
            return self._settle([Named(a, "", a.anchor) for a in self._addresses], [])
        picked = [self._pick(zone, naming) for zone in zones]
        return self._settle(
            [n for n, _ in picked], [*(p for _, extra in picked for p in extra), *self._after(zones, naming)]
        )

    def _is_member(self, text: str) -> bool:
        return is_name(text) and not self._titles.is_title(text)

    def _by_prefix(self, address: Address) -> Named:
        name = without_person(address.prefix)
        return Named(address, name if self._titles.is_own(name) or self._is_member(name) else "", address.anchor)

    def _pick(self, zone: Zone, naming: Naming) -> tuple[Named, list[Piece]]:
        """The name of a zone, and the name-like lines that are left over."""
        found = naming.of(zone)
        strays = [p for p in naming.strays(zone) if not self._titles.is_title(p.rest)]
        real = [p for p in found if not self._titles.is_title(p.rest)]
        if not real:
            own = next((p for p in reversed(found) if self._titles.is_own(p.rest)), None)
            named = Named(zone.address, own.rest if own else "", own.index if own else zone.address.anchor)
            return named, self._leftovers(zone, named.head, strays)
        inside = [p for p in real if zone.cell in p.line.ancestors]
        best = self._best(zone, inside or real, naming.usual)
        extra = [p for p in real if p is not best] if len(real) > naming.usual else []
        named = Named(zone.address, best.rest, best.index, self._element(zone, best, [*extra, *strays]))
        return named, self._leftovers(zone, best.index, sorted([*extra, *strays], key=lambda p: p.index))

    def _best(self, zone: Zone, found: Sequence[Piece], usual: int) -> Piece:
        """The name among several lines of its kind: a known one, else the nearest in the markup, else in the text."""
        known = [p for p in found if self._titles.is_known(p.rest)]
        if len(known) == 1 and len(found) <= usual:
            return known[0]
        anchor = self._pieces[zone.address.anchor].line.ancestors
        depth = max(_shared(p.line.ancestors, anchor) for p in found)
        near = [p for p in found if _shared(p.line.ancestors, anchor) == depth]
        before = [p for p in near if p.index < zone.address.anchor]
        return near[0] if len(near) <= usual or not before else before[-1]

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

    def _after(self, zones: Sequence[Zone], naming: Naming) -> list[Piece]:
        """Name-like lines after the last address, up to the next section, or that no text follows: their address is gone."""
        rest = [p for p in self._pieces[zones[-1].pieces[-1].index + 1 :] if p.rest]
        alike = [p.line.signature in naming.signatures and self._is_member(p.rest) for p in rest]
        run = next((i for i, like in enumerate(alike) if not like), len(rest))
        end = next((i for i, p in enumerate(rest) if self._titles.is_title(p.rest)), 0)
        strong = naming.rank >= 4  # in flat paragraphs every short line looks like a name
        return [p for i, p in enumerate(rest) if alike[i] and (i < run or (strong and i < end))]

    def _left_in_list(self) -> list[Piece]:
        """Lines standing as the addresses' lines do, in the same list, that hold a name or a street and no address."""
        anchors = {i for a in self._addresses for i in a.pieces}
        blocks = {_block(self._pieces[a.anchor].line) for a in self._addresses}
        own_blocks = {self._pieces[a.anchor].line.block for a in self._addresses}
        listed = {block for block in blocks if re.match(r"(?:li|tr|td|dd)\b", block[1].rsplit(">", 1)[-1])}
        first, last = min(anchors), max(anchors)
        return [
            p
            for p in self._pieces
            if p.index not in anchors
            and (self._is_member(p.rest) or has_street(p.rest))
            and (
                p.line.block in own_blocks
                or _block(p.line) in listed
                or (first < p.index < last and _block(p.line) in blocks)
            )
        ]

    def _settle(self, named: Sequence[Named], orphans: Sequence[Piece]) -> tuple[list[Named], list[Anomaly]]:
        torn = [n.address for n in named if not n.name and not self._is_own(n.address)]
        kept = [n for n in named if n.name and not self._titles.is_own(n.name)]
        lost = [*orphans, *self._known_left({fold(n.name) for n in kept} | {fold(p.rest) for p in orphans})]
        if torn and lost:
            raise SourceChanged(self._shifted(torn, lost))
        doubts = [address_without_name(self._source, place_of(a), self._where(a.anchor)) for a in torn]
        doubts += [name_without_address(self._source, self._quoted(p), self._where(p.index)) for p in lost]
        return kept, doubts

    def _known_left(self, read: set[str]) -> list[Piece]:
        """Names we know that stand alone on a line of the page and were given no address."""
        found = {fold(p.rest): p for p in self._pieces if self._titles.is_known(p.rest)}
        return [piece for name, piece in found.items() if name not in read]

    def _is_own(self, address: Address) -> bool:
        return announced_as_own(address, self._pieces, self._titles)

    def _quoted(self, piece: Piece) -> str:
        """The name, when it is known to be an organisation's: any other line might name a person."""
        return piece.rest if self._titles.is_known(piece.rest) else ""

    def _where(self, index: int) -> str:
        tag = self._pieces[index].line.signature.rsplit(">", 1)[-1]
        return f"ligne de texte {index + 1}, <{tag}>"

    def _shifted(self, torn: Sequence[Address], lost: Sequence[Piece]) -> str:
        return (
            f"{self._source}: {len(torn)} address(es) without a name ({'; '.join(place_of(a) for a in torn[:3])}) and {len(lost)} "
            f"name(s) without an address ({'; '.join(self._where(p.index) for p in lost[:3])}): names and addresses may be shifted."
        )


def announced_as_own(address: Address, pieces: Sequence[Piece], titles: Titles) -> bool:
    """The publisher's own address: its name, or a word such as "Contact", stands right before it."""
    before = [
        p.rest for p in pieces[max(0, address.anchor - 8) : address.anchor] if p.rest and p.index not in address.pieces
    ]
    near = [address.prefix] if address.prefix else before[-2:]
    return any(titles.announces_own(text) for text in near)


def without_own(addresses: Sequence[Address], pieces: Sequence[Piece], titles: Titles) -> list[Address]:
    """The addresses less the publisher's own: one that its name begins, or that stands alone in its markup under its name."""
    signatures = [pieces[a.anchor].line.signature for a in addresses]
    return [
        a
        for a, signature in zip(addresses, signatures, strict=True)
        if not titles.is_own(without_person(a.prefix))
        and not (signatures.count(signature) == 1 and announced_as_own(a, pieces, titles))
    ]


def place_of(address: Address) -> str:
    """'69006 Lyon'."""
    return f"{address.code_postal} {address.commune}"


def _shared(path: Sequence[int], other: Sequence[int]) -> int:
    """How many enclosing elements two lines share."""
    return sum(a == b for a, b in zip(path, other, strict=False))


def _block(line: Line) -> tuple[int, str]:
    """The element around a line's block, and the block's own signature."""
    depth = line.ancestors.index(line.block)
    return line.ancestors[depth - 1] if depth else -1, ">".join(line.signature.rstrip("+").split(">")[: depth + 1])
