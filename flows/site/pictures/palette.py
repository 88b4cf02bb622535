"""The colours of pictures: those of the site's style, on light and on dark ground.

A picture is drawn in the light ones; the dark one is the same drawing, its colours replaced. Each stands 3:1 or more against its
ground (WCAG 2.2, 1.4.11), text 4.5:1 (1.4.3); blue-green against orange is told apart by colour-blind eyes, and never alone:
shape or words say the same.
"""

import re

INK, PALE, RULE = "#1d2422", "#55605c", "#c9cfcb"
GROUND, LAND = "#fbfaf7", "#ece8dc"
FIRST, SECOND = "#0f5c55", "#c2571a"
DARK = {
    INK: "#e9edeb",
    PALE: "#b3bfbb",
    RULE: "#46514f",
    GROUND: "#14191a",
    LAND: "#2a3233",
    FIRST: "#6fc4b8",
    SECOND: "#f0a06a",
}
"""Light -> dark."""
_ANY = re.compile("|".join(map(re.escape, DARK)))


def darkened(image: str) -> str:
    """The same SVG for dark ground."""
    return _ANY.sub(lambda found: DARK[found[0]], image)
