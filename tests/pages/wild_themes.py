"""Further themes: what other content systems, builders and frameworks make of the same list."""

from collections.abc import Sequence

from tests.pages.members import Member, compact, lines, national, registry, tag, text
from tests.pages.surroundings import bootstrap, builder, wordpress


def markup_aside(members: Sequence[Member]) -> str:
    """The list is in a sidebar."""
    items = "\n".join(tag("li", lines(tag("b", text(m.nom)), m.line, m.telephone)) for m in members)
    return wordpress(f'<aside class="widget-area"><div class="widget"><ul>{items}</ul></div></aside>')


def markup_in_page_header(members: Sequence[Member]) -> str:
    """A builder that puts whole sections into `header` elements."""
    items = "\n".join(tag("h3", text(m.nom)) + tag("p", lines(m.line, m.telephone)) for m in members)
    return builder(f'<header class="block-header">{items}</header>')


def markup_in_page_footer(members: Sequence[Member]) -> str:
    """The list is the footer's first part, as on sites with one page; the network's own address stands below."""
    items = "\n".join(tag("h4", text(m.nom)) + tag("p", lines(m.line, m.telephone)) for m in members)
    return bootstrap("<p>Voir plus bas.</p>").replace(
        '<footer class="footer">', f'<footer class="footer"><div class="members">{items}</div>'
    )


def markup_card_headers(members: Sequence[Member]) -> str:
    """Each card has its own `header` and `footer`."""
    cards = (
        f"<article><header><h4>{text(m.nom)}</h4></header><footer>{lines(m.line, m.telephone)}</footer></article>"
        for m in members
    )
    return bootstrap("\n".join(cards))


def markup_bare_card_headers(members: Sequence[Member]) -> str:
    """`header` and `footer` again, in divs that have no class."""
    cards = (
        f"<div><header>{text(m.nom)}</header><div>{m.line}</div><footer>{national(m.telephone)}</footer></div>"
        for m in members
    )
    return builder("\n".join(cards))


def markup_drupal_views(members: Sequence[Member]) -> str:
    """Rows and fields of a Drupal view."""

    def field(name: str, value: str) -> str:
        inner = tag("span" if name == "title" else "div", value, 'class="field-content"')
        return tag("div", inner, f'class="views-field views-field-{name}"')

    rows = (
        '<div class="views-row views-row-1">'
        + field("title", tag("a", text(m.nom), 'href="/node/75010"'))
        + field("field-adresse", tag("p", m.line))
        + field("field-telephone", m.telephone)
        + "</div>"
        for m in members
    )
    return wordpress('<div class="view-content">' + "\n".join(rows) + "</div>")


def markup_drupal_address(members: Sequence[Member]) -> str:
    """Drupal's address field: spans by class, line breaks between."""
    rows = (
        f'<article class="node"><h2><a href="/m/{n}"><span class="field field--name-title">{text(m.nom)}</span></a></h2>'
        + tag(
            "p",
            lines(
                tag("span", m.rue, 'class="address-line1"'),
                lines(
                    tag("span", m.code_postal, 'class="postal-code"'), tag("span", m.ville, "class=locality"), by=" "
                ),
                m.town and '<span class="country">France</span>',
                by="<br>\n",
            ),
            'class="address" translate="no"',
        )
        + tag("div", m.telephone, 'class="field field--name-field-tel"')
        + "</article>"
        for n, m in enumerate(members)
    )
    return bootstrap("\n".join(rows))


def markup_joomla_category(members: Sequence[Member]) -> str:
    """Joomla's list of contacts."""
    rows = (
        f'<li class="row cat-list-row{n % 2}"><div class="list-title"><a href="/contacts/{n}-x">{text(m.nom)}</a></div>'
        f'<div class="col-md-3">{lines(m.rue, m.town)}</div><div class="col-md-3">{m.telephone}</div></li>'
        for n, m in enumerate(members)
    )
    return bootstrap('<ul class="category list-striped">' + "\n".join(rows) + "</ul>")


def markup_spip(members: Sequence[Member]) -> str:
    """SPIP: titles are links in headings, text in an introduction."""
    items = (
        f'<li class="item hentry"><h3 class="entry-title"><a href="spip.php?article{n}" rel="bookmark">{text(m.nom)}'
        f'</a></h3><div class="introduction entry-content"><p>{lines(m.line, m.telephone, by="<br class=autobr>")}</p>'
        "</div></li>"
        for n, m in enumerate(members)
    )
    return wordpress('<div class="liste articles"><ul class="liste-items">' + "\n".join(items) + "</ul></div>")


