"""Pictures, drawn when the site is built: SVG for pages, light and dark, and the map as a PNG for those who share a link.

Each of them is a `Figure`: pages tell in words and in a table what the picture shows.
"""

from collections.abc import Callable

from flows import drawing
from flows.site.pictures import departements, filled, forms, freshness, months, need, precision
from flows.site.pictures.country import NAME, card, country, shared
from flows.site.pictures.figure import Figure, path_of
from flows.site.pictures.palette import darkened
from flows.site.shown import Shown
from flows.site.words import TONGUES, Words

Maker = Callable[[Shown, Words], Figure]
FIGURES: tuple[Maker, ...] = (
    departements.figure,
    forms.figure,
    need.figure,
    months.figure,
    freshness.figure,
    precision.figure,
    filled.figure,
)
"""In the order of the page that shows all of them."""


def pictures_of(about: Shown) -> dict[str, bytes]:
    """Path under the site -> the file. Same release, same bytes."""
    found: dict[str, bytes] = {}
    for words in map(Words, TONGUES):
        for make in FIGURES:
            figure = make(about, words)
            if figure.draw:
                found |= _both(figure.name, words, drawing.svg(figure.draw()))
        found |= _both(NAME, words, country(about, words))
        found[shared(words.tongue)] = drawing.png(card(about, words))
    return found


def _both(name: str, words: Words, image: str) -> dict[str, bytes]:
    dark = path_of(name, words.tongue, dark=True)
    return {path_of(name, words.tongue): image.encode(), dark: darkened(image).encode()}
