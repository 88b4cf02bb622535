"""Which part of a page an element opens: menu, footer, banner. The publisher's own address stands there, not members'."""

import re
from collections.abc import Sequence

from sources.reading.tree import Node
from sources.reading.words import words

_MENU = words("menu navbar navigation breadcrumb breadcrumbs main-menu site-navigation topbar fil-ariane")
_FOOTER = words(
    "footer site-footer page-footer main-footer footer-widgets footer-area footer-bottom footer-main colophon "
    "pied-de-page pied copyright mentions"
)
_BANNER = re.compile(r"cookie|consent|rgpd|gdpr|tarteaucitron|axeptio|didomi|cmplz|onetrust", re.I)
_CONTENT = words("article li td section main figure details blockquote")
_CARD = re.compile(r"\bcard\b|carte|fiche|member|membre", re.I)


class Regions:
    """The parts of one page."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._cards = _repeated(nodes)

    def of(self, node: Node) -> str:
        """'menu', 'pied', 'bandeau', 'entete', or '' when the element opens no such part.

        A <footer> or <header> inside an article, a card or a list belongs to that article, not to the page.
        """
        tokens = set(f"{node.get('class')} {node.get('id')}".lower().split())
        role = node.get("role")
        if node.tag == "nav" or role == "navigation" or tokens & _MENU:
            return "menu"
        if any(_BANNER.search(token) for token in tokens) and node.tag not in ("html", "body"):
            return "bandeau"
        if node.tag == "footer" or role == "contentinfo" or tokens & _FOOTER:
            return "" if self._inside_content(node) else "pied"
        if node.tag == "header" or role == "banner":
            return "" if self._inside_content(node) else "entete"
        return ""

    def _inside_content(self, node: Node) -> bool:
        """True when an ancestor is an article, a list item, a section or a card."""
        return any(
            outer.tag in _CONTENT or outer in self._cards or any(_CARD.search(c) for c in outer.get("class").split())
            for outer in node.ancestors()
        )


def _repeated(nodes: Sequence[Node]) -> frozenset[Node]:
    """Elements side by side, of one tag, three or more of which have a <header> or <footer> of their own: cards."""
    cards: set[Node] = set()
    for parent in nodes:
        headed = [c for c in parent.children if any(inner.tag in ("header", "footer") for inner in c.children)]
        for tag in {card.tag for card in headed}:
            alike = [card for card in headed if card.tag == tag]
            cards.update(alike if len(alike) >= 3 else ())
    return frozenset(cards)