def markup_typo3(members: Sequence[Member]) -> str:
    """TYPO3: each content element in a frame with an anchor."""
    frames = (
        f'<div id="c{n}" class="frame frame-default frame-type-text"><header><h3 class="">{text(m.nom)}</h3></header>'
        f"{tag('p', m.line)}{tag('p', m.telephone)}</div>"
        for n, m in enumerate(members, 69006)
    )
    return bootstrap("\n".join(frames))


def markup_squarespace(members: Sequence[Member]) -> str:
    """Squarespace: bold names and addresses in paragraphs of one block."""
    blocks = (
        tag("p", tag("strong", text(m.nom)), 'class="" style="white-space:pre-wrap;"')
        + tag("p", m.line, 'class="" style="white-space:pre-wrap;"')
        + tag("p", m.telephone, 'class="" style="white-space:pre-wrap;"')
        for m in members
    )
    return builder('<div class="sqs-block-content"><div class="sqs-html-content">' + "\n".join(blocks) + "</div></div>")


def markup_google_sites(members: Sequence[Member]) -> str:
    """Deep divs with generated classes, every word in a span of its own."""

    def words(value: str) -> str:
        return " ".join(tag("span", word, 'class="C9DxTc " style="font-size: 12pt;"') for word in value.split())

    blocks = (
        f'<div class="tyJCtd mGzaTb"><p class="zfr3Q CDt4Ke">{words(text(m.nom))}</p>'
        f'<p class="zfr3Q CDt4Ke">{words(m.line)}</p>' + tag("p", words(m.telephone), 'class="zfr3Q CDt4Ke"') + "</div>"
        for m in members
    )
    return builder('<section class="yaqOZd"><div class="mYVXT">' + "\n".join(blocks) + "</div></section>")


def markup_hashed_classes(members: Sequence[Member]) -> str:
    """Components of a framework: every class is a hash."""
    cards = (
        f'<div class="sc-akLmNo gZxYtr"><div class="sc-bxYzQe MuiTypography-root MuiTypography-h6">{text(m.nom)}</div>'
        f'<div class="sc-cpQrSt hTuVwx">{m.line}</div>'
        f'<a class="sc-duVwXy iAbCde" href="tel:{compact(m.telephone)}">{m.telephone}</a></div>'
        for m in members
    )
    return builder("\n".join(cards))


def markup_tailwind(members: Sequence[Member]) -> str:
    """Utility classes; the last card has other margins."""
    cards = (
        f'<div class="p-4 rounded-lg {"mb-4" if n + 1 < len(members) else "mb-0 border-none"}">'
        f'<p class="text-lg font-semibold">{text(m.nom)}</p><p class="mt-1 text-gray-600">{m.line}</p>'
        + tag("p", m.telephone, 'class="mt-1 text-gray-600"')
        + "</div>"
        for n, m in enumerate(members)
    )
    return bootstrap('<div class="grid md:grid-cols-2 gap-6">' + "\n".join(cards) + "</div>")


def markup_custom_elements(members: Sequence[Member]) -> str:
    """Web components with slots."""
    cards = (
        f'<member-card><span slot="title">{text(m.nom)}</span><span slot="body">{m.line}</span>'
        + tag("span", m.telephone, 'slot="foot"')
        + "</member-card>"
        for m in members
    )
    return bootstrap("\n".join(cards))


def markup_buttons_and_maps(members: Sequence[Member]) -> str:
    """A framed map and two buttons in every card."""
    cards = (
        f'<div class="card"><h3>{text(m.nom)}</h3>{tag("p", m.line)}<iframe src="https://maps.example/?q={n}" '
        f'title="Carte : {text(m.rue)}">75011 Paris</iframe><p><a class="btn" href="#">Plan d’accès</a> '
        f'<a class="btn" href="#">En savoir plus</a></p>{tag("p", m.telephone)}</div>'
        for n, m in enumerate(members)
    )
    return wordpress("\n".join(cards))


THEMES = registry(
    markup_aside,
    markup_in_page_header,
    markup_in_page_footer,
    markup_card_headers,
    markup_bare_card_headers,
    markup_drupal_views,
    markup_drupal_address,
    markup_joomla_category,
    markup_spip,
    markup_typo3,
    markup_squarespace,
    markup_google_sites,
    markup_hashed_classes,
    markup_tailwind,
    markup_custom_elements,
    markup_buttons_and_maps,
)
