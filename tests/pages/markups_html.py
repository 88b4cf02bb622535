"""Headings, paragraphs, lists and definition lists: what an editor makes by hand."""

from collections.abc import Sequence

from tests.pages.members import Member, lines, national, registry, tag, text
from tests.pages.surroundings import bootstrap, builder, wordpress


def markup_h3_p(members: Sequence[Member]) -> str:
    """A heading, then one paragraph."""
    return wordpress("\n".join(tag("h3", text(m.nom)) + tag("p", lines(m.line, m.telephone)) for m in members))


def markup_h3_p_p(members: Sequence[Member]) -> str:
    """The phone has a paragraph of its own."""
    return wordpress("\n".join(tag("h3", text(m.nom)) + tag("p", m.line) + tag("p", m.telephone) for m in members))


def markup_h2_div(members: Sequence[Member]) -> str:
    """The members' headings are of the same rank as those of the page's sections."""
    return bootstrap("\n".join(tag("h2", text(m.nom)) + tag("div", lines(m.line, m.telephone)) for m in members))


def markup_two_lines(members: Sequence[Member]) -> str:
    """Street and town each on a line, no country."""
    return builder(
        "\n".join(tag("h4", text(m.nom)) + tag("p", m.rue) + tag("p", m.town) + tag("p", m.telephone) for m in members)
    )


def markup_two_lines_br(members: Sequence[Member]) -> str:
    """Street, town, country and phone on four lines of one paragraph."""
    return wordpress(
        "\n".join(
            tag("h3", text(m.nom)) + tag("p", lines(m.rue, m.town, m.town and "France", national(m.telephone)))
            for m in members
        )
    )


def markup_p_br(members: Sequence[Member]) -> str:
    """One paragraph a member, nothing but line breaks inside."""
    return wordpress("\n".join(tag("p", lines(text(m.nom), m.line, m.telephone)) for m in members))


def markup_p_strong_br(members: Sequence[Member]) -> str:
    """The name is bold inside the member's paragraph."""
    return wordpress(
        "\n".join(tag("p", lines(tag("strong", text(m.nom)), m.line, m.telephone, by="<br>\n")) for m in members)
    )


def markup_p_strong_then_p(members: Sequence[Member]) -> str:
    """A bold paragraph for the name, an ordinary one for the address."""
    return builder("\n".join(tag("p", tag("b", text(m.nom))) + tag("p", lines(m.line, m.telephone)) for m in members))


def markup_double_br(members: Sequence[Member]) -> str:
    """One block for all; an empty line between two members."""
    blocks = (lines(text(m.nom), m.line, m.telephone, by="<br />\n") for m in members)
    return wordpress(tag("div", lines(*blocks, by="<br /><br />\n"), 'class="textwidget"'))


def markup_blank_paragraphs(members: Sequence[Member]) -> str:
    """Everything is a paragraph, and empty ones make the space."""
    blocks = (tag("p", text(m.nom)) + tag("p", m.line) + tag("p", m.telephone) + "<p>&nbsp;</p>" for m in members)
    return wordpress("\n".join(blocks))


def markup_li_strong_br(members: Sequence[Member]) -> str:
    """A list; the name bold, then line breaks."""
    items = (tag("li", lines(tag("strong", text(m.nom)), m.line, m.telephone)) for m in members)
    return wordpress(tag("ul", "\n".join(items)))


def markup_li_dashes(members: Sequence[Member]) -> str:
    """One line a member, dashes between its parts."""
    items = (tag("li", lines(text(m.nom), m.line, national(m.telephone), by=" – ")) for m in members)
    return bootstrap(tag("ul", "\n".join(items), 'class="list-unstyled"'))


def markup_li_commas(members: Sequence[Member]) -> str:
    """One line a member, commas between its parts."""
    items = (tag("li", lines(text(m.nom), m.line, national(m.telephone), by=", ")) for m in members)
    return wordpress(tag("ul", "\n".join(items)))


def markup_li_parentheses(members: Sequence[Member]) -> str:
    """The address in parentheses after the name."""
    items = (tag("li", lines(text(m.nom), m.line and f"({m.line})", national(m.telephone), by=" ")) for m in members)
    return builder(tag("ul", "\n".join(items)))


def markup_li_colon(members: Sequence[Member]) -> str:
    """A bold name, a colon, the address, on one line."""
    items = (
        tag("li", lines(tag("strong", text(m.nom)), lines(m.line, m.telephone, by=", tél. "), by=" : "))
        for m in members
    )
    return wordpress(tag("ol", "\n".join(items)))


def markup_li_nested(members: Sequence[Member]) -> str:
    """A list in a list."""
    items = (
        tag("li", text(m.nom) + tag("ul", tag("li", m.line) + tag("li", m.telephone)), 'class="member"')
        for m in members
    )
    return bootstrap(tag("ul", "\n".join(items)))


def markup_dl(members: Sequence[Member]) -> str:
    """A definition list: the name is the term."""
    pairs = (tag("dt", text(m.nom)) + tag("dd", m.line) + tag("dd", m.telephone) for m in members)
    return wordpress(tag("dl", "\n".join(pairs)))


def markup_dl_labels(members: Sequence[Member]) -> str:
    """A definition list a member, each part under its label."""

    def part(label: str, value: str) -> str:
        return value and f"<dt>{label}</dt><dd>{text(value)}</dd>"

    return bootstrap(
        "\n".join(
            tag("dl", part("Nom", m.nom) + part("Adresse", m.line) + part("Téléphone", m.telephone), 'class="row"')
            for m in members
        )
    )


def markup_labels(members: Sequence[Member]) -> str:
    """Labels before each part, inside the line."""

    def part(label: str, value: str) -> str:
        return value and f"<p><em>{label}</em> {value}</p>"

    return wordpress(
        "\n".join(
            tag("div", tag("h3", text(m.nom)) + part("Adresse :", m.line) + part("Tél. :", national(m.telephone)))
            for m in members
        )
    )


def markup_labels_inline(members: Sequence[Member]) -> str:
    """Labels as plain words in one paragraph, the phone on the address's line."""
    return builder(
        "\n".join(
            tag("h4", text(m.nom))
            + tag("p", lines(m.line and f"Adresse : {m.line}", m.telephone and f"Tél : {m.telephone}", by=" - "))
            for m in members
        )
    )


HTML = registry(
    markup_h3_p,
    markup_h3_p_p,
    markup_h2_div,
    markup_two_lines,
    markup_two_lines_br,
    markup_p_br,
    markup_p_strong_br,
    markup_p_strong_then_p,
    markup_double_br,
    markup_blank_paragraphs,
    markup_li_strong_br,
    markup_li_dashes,
    markup_li_commas,
    markup_li_parentheses,
    markup_li_colon,
    markup_li_nested,
    markup_dl,
    markup_dl_labels,
    markup_labels,
    markup_labels_inline,
)
