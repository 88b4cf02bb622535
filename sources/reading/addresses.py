"""Finds postal addresses among pieces of lines: a five-digit postcode and its town, and the street around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sources.communes import commune_names
from sources.reading.contacts import Piece
from sources.text import clean, fold

_POSTCODE = re.compile(r"(?<![\d.,/])(?:F\s?-\s?)?((?:0[1-9]|[1-8]\d|9[0-578])\d{3})(?![\d])(?!\s*(?:€|euros|%))")
_TOWN = re.compile(r"[\s,–—-]*((?:[^\W\d_]|['’. -](?=[^\W\d_]))+)")
_NUMBER = r"\d{1,4}(?:\s?[-/]\s?\d{1,4})?(?:\s?(?:bis|ter|quater|[a-dA-D](?![\w'’])))?"
_WAY = (
    r"(?:grande?[-' ’]?rue|rue|avenue|ave?\.|av|boulevard|boul\.|bl?d\.?|place|pl\.|chemin|che?m?\.|all[ée]es?|all\.|impasse|imp\.|"
    r"route|rte\.?|square|sq\.|quai|cours|passage|faubourg|fbg?\.?|villa|cit[ée]|r[ée]sidence|lotissement|hameau|lieu[- ]dit|"
    r"esplanade|promenade|mail|rond[- ]point|sentier|sente|venelle|ruelle|traverse|mont[ée]e|voie|parvis|clos|z\.?[ai]\.?c?\.?|"
    r"zone|quartier|r\.)(?![\w])"
)
_NUMBERED = re.compile(rf"(?<![\w'’/-]){_NUMBER}\s*,?\s*{_WAY}", re.I)
_ANY_NUMBER = re.compile(rf"(?:^|[,;:(–—|·•-]\s*){_NUMBER}\s*,?\s+(?=[^\W\d_])", re.I)
_BARE_WAY = re.compile(rf"(?:^|[,;:(–—|·•-]\s*){_WAY}", re.I)
_BOX = re.compile(r"^(?:B\.?P\.?|C\.?S\.?|T\.?S\.?A\.?)\s?\d|^bo[iî]te postale|\bcedex\b", re.I)
_EDGES = " ,;:–—|·•/-("


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
    """All addresses of the pieces, in reading order. A street is taken from the same line, the one before, the one after."""
    anchors = [i for i, piece in enumerate(pieces) if _postcode(piece.rest)]
    found = [_assemble(pieces, i, set(anchors)) for i in anchors]
    return [address for address in found if address is not None]


@dataclass(frozen=True, slots=True)
class OneLine:
    """An address on one line: what stands before it, its parts, and the place as written (`text`)."""

    before: str
    rue: str
    code_postal: str
    commune: str
    text: str


def parse_line(text: str) -> OneLine | None:
    """The address that a line holds, or None. What follows the town (but the country) is no part of it."""
    match = _postcode(text)
    if match is None:
        return None
    town, after = _town(text[match.end() :], match.group(1))
    before, street = _part_street(text[: match.start()].strip(_EDGES))
    end = len(text) - len(after) if after else len(text)
    place = text[match.start() : end].strip(_EDGES)
    country = re.match(r"france\b", after, re.I)
    if country:
        place, after = f"{place}, {country.group()}", after[country.end() :].strip(_EDGES)
    if not street and is_street(after):
        street = after
        return OneLine(before, street, match.group(1), town, clean(f"{place}, {street}"))
    return OneLine(before, street, match.group(1), town, clean(f"{street}, {place}" if street else place))


def is_street(text: str) -> bool:
    """True for a line that begins as a street does: a number then words, or a way word."""
    return bool(re.match(rf"{_NUMBER}\s*,?\s+[^\W\d_]", text, re.I) or re.match(_WAY, text, re.I))


def has_street(text: str) -> bool:
    """True for a line that holds a numbered way somewhere."""
    return bool(_NUMBERED.search(text))


def _postcode(text: str) -> re.Match[str] | None:
    """The first five-digit run that is a postcode here: a capitalised or known town follows, or nothing does."""
    for match in _POSTCODE.finditer(text):
        after = text[match.end() :]
        town = _TOWN.match(after)
        if not after.strip(" ,.-–—)"):
            return match
        if town and (town.group(1)[0].isupper() or _known(match.group(1), town.group(1))):
            return match
    return None


def _known(code_postal: str, town: str) -> bool:
    names = commune_names(code_postal)
    words = fold(town).split()
    return any(" ".join(words[:n]) in names for n in range(len(words), 0, -1))


def _town(after: str, code_postal: str) -> tuple[str, str]:
    """The town that follows a postcode, and what follows the town."""
    match = _TOWN.match(after)
    if match is None:
        return "", after.strip(_EDGES)
    town = re.split(r"\s[-–—]+\s|\.\s|\b(?:cedex|france)\b", match.group(1), maxsplit=1, flags=re.I)[0].strip(" .-–—'’")
    words = town.split()
    known = (" ".join(words[:n]) for n in range(len(words), 0, -1) if fold(" ".join(words[:n])) in commune_names(code_postal))
    town = next(known, town)
    end = after.find(town) + len(town) if town else 0
    return town, after[end:].strip(_EDGES)


def _part_street(before: str) -> tuple[str, str]:
    """(prefix, street) of what precedes a postcode; the street is '' when no number or way word tells it."""
    for pattern in (_NUMBERED, _ANY_NUMBER, _BARE_WAY):
        match = pattern.search(before)
        if match:
            return before[: match.start()].strip(_EDGES), before[match.start() :].strip(_EDGES)
    return before, ""


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
    address = Address(tuple(span), i, found.text, found.rue, found.code_postal, town, found.before)
    if not found.rue and not found.before:
        address = _with_near_street(pieces, address, anchors)
    return replace(address, text=_as_written(pieces, address))


def _is_sentence(text: str) -> bool:
    """Running text that happens to quote an address: many words around it."""
    return len(text.split()) > 30 or bool(re.search(r"[.!?]\s+[A-ZÉÀ]\w+(?:\s+\w+){4,}", text))


def _near_town(pieces: Sequence[Piece], i: int, code_postal: str, anchors: set[int]) -> tuple[str, int]:
    """Town on the line after a lone postcode, or before it: the gazetteer says which; else the line after."""
    near = [j for j in (i + 1, i - 1, i + 2, i - 2) if 0 <= j < len(pieces) and j not in anchors]
    for j in near:
        if _known(code_postal, pieces[j].rest) and len(pieces[j].rest.split()) <= 6:
            return pieces[j].rest, j
    after = pieces[i + 1].rest if i + 1 in near else ""
    return (after, i + 1) if re.fullmatch(r"[^\W\d_][^\d,;]{1,40}", after) else ("", i)


def _with_near_street(pieces: Sequence[Piece], address: Address, anchors: set[int]) -> Address:
    """The street from the lines just before (a PO box may stand between), else from the line after."""
    boxes: list[int] = []
    for j in range(address.anchor - 1, max(-1, address.anchor - 4), -1):
        if j in anchors or pieces[j].line.rank >= 5:
            break
        if j in address.pieces or not pieces[j].rest:
            continue
        if is_street(pieces[j].rest):
            return replace(address, rue=pieces[j].rest.strip(_EDGES), pieces=(j, *boxes, *address.pieces))
        if not _BOX.search(pieces[j].rest):
            break
        boxes.insert(0, j)
    j = max(address.pieces) + 1
    if j < len(pieces) and j not in anchors and pieces[j].line.rank < 5 and is_street(pieces[j].rest):
        return replace(address, rue=pieces[j].rest.strip(_EDGES), pieces=(*boxes, *address.pieces, j))
    return replace(address, pieces=(*boxes, *address.pieces))


def _as_written(pieces: Sequence[Piece], address: Address) -> str:
    """The place as the source wrote it, its lines joined by commas."""
    texts = [address.text if j == address.anchor else pieces[j].rest for j in sorted(set(address.pieces))]
    return clean(", ".join(t.strip(_EDGES) for t in texts if t))
