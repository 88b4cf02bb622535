"""Numbers that an editor put before the names of a list: "1. AGAPI", "02 Au Nid"."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from sources.reading.contacts import Piece
from sources.reading.one_line import is_street

_NUMBER = re.compile(r"\(?0?(\d{1,2})(?:\s?[.)/°:–—-]+\s*|\s+)(?=[^\W\d_]|[«\"(])")


def without_numbers(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without such numbers: three or more lines of one markup that count up from 1, none of them a street."""
    alike: dict[str, list[tuple[Piece, re.Match[str]]]] = defaultdict(list)
    for piece in pieces:
        match = _NUMBER.match(piece.rest)
        if match and not _is_way(piece.rest):
            alike[piece.line.signature].append((piece, match))
    bare = {
        piece.index: piece.rest[match.end() :]
        for found in alike.values()
        if _counts([int(match.group(1)) for _, match in found])
        for piece, match in found
    }
    return [replace(piece, rest=bare[piece.index]) if piece.index in bare else piece for piece in pieces]


def _is_way(text: str) -> bool:
    """ "12 Rue …", not "3 Petits Pas"."""
    return is_street(re.sub(r"^\d+\W+", "", text))


def _counts(numbers: Sequence[int]) -> bool:
    """1, 2, 3 …; a number may be missing where a line is torn."""
    steps = [b - a for a, b in pairwise(numbers)]
    return len(numbers) >= 3 and numbers[0] <= 2 and all(1 <= step <= 2 for step in steps)
