"""Pairs the addresses of a page with names. Never a name given to a neighbour's address."""

import re
from collections.abc import Sequence

from schemas.errors import SourceChanged
from schemas.records import Anomaly
from sources.reading.addresses import Address
from sources.reading.columns import Named, by_column, without_columns
from sources.reading.contacts import Piece
from sources.reading.doubts import address_without_name, name_without_address, place_of
from sources.reading.leftovers import after_list, left_in_list
from sources.reading.naming import find_naming
from sources.reading.own import announced_as_own
from sources.reading.people import may_be_person, without_person
from sources.reading.picking import Picker
from sources.reading.titles import Titles
from sources.reading.zones import make_zones
from sources.text import fold


class Pairing:
    """The pieces and addresses of one page, and how they are paired."""

    def __init__(self, source: str, titles: Titles, pieces: Sequence[Piece], addresses: Sequence[Address]) -> None:
        self._source, self._titles, self._pieces, self._addresses = source, titles, pieces, addresses

    def pair(self) -> tuple[list[Named], list[Anomaly]]:
        """Members with a certain name, and the doubts. Raises SourceChanged when names and addresses may be shifted."""
        columns, bare = by_column(self._pieces, self._addresses, self._titles.may_name)
        if columns:
            return self._settle(columns, bare)
        self._pieces = without_columns(self._pieces, [a.anchor for a in self._addresses])
        zones = make_zones(self._pieces, self._addresses)
        naming = find_naming(zones, self._titles)
        if self._prefixed() and (naming is None or naming.rank < 5):
            return self._settle(
                [self._by_prefix(a) for a in self._addresses], left_in_list(self._pieces, self._addresses, self._titles)
            )
        if naming is None:
            return self._settle([Named(a, "", a.anchor) for a in self._addresses], [])
        after = after_list(self._pieces, zones, naming, self._titles)
        picker = Picker(self._pieces, zones, naming, self._titles, len(after))
        picked = [picker.pick(zone) for zone in zones]
        return self._settle(
            [named for named, _ in picked], [*(p for _, extra in picked for p in extra), *after[picker.follow :]]
        )

    def _prefixed(self) -> bool:
        """True when most addresses have their member's name before them on the same line."""
        names = [name for a in self._addresses if self._titles.may_name(name := without_person(a.prefix))]
        people = sum(may_be_person(name) for name in names) * 10 >= len(names) * 6
        return len(names) * 10 >= len(self._addresses) * 6 and not people

    def _by_prefix(self, address: Address) -> Named:
        """The name on the address's own line. Without a street, "A – B, 75010 Paris" does not say where the name ends."""
        name = without_person(address.prefix)
        parted = not address.rue and re.search(r"[,;:(\[|·•–—]|\s-\s", name) and not self._titles.is_known(name)
        certain = self._titles.is_own(name) or (self._titles.may_name(name) and not parted)
        return Named(address, name if certain else "", address.anchor)

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
        return announced_as_own(address, self._addresses, self._pieces, self._titles)

    def _quoted(self, piece: Piece) -> str:
        """The name, when it is known to be an organisation's: any other line might name a person."""
        return piece.rest if self._titles.is_known(piece.rest) else ""

    def _where(self, index: int) -> str:
        tag = self._pieces[index].line.signature.rsplit(">", 1)[-1]
        return f"ligne de texte {index + 1}, <{tag}>"

    def _shifted(self, torn: Sequence[Address], lost: Sequence[Piece]) -> str:
        places = "; ".join(place_of(a) for a in torn[:3])
        names = "; ".join(self._where(p.index) for p in lost[:3])
        return (
            f"{self._source}: {len(torn)} address(es) without a name ({places}) and {len(lost)} name(s) without an address "
            f"({names}): names and addresses may be shifted."
        )
