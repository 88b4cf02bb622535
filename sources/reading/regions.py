"""Which part of a page an element opens: menu, footer, banner. The publisher's own address stands there, not members'."""

import re
from typing import Protocol

_MENU = frozenset("menu navbar navigation breadcrumb breadcrumbs main-menu site-navigation topbar fil-ariane".split())
_FOOTER = frozenset(
    "footer site-footer page-footer main-footer footer-widgets footer-area footer-bottom footer-main colophon "
    "pied-de-page pied copyright mentions".split()
)
_BANNER = re.compile(r"cookie|consent|rgpd|gdpr|tarteaucitron|axeptio|didomi|cmplz|onetrust", re.I)
_CONTENT = frozenset("article li td section main figure details blockquote".split())


class Element(Protocol):
    """What we need of an element of the tree."""

    tag: str

    def get(self, key: str, default: str = "") -> str: ...
    def iterancestors(self) -> "list[Element]": ...


def region_of(element: Element) -> str:
    """'menu', 'pied', 'bandeau', 'entete', or '' when the element opens no such part.

    A <footer> or <header> inside an article, a card or a list belongs to that article, not to the page.
    """
    tokens = set(f"{element.get('class', '')} {element.get('id', '')}".lower().split())
    role = element.get("role", "")
    if element.tag == "nav" or role == "navigation" or tokens & _MENU:
        return "menu"
    if any(_BANNER.search(token) for token in tokens) and element.tag not in ("html", "body"):
        return "bandeau"
    if element.tag == "footer" or role == "contentinfo" or tokens & _FOOTER:
        return "" if _inside_content(element) else "pied"
    if element.tag == "header" or role == "banner":
        return "" if _inside_content(element) else "entete"
    return ""


def _inside_content(element: Element) -> bool:
    """True when an ancestor is an article, a list item, a section or a card."""
    return any(
        ancestor.tag in _CONTENT or any(re.search(r"\bcard\b|carte|fiche|member|membre", c) for c in ancestor.get("class", "").split())
        for ancestor in element.iterancestors()
    )
