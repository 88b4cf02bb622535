"""Cards, page builders, spans and microformats: what themes and plugins make."""

from collections.abc import Sequence

from tests.pages.members import Member, compact, lines, national, registry, tag, text
from tests.pages.surroundings import bootstrap, builder, wordpress


def _grid(cards: Sequence[str], size: int) -> str:
    rows = (cards[start : start + size] for start in range(0, len(cards), size))
    return "\n".join(tag("div", "\n".join(row), 'class="row"') for row in rows)


def markup_cards_two_columns(members: Sequence[Member]) -> str:
    """Bootstrap cards; the address is in the card's footer."""
    cards = [
        '<div class="col-md-6"><div class="card h-100"><div class="card-body">'
        f'<h5 class="card-title">{text(m.nom)}</h5></div>'
        f'<div class="card-footer text-muted">{lines(m.line, m.telephone)}</div></div></div>'
        for m in members
    ]
    return bootstrap(_grid(cards, 2))


def markup_cards_three_columns(members: Sequence[Member]) -> str:
    """Three cards a row, with a picture and a button."""
    cards = [
        f'<article class="col-4"><img src="/img/{number}.jpg" alt=""><h3>{text(m.nom)}</h3>'
        + tag("p", m.rue)
        + tag("p", m.town)
        + tag("p", national(m.telephone), 'class="phone"')
        + '<a class="btn" href="#">En savoir plus</a></article>'
        for number, m in enumerate(members, 1)
    ]
    return bootstrap(_grid(cards, 3))


def markup_elementor(members: Sequence[Member]) -> str:
    """A deep soup of divs whose classes are numbers."""

    def widget(number: int, kind: str, inner: str) -> str:
        return tag(
            "div",
            tag("div", inner, 'class="elementor-widget-container"') if inner else "",
            f'class="elementor-element elementor-element-7a{number:02x}f1 elementor-widget-{kind}"',
        )

    columns = (
        '<div class="elementor-column elementor-col-33"><div class="elementor-widget-wrap">'
        + widget(3 * n, "heading", tag("h3", text(m.nom), 'class="elementor-heading-title"'))
        + widget(3 * n + 1, "text-editor", tag("p", m.line))
        + widget(3 * n + 2, "button", tag("span", tag("span", m.telephone, 'class="elementor-button-text"')))
        + "</div></div>"
        for n, m in enumerate(members, 1)
    )
    return wordpress('<section class="elementor-section"><div>' + "\n".join(columns) + "</div></section>")


def markup_gutenberg(members: Sequence[Member]) -> str:
    """WordPress blocks, with their comments."""
    blocks = (
        '<!-- wp:group --><div class="wp-block-group">'
        + tag("h3", text(m.nom), 'class="wp-block-heading"')
        + "<!-- wp:paragraph -->\n"
        + tag("p", lines(m.line, m.telephone), 'class="has-small-font-size"')
        + "\n<!-- /wp:paragraph --></div><!-- /wp:group -->"
        for m in members
    )
    return wordpress("\n".join(blocks))


def markup_divi_blurbs(members: Sequence[Member]) -> str:
    """Divi blurbs, numbered one by one."""
    blurbs = (
        f'<div class="et_pb_module et_pb_blurb et_pb_blurb_{n}"><div class="et_pb_blurb_content">'
        '<div class="et_pb_main_blurb_image"><span class="et-pb-icon">&#xe01d;</span></div>'
        f'<div class="et_pb_blurb_container"><h4 class="et_pb_module_header"><span>{text(m.nom)}</span></h4>'
        f'<div class="et_pb_blurb_description">{tag("p", lines(m.line, m.telephone))}</div></div></div></div>'
        for n, m in enumerate(members)
    )
    return wordpress('<div class="et_pb_row et_pb_row_4">' + "\n".join(blurbs) + "</div>")


def markup_rich_text(members: Sequence[Member]) -> str:
    """A hosted site builder: every line is a paragraph of styled spans, all of the same class."""

    def line(value: str) -> str:
        styled = tag("span", tag("span", value, 'class="color_15"'), 'style="font-size:16px"')
        return tag("p", styled, 'class="font_8"')

    blocks = (line(text(m.nom)) + line(m.line) + line(m.telephone) + line("&#8203;") for m in members)
    return builder(tag("div", "\n".join(blocks), 'class="wixui-rich-text"'))


