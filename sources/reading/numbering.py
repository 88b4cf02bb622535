"""Numbers that an editor put before the names of a list: "1. AGAPI", "02 Au Nid"."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from sources.reading.contacts import Piece
from sources.reading.one_line import is_street

_NUMBER = re.compile(r"\(?(0?)(\d{1,2})(?:\s?([.)/°:–—-])+\s*|\s+)(?=[^\W_]|[«\"(])")


def without_numbers(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without such numbers: three or more lines of one markup that count up from 1, none of them a street."""
    alike: dict[tuple[str, bool], list[tuple[Piece, re.Match[str]]]] = defaultdict(list)
    for piece in pieces:
        match = _NUMBER.match(piece.rest)
        marked = bool(match and (match.group(1) or match.group(3)))  # "1." and "01" are no street's number
        if match and (marked or not is_street(piece.rest[match.end() :])):
            alike[piece.line.signature, marked].append((piece, match))
    bare = {
        piece.index: piece.rest[match.end() :]
        for found in alike.values()
        if _counts([int(match.group(2)) for _, match in found])
        for piece, match in found
    }
    return [replace(piece, rest=bare[piece.index]) if piece.index in bare else piece for piece in pieces]


def _counts(numbers: Sequence[int]) -> bool:
    """1, 2, 3 …; a number may be missing where a line is torn."""
    steps = [b - a for a, b in pairwise(numbers)]
    return len(numbers) >= 3 and numbers[0] <= 2 and all(1 <= step <= 2 for step in steps)
