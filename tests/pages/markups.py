"""Every markup the member list is known in: a name and the function that draws the page from members.

`MARKUPS[name](MEMBERS)` is one whole page, text or bytes. Names and addresses may be drawn in capitals, with curly
apostrophes or invisible characters: compare what is read with `expected.json` after folding.
"""

from tests.pages.markups_cards import CARDS
from tests.pages.markups_folded import FOLDED
from tests.pages.markups_html import HTML
from tests.pages.markups_noise import MOBILES, NOISE, PERSONS
from tests.pages.markups_structured import STRUCTURED
from tests.pages.markups_tables import TABLES
from tests.pages.markups_text import LETTERS, PLAIN
from tests.pages.members import MEMBERS, SEVENTH, Markup, Member, Page, to_bytes

MARKUPS: dict[str, Markup] = {**HTML, **TABLES, **CARDS, **FOLDED, **STRUCTURED, **NOISE, **LETTERS, **PLAIN}

_TWICE = (2,) * len(MEMBERS)

# How often a page says each member's postcode, when that is not once.
COPIES: dict[str, tuple[int, ...]] = {
    "tabs_and_mobile": _TWICE,
    "desktop_and_mobile": _TWICE,
    "carousel_clones": (2, 1, 1, 1, 1, 2),
    "jsonld_graph": _TWICE,
    "list_and_locator": _TWICE,
    "map_links": _TWICE,
}

__all__ = [
    "COPIES",
    "MARKUPS",
    "MEMBERS",
    "MOBILES",
    "PERSONS",
    "PLAIN",
    "SEVENTH",
    "Markup",
    "Member",
    "Page",
    "to_bytes",
]
