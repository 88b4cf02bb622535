"""Further pages of few tags: light markup, preformatted text, tables pasted as text, numbered and separated lists."""

from collections.abc import Sequence

from tests.pages.members import Member, lines, national, registry, tag, text
from tests.pages.surroundings import bootstrap, builder, old, plain, wordpress


def markup_pre(members: Sequence[Member]) -> str:
    """The whole list in one preformatted block."""
    blocks = lines(*(lines(text(m.nom), m.rue, m.town, m.telephone, by="\n") for m in members), by="\n\n")
    return wordpress(f"<pre>{blocks}</pre>")


def markup_markdown_headings(members: Sequence[Member]) -> str:
    """Light markup: headings and paragraphs."""
    return plain(lines(*(lines(m.nom and f"### {m.nom}", m.line, m.telephone, by="\n\n") for m in members), by="\n\n"))


def markup_markdown_bold(members: Sequence[Member]) -> str:
    """Light markup: bold names, two blanks for a line end."""
    blocks = (lines(m.nom and f"**{m.nom}**", m.line, m.telephone, by="  \n") for m in members)
    return plain(lines(*blocks, by="\n\n"))


def markup_markdown_links(members: Sequence[Member]) -> str:
    """Light markup: a list of links."""
    items = (lines(m.nom and f"[{m.nom}](https://membre.example/)", m.line, m.telephone, by=" - ") for m in members)
    return plain(lines(*(f"* {item}" for item in items), by="\n"))


def markup_markdown_table(members: Sequence[Member]) -> str:
    """Light markup: a table of bars."""
    rows = (f"| {m.nom} | {m.line} | {m.telephone} |" for m in members)
    return plain(lines("| Nom | Adresse | Téléphone |", "| --- | --- | --- |", *rows, by="\n"))


def markup_tabs(members: Sequence[Member]) -> str:
    """A table copied from a browser: tabs between the cells."""
    rows = ("\t".join((m.nom, m.rue, m.code_postal, m.ville, m.telephone)) for m in members)
    return plain(lines("Nom\tAdresse\tCP\tVille\tTéléphone", *rows, by="\n"))


def markup_text_dots(members: Sequence[Member]) -> str:
    """Plain text with middle dots."""
    return plain(lines(*(f"• {lines(m.nom, m.line, m.telephone, by=' · ')}" for m in members), by="\n\n"))


def markup_text_labels(members: Sequence[Member]) -> str:
    """Plain text: each part after its label."""
    blocks = (
        lines(
            m.nom and f"Nom : {m.nom}",
            m.rue and f"Adresse : {m.rue}",
            m.code_postal and f"Code postal : {m.code_postal}",
            m.ville and f"Ville : {m.ville}",
            m.telephone and f"Téléphone : {m.telephone}",
            by="\n",
        )
        for m in members
    )
    return plain(lines(*blocks, by="\n\n"))


def markup_text_rules(members: Sequence[Member]) -> str:
    """Plain text with rules of dashes between the members."""
    return plain(lines(*(lines(m.nom, m.line, m.telephone, by="\n") for m in members), by="\n-----\n"))


def markup_numbered(members: Sequence[Member]) -> str:
    """Names numbered by hand."""
    blocks = (tag("p", lines(m.nom and f"{n}. {text(m.nom)}", m.line, m.telephone)) for n, m in enumerate(members, 1))
    return wordpress("\n".join(blocks))


def markup_numbered_headings(members: Sequence[Member]) -> str:
    """A large number in a span before each heading's name."""
    blocks = (
        (m.nom and f'<h3><span class="num">{n:02}</span> {text(m.nom)}</h3>') + tag("p", lines(m.line, m.telephone))
        for n, m in enumerate(members, 1)
    )
    return bootstrap("\n".join(blocks))


def markup_numbered_one_line(members: Sequence[Member]) -> str:
    """One line a member, numbered, bars between the parts."""
    items = (
        tag("p", f"{n}) " + lines(text(m.nom), m.line, national(m.telephone), by=" | "))
        for n, m in enumerate(members, 1)
    )
    return wordpress("\n".join(items))


def markup_rules(members: Sequence[Member]) -> str:
    """A rule after every member."""
    blocks = (tag("p", text(m.nom)) + tag("p", m.line) + tag("p", m.telephone) + "<hr>" for m in members)
    return builder("\n".join(blocks))


def markup_stars(members: Sequence[Member]) -> str:
    """Stars in a paragraph between the members."""
    blocks = (tag("p", lines(text(m.nom), m.line, m.telephone)) for m in members)
    return wordpress('\n<p class="sep">* * *</p>\n'.join(blocks))


def markup_fonts(members: Sequence[Member]) -> str:
    """Old fonts: names in colour, all else in the same cell."""
    blocks = (
        lines(f'<FONT color="#aa0000">{text(m.nom)}</FONT>' if m.nom else "", m.line, m.telephone, by="<BR>\n")
        for m in members
    )
    return old("<P>" + "<BR><BR>\n".join(blocks) + "</P>", charset="utf-8")


def markup_legal_form_in_name(members: Sequence[Member]) -> str:
    """The postal address in brackets and italics, its phone after a bar."""
    items = (
        tag("li", lines(tag("em", text(m.nom)), m.line and f"[{m.line}]", m.telephone and f"| {m.telephone}", by=" "))
        for m in members
    )
    return bootstrap(tag("ul", "\n".join(items)))


def markup_semicolons(members: Sequence[Member]) -> str:
    """A sentence that lists all members, semicolons between."""
    return wordpress(tag("p", lines(*(lines(text(m.nom), m.line, by=", ") for m in members), by=" ; ") + "."))


TEXTS = registry(
    markup_pre,
    markup_markdown_headings,
    markup_markdown_bold,
    markup_markdown_links,
    markup_markdown_table,
    markup_tabs,
    markup_text_dots,
    markup_text_labels,
    markup_text_rules,
    markup_numbered,
    markup_numbered_headings,
    markup_numbered_one_line,
    markup_rules,
    markup_stars,
    markup_fonts,
    markup_legal_form_in_name,
    markup_semicolons,
)
