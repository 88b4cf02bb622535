"""Lines that look like names, or like half an address, and that no address was found for: something is torn there."""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from sources.reading.addresses import Address
from sources.reading.contacts import Piece
from sources.reading.lines import Line
from sources.reading.naming import Naming
from sources.reading.notes import is_note
from sources.reading.one_line import has_street
from sources.reading.titles import Titles
from sources.reading.zones import Zone


def after_list(pieces: Sequence[Piece], zones: Sequence[Zone], naming: Naming, titles: Titles) -> list[Piece]:
    """Name-like lines after the last address, up to the next section, or that no text follows: their address is gone."""
    rest = [p for p in pieces[zones[-1].pieces[-1].index + 1 :] if p.rest and not is_note(p.rest)]
    alike = [p.line.signature in naming.signatures and titles.may_name(p.rest) for p in rest]
    ends = [not like and _ends_run(p, naming, titles) for like, p in zip(alike, rest, strict=True)]
    run = next((i for i, end in enumerate(ends) if end), len(rest))
    end = next((i for i, p in enumerate(rest) if titles.is_title(p.rest)), 0)
    strong = naming.rank >= 4  # in flat paragraphs every short line looks like a name
    return [p for i, p in enumerate(rest) if alike[i] and (i < run or (strong and i < end))]


def _ends_run(piece: Piece, naming: Naming, titles: Titles) -> bool:
    """A line that no list of members goes on after: a title, a heading, or running text where names stood."""
    return titles.is_title(piece.rest) or piece.line.rank >= 6 or piece.line.signature in naming.signatures


def left_in_list(pieces: Sequence[Piece], addresses: Sequence[Address], titles: Titles) -> list[Piece]:
    """Lines standing as the addresses' lines do, in the same list, that hold a name or a street and no address."""
    anchors = {i for a in addresses for i in a.pieces}
    blocks = {_block(pieces[a.anchor].line) for a in addresses}
    own_blocks = {pieces[a.anchor].line.block for a in addresses}
    listed = {block for block in blocks if re.match(r"(?:li|tr|td|dd)\b", block[1].rsplit(">", 1)[-1])}
    first, last = min(anchors), max(anchors)
    torn = [p for p in pieces if p.index not in anchors and (titles.may_name(p.rest) or has_street(p.rest))]
    near = {*_run(reversed(pieces[:first]), torn), *_run(pieces[last + 1 :], torn)}
    return [
        p
        for p in torn
        if p.line.block in own_blocks
        or _block(p.line) in listed
        or ((first < p.index < last or p.index in near) and _block(p.line) in blocks)
    ]


def _run(pieces: Iterable[Piece], torn: Sequence[Piece]) -> set[int]:
    """The torn lines that follow one another from here on; contacts and notes may stand between."""
    said = (p for p in pieces if p.rest and not is_note(p.rest))
    return {p.index for p in takewhile(lambda p: p in torn, said)}


def _block(line: Line) -> tuple[int, str]:
    """The element around a line's block, and the block's own signature."""
    depth = line.ancestors.index(line.block)
    return line.ancestors[depth - 1] if depth else -1, ">".join(line.signature.rstrip("+").split(">")[: depth + 1])