def markup_spans_with_classes(members: Sequence[Member]) -> str:
    """Spans side by side, told apart by their classes only."""

    def span(name: str, value: str) -> str:
        return tag("span", value, f'class="member__{name}"')

    items = (
        f'<div class="member">{span("name", text(m.nom))}\n{span("street", m.rue)}\n{span("zip", m.code_postal)} '
        f"{span('city', m.ville)}\n{span('phone', m.telephone)}</div>"
        for m in members
    )
    return bootstrap("\n".join(items))


def markup_spans_bare(members: Sequence[Member]) -> str:
    """Spans in spans, a div a line, no class at all."""
    items = (
        "<div>"
        + tag("div", tag("span", tag("span", text(m.nom))))
        + tag("div", tag("span", tag("span", m.rue) + (m.rue and "<span>, </span>") + tag("span", m.town)))
        + tag("div", tag("span", m.telephone))
        + "</div>"
        for m in members
    )
    return builder("\n".join(items))


def markup_spans_siblings(members: Sequence[Member]) -> str:
    """One item a member; name, address and phone are spans without classes, a blank between."""
    items = (
        tag("li", lines(tag("span", text(m.nom)), tag("span", m.line), tag("span", m.telephone), by="\n"))
        for m in members
    )
    return wordpress(tag("ul", "\n".join(items)))


def markup_figures(members: Sequence[Member]) -> str:
    """Logos with captions."""
    figures = (
        f'<figure><img src="logo-{n}.png" alt="logo"><figcaption>{lines(tag("strong", text(m.nom)), m.line)}'
        f"{tag('div', m.telephone)}</figcaption></figure>"
        for n, m in enumerate(members)
    )
    return bootstrap("\n".join(figures))


def markup_address_elements(members: Sequence[Member]) -> str:
    """`address` elements in articles."""
    articles = (
        tag("article", tag("h3", text(m.nom)) + tag("address", lines(m.rue, m.town, m.telephone, by="<br>\n")))
        for m in members
    )
    return wordpress("\n".join(articles))


def markup_hcard(members: Sequence[Member]) -> str:
    """The vCard microformat."""
    cards = (
        '<div class="vcard">'
        + tag("span", text(m.nom), 'class="fn org"')
        + ' <span class="adr">'
        + tag("span", m.rue, 'class="street-address"')
        + (m.rue and ", ")
        + tag("span", m.code_postal, 'class="postal-code"')
        + " "
        + tag("span", m.ville, 'class="locality"')
        + (m.rue and ', <span class="country-name">France</span>')
        + "</span> "
        + tag("span", m.telephone, 'class="tel"')
        + "</div>"
        for m in members
    )
    return wordpress("\n".join(cards))


def markup_microdata(members: Sequence[Member]) -> str:
    """schema.org in attributes."""

    def prop(element: str, name: str, value: str) -> str:
        return tag(element, value, f'itemprop="{name}"')

    items = (
        '<div itemscope itemtype="https://schema.org/ChildCare">'
        + prop("h3", "name", text(m.nom))
        + '<div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">'
        + lines(prop("span", "streetAddress", m.rue), prop("span", "postalCode", m.code_postal), by=", ")
        + " "
        + prop("span", "addressLocality", m.ville)
        + '<meta itemprop="addressCountry" content="FR"></div>'
        + tag("a", prop("span", "telephone", m.telephone), f'href="tel:{compact(m.telephone)}"')
        + "</div>"
        for m in members
    )
    return bootstrap("\n".join(items))


CARDS = registry(
    markup_cards_two_columns,
    markup_cards_three_columns,
    markup_elementor,
    markup_gutenberg,
    markup_divi_blurbs,
    markup_rich_text,
    markup_spans_with_classes,
    markup_spans_bare,
    markup_spans_siblings,
    markup_figures,
    markup_address_elements,
    markup_hcard,
    markup_microdata,
)
