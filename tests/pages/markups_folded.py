"""Folding blocks, tabs and sliders: lists that are closed, hidden, or on the page twice."""

from collections.abc import Sequence

from tests.pages.members import Member, lines, national, registry, tag, text
from tests.pages.surroundings import bootstrap, wordpress


def markup_details(members: Sequence[Member]) -> str:
    """Folding blocks: the name is the summary."""
    blocks = (
        f"<details><summary>{text(m.nom)}</summary>{tag('p', m.line)}{tag('p', m.telephone)}</details>" for m in members
    )
    return wordpress("\n".join(blocks))


def markup_accordion(members: Sequence[Member]) -> str:
    """The name is a button, the address is in a closed panel."""
    panels = (
        '<div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button collapsed" '
        f'aria-expanded="false">{text(m.nom)}</button></h2><div class="accordion-collapse collapse">'
        f'<div class="accordion-body">{lines(m.line, m.telephone)}</div></div></div>'
        for m in members
    )
    return bootstrap('<div class="accordion">' + "\n".join(panels) + "</div>")


def markup_tabs_and_mobile(members: Sequence[Member]) -> str:
    """Tabs with the names as titles on a desktop, the same list again as an accordion on a phone."""
    titles = "".join(f'<li role="tab">{text(m.nom)}</li>' for m in members if m.nom)
    tabs = "".join(
        f'<div role="tabpanel"><h4>{text(m.nom)}</h4>{tag("p", lines(m.line, m.telephone))}</div>\n' for m in members
    )
    folds = "".join(
        f'<div class="fold"><a class="fold-title" href="#">{text(m.nom)}</a>'
        f"{tag('p', lines(m.line, m.telephone))}</div>\n"
        for m in members
    )
    return wordpress(f'<ul role="tablist">{titles}</ul>{tabs}<div class="mobile-only">{folds}</div>')


def markup_desktop_and_mobile(members: Sequence[Member]) -> str:
    """A table for wide screens, cards hidden until the screen is narrow; national phones in one of them."""
    rows = "".join(f"<tr><td>{text(m.nom)}</td><td>{m.line}</td><td>{m.telephone}</td></tr>\n" for m in members)
    cards = "".join(
        f'<div class="card">{tag("strong", text(m.nom))}{tag("p", lines(m.rue, m.town, national(m.telephone)))}</div>'
        for m in members
    )
    return bootstrap(
        f'<table class="d-none d-md-table">{rows}</table>\n<div class="d-md-none" style="display:none">{cards}</div>'
    )


def markup_carousel_clones(members: Sequence[Member]) -> str:
    """A slider that repeats its last slide before the first and its first after the last."""

    def slide(m: Member, kind: str = "") -> str:
        return f'<div class="swiper-slide{kind}"><h3>{text(m.nom)}</h3>{tag("p", lines(m.line, m.telephone))}</div>\n'

    clone = " swiper-slide-duplicate"
    ends = (slide(members[-1], clone), slide(members[0], clone)) if members else ("", "")
    return wordpress(f'<div class="swiper-wrapper">{ends[0]}{"".join(slide(m) for m in members)}{ends[1]}</div>')


FOLDED = registry(
    markup_details,
    markup_accordion,
    markup_tabs_and_mobile,
    markup_desktop_and_mobile,
    markup_carousel_clones,
)
