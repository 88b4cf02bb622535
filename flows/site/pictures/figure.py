"""A figure of the site: a picture, what it finds in words, and the same numbers as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flows.changes.plain import Tongue

FOLDER = "images"


@dataclass(frozen=True, slots=True)
class Figure:
    """`title`, `finding` (the picture in a sentence, its alternative text), `note` (its limits), `head` and `rows` of its table.

    `draw` makes the chart, of `width` and `height` CSS pixels; None when there is nothing to draw: words say why.
    """

    name: str
    title: str
    finding: str
    note: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    """The first cell of each names it."""
    draw: Callable[[], Any] | None = None
    width: int = 0
    height: int = 0


def path_of(name: str, tongue: Tongue, dark: bool = False) -> str:
    """Where a picture lies under the site's root.

    >>> path_of("carte", "fr", dark=True)
    'images/carte-fr-sombre.svg'
    """
    return f"{FOLDER}/{name}-{tongue}{'-sombre' if dark else ''}.svg"
