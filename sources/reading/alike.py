"""Elements alike: the same tags around other words. What the parser made of one is known of the next, without parsing it.

Of an element as written, the words between two tags and the values of attributes may change; all else, classes and blanks
included, is its shape. The first time that a shape is met nothing is known of it; the second time it is parsed with a mark in
each place that may change, and where the marks come out is how every element of that shape is read. Only shapes of plain tags
and quoted values are known, in which no text can be taken for a tag, nor a tag for text.
"""

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from sources.reading.alone import STRANGE, parsed
from sources.reading.values import Field, Plan, raws, said

_LONGEST = 10_000
"""Bytes of an element: of a longer one another of the same shape is not to be expected."""
_SHAPES = 500
"""Remembered at most."""
_RECENT = 8
"""Tried one after the other: telling the shape of an element takes as long as some twelve of these."""
_IN_VAIN = 100
"""New shapes in a row, after which no other is looked for: these pages are written by hand."""
_MARK = "zq{}zq"
_MARKS = re.compile(r"zq(\d+)zq")
_SIGNS = r"!#-%'-;=?-~\xa0-\u024f\u2010-\u2027"
"""Printable, Latin, and nothing that begins or ends a tag, a reference or a quoted value; in words, quotes may be."""
_WORDS = rf"[\t\n ]{{0,20}}+[\"{_SIGNS}][\t\n \"{_SIGNS}]{{0,300}}+"
"""Not all blank, for the parser may leave blanks out; sooner ended than what it takes at once."""
_VALUE = rf"[ {_SIGNS}]{{1,300}}+"
_VARYING = re.compile(rf"((?<!=)>{_WORDS}<|(?<=[a-z]=)(?<! class=)\"{_VALUE}\")")
"""Where an element may differ from others. Only values stand after `=`: no shape has the one where another has the other."""
_ATTRIBUTES = r"(?: [a-z][a-z-]{0,30}+=\"[^\"<>&]*+\")*+"
_PLAIN = re.compile(
    rf"(?:<(?!{STRANGE.decode()})[a-z][a-z0-9]{{0,30}}+{_ATTRIBUTES}>|</[a-z][a-z0-9]{{0,30}}+>|[^<>&\x00-\x08\x0b-\x1f\x7f]++)*+"
)
Values = dict[str, list[str]]
Shape = tuple[str, ...]
"""An element as written, without what may change."""


class Recipe(NamedTuple):
    """How elements of a shape are read: the pattern that they and no others fit, with a group for each place that may change.

    `told`: each value in reading order, as the texts and the numbers of the places that its raw text is put together from.
    """

    pattern: re.Pattern[str]
    told: list[tuple[Field, list[str | int]]]


class Alike:
    """The shapes that elements `zone` are known to have, and how each is read."""

    def __init__(self, zone: str, plan: Plan) -> None:
        self.zone, self.plan = zone, plan
        self._recent: list[Recipe] = []
        self._recipes: dict[Shape, Recipe | None] = {}
        self._met: set[Shape] = set()
        self._in_vain = 0

    def values(self, text: bytes) -> Values | None:
        """The values of an element as written in UTF-8: what its parsed tree gives; None where nothing is known of its shape."""
        if len(text) > _LONGEST:
            return None
        words = text.decode()
        for recipe in self._recent:
            if match := recipe.pattern.fullmatch(words):
                return _read(recipe, match.groups())
        return None if self._in_vain > _IN_VAIN else self._other(words)

    def _other(self, words: str) -> Values | None:
        """The same of an element that is of none of the last shapes."""
        shape = tuple(_VARYING.split(words)[::2])
        recipe = self._recipes[shape] if shape in self._recipes else self._met_again(shape)
        match = recipe and recipe.pattern.fullmatch(words)
        if not recipe or not match:
            return None
        self._recent = [recipe, *self._recent[: _RECENT - 1]]
        return _read(recipe, match.groups())

    def _met_again(self, shape: Shape) -> Recipe | None:
        """How a shape is read that is met for the second time."""
        if shape in self._met:
            self._in_vain = 0
            self._recipes[shape] = recipe = _learnt(shape, self.zone, self.plan)
            return recipe
        if len(self._met) >= _SHAPES:
            self._met.clear()
            self._recipes.clear()
        self._met.add(shape)
        self._in_vain += 1
        return None


def _read(recipe: Recipe, words: Sequence[str]) -> Values:
    found: Values = {}
    for field, told in recipe.told:
        raw = "".join([one if isinstance(one, str) else words[one].replace("\n", " ") for one in told])
        if value := said(field, raw):
            found.setdefault(field.name, []).append(value)
    return found


def _learnt(shape: Shape, zone: str, plan: Plan) -> Recipe | None:
    """How elements of a shape are read; None when they are not surely all read alike."""
    marked, pattern = shape[0], re.escape(shape[0])
    for place, (before, after) in enumerate(itertools.pairwise(shape)):
        opened, inside, closed = ('"', _VALUE, '"') if before.endswith("=") else (">", _WORDS, "<")
        marked += opened + _MARK.format(place) + closed + after
        pattern += f"{opened}({inside}){closed}{re.escape(after)}"
    is_plain = not any("zq" in each for each in shape) and _PLAIN.fullmatch(marked)
    root = parsed(marked.encode(), zone) if is_plain else None
    if root is None:
        return None
    return Recipe(re.compile(pattern), [(field, _told(raw)) for field, raw in raws(root, plan)])


def _told(raw: str) -> list[str | int]:
    """A raw text's parts, in turn a text and the place of a mark; without the texts that are empty."""
    parts = _MARKS.split(raw)
    turns = [int(part) if at % 2 else part for at, part in enumerate(parts)]
    return [one for one in turns if one != ""]
