"""The publisher's own address, which is no member's."""

from collections.abc import Sequence

from sources.reading.addresses import Address
from sources.reading.contacts import Piece
from sources.reading.people import without_person
from sources.reading.titles import Titles


def announced_as_own(address: Address, addresses: Sequence[Address], pieces: Sequence[Piece], titles: Titles) -> bool:
    """The publisher's own address: its name, or a word such as "Contact", stands right before it, after any other."""
    ends = (j + 1 for other in addresses if other.anchor < address.anchor for j in other.pieces)
    start = max([0, address.anchor - 8, *ends])
    before = [p.rest for p in pieces[start : address.anchor] if p.rest and p.index not in address.pieces]
    if before and titles.opens_list(before[-1]):
        return False  # "Coop Petite Enfance / Nos membres / an address": the first member lost its name
    near = [address.prefix] if address.prefix else before[-2:]
    return any(titles.announces_own(text) for text in near)


def without_own(addresses: Sequence[Address], pieces: Sequence[Piece], titles: Titles) -> list[Address]:
    """The addresses less the publisher's own: one that its name begins, or that stands alone in its markup under its name."""
    signatures = [pieces[a.anchor].line.signature for a in addresses]
    return [
        a
        for a, signature in zip(addresses, signatures, strict=True)
        if not titles.is_own(without_person(a.prefix))
        and not (signatures.count(signature) == 1 and announced_as_own(a, addresses, pieces, titles))
    ]
