"""Finds postal addresses among pieces of lines: a five-digit postcode and its town, and the street around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sources.communes import commune_names
from sources.reading.contacts import Piece
from sources.reading.one_line import EDGES, find_postcode, has_street, is_place, is_street, parse_line, part_street
from sources.text import clean, fold

_BOX = re.compile(r"^(?:B\.?P\.?|C\.?S\.?|T\.?S\.?A\.?)\s?\d|^bo[iî]te postale|\bcedex\b", re.I)


@dataclass(frozen=True, slots=True)
class Address:
    """An address as found: its pieces' indexes, its parts, and what stood before it on its own line (`prefix`)."""

    pieces: tuple[int, ...]
    anchor: int
    text: str
    rue: str
    code_postal: str
    commune: str
    prefix: str = ""


def find_addresses(pieces: Sequence[Piece]) -> list[Address]:
    """All addresses of the pieces, in reading order.

    A street is taken from the same line or the lines before it; from the line after where most of the page's
    addresses have theirs there.
    """
    anchors = [i for i, piece in enumerate(pieces) if find_postcode(piece.rest)]
    bare = [address for i in anchors if (address := _assemble(pieces, i, set(anchors)))]
    before = [_with_street_before(pieces, address, set(anchors)) for address in bare]
    after = [_with_street_after(pieces, address, set(anchors)) for address in bare]
    lead = sum(b.rue != a.rue for a, b in zip(bare, before, strict=True))
    follow = sum(b.rue != a.rue for a, b in zip(bare, after, strict=True))
    chosen = after if follow > lead else before
    return [replace(address, text=_as_written(pieces, address)) for address in _with_usual_street(pieces, chosen)]


def _assemble(pieces: Sequence[Piece], i: int, anchors: set[int]) -> Address | None:
    rest = pieces[i].rest
    found = parse_line(rest)
    if found is None or _is_sentence(rest):
        return None
    town, span = found.commune, [i]
    if not town:
        town, j = _near_town(pieces, i, found.code_postal, anchors)
        if not town:
            return None
        span.append(j)
    return Address(tuple(span), i, found.text, found.rue, found.code_postal, town, found.before)


def _is_sentence(text: str) -> bool:
    """Running text that happens to quote an address: many words around it."""
    return len(text.split()) > 30 or bool(re.search(r"[.!?]\s+[A-ZÉÀ]\w+(?:\s+\w+){4,}", text))


def _near_town(pieces: Sequence[Piece], i: int, code_postal: str, anchors: set[int]) -> tuple[str, int]:
    """Town on the line after a lone postcode, or before it: the gazetteer says which; else the line after."""
    near = [j for j in (i + 1, i - 1, i + 2, i - 2) if 0 <= j < len(pieces) and j not in anchors]
    for j in near:
        if fold(pieces[j].rest) in commune_names(code_postal):
            return pieces[j].rest, j
    after = pieces[i + 1].rest if i + 1 in near else ""
    return (after, i + 1) if re.fullmatch(r"[^\W\d_][^\d,;]{1,40}", after) else ("", i)


def _with_street_before(pieces: Sequence[Piece], address: Address, anchors: set[int]) -> Address:
    """The street from the lines just before; a box may stand between, a building above."""
    if address.rue or address.prefix:
        return address
    parts: dict[int, str] = {}
    prefix, street = "", ""
    for j in range(address.anchor - 1, max(-1, address.anchor - 5), -1):
        text = pieces[j].rest
        if j in anchors or pieces[j].line.rank >= 5:
            break
        if j in address.pieces or not text:
            continue
        if not street and (is_street(text) or has_street(text)):
            prefix, street = part_street(text)
        elif not is_place(text) and not _BOX.search(text):
            break
        parts[j] = _place_part(text)
        if prefix:
            break
    span = sorted(parts)
    return replace(address, rue=", ".join(parts[j] for j in span), prefix=prefix, pieces=(*span, *address.pieces))


def _with_street_after(pieces: Sequence[Piece], address: Address, anchors: set[int]) -> Address:
    """The street from the line after."""
    j = max(address.pieces) + 1
    if address.rue or address.prefix or j >= len(pieces) or j in anchors or pieces[j].line.rank >= 5:
        return address
    prefix, street = part_street(pieces[j].rest)
    return replace(address, rue=street, pieces=(*address.pieces, j)) if street and not prefix else address


def _with_usual_street(pieces: Sequence[Piece], addresses: Sequence[Address]) -> list[Address]:
    """A street that nothing tells ("Ferme du Mont"), where the other addresses have theirs, in markup that holds no other text."""
    taken = {j for a in addresses for j in a.pieces}
    usual = {pieces[j].line.signature for a in addresses for j in a.pieces if j < a.anchor and a.rue}
    bare = [a for a in addresses if not a.rue and not a.prefix]
    if not usual or not bare:
        return list(addresses)
    span = range(min(a.anchor for a in addresses) - 1, max(a.anchor for a in addresses))
    free = {j for j in span if j not in taken and pieces[j].rest and pieces[j].line.signature in usual}
    lone = len(free) <= len(bare) and not any(pieces[j].line.rank >= 5 for j in free)
    return [_from_line_before(pieces, a) if a in bare and lone and a.anchor - 1 in free else a for a in addresses]


def _from_line_before(pieces: Sequence[Piece], address: Address) -> Address:
    street = pieces[address.anchor - 1].rest.strip(EDGES)
    return replace(address, rue=street, pieces=(address.anchor - 1, *address.pieces))


def _as_written(pieces: Sequence[Piece], address: Address) -> str:
    """The place as the source wrote it, its lines joined by commas."""
    texts = [address.text if j == address.anchor else _place_part(pieces[j].rest) for j in sorted(set(address.pieces))]
    return clean(", ".join(text for text in texts if text))


def _place_part(text: str) -> str:
    """A line without what stands before its street: a name, perhaps a person's."""
    prefix, street = part_street(text)
    return street if prefix and street else text.strip(EDGES)
