"""Letters and bytes: charsets, entities, invisible characters, upper case, minified pages, and plain text."""

import re
from collections.abc import Sequence

from tests.pages.markups_html import markup_dl, markup_h3_p, markup_li_strong_br, markup_p_strong_br
from tests.pages.members import Member, lines, national, registry, tag, text
from tests.pages.surroundings import bootstrap, old, plain, wordpress


def markup_upper_case(members: Sequence[Member]) -> str:
    """Names, streets and towns all in capitals, as the editor typed them."""
    blocks = (tag("h3", text(m.nom.upper())) + tag("p", lines(m.line.upper(), m.telephone)) for m in members)
    return wordpress("\n".join(blocks))


def markup_entities(members: Sequence[Member]) -> str:
    """Accents, apostrophes and commas as entities, non-breaking spaces between the words of an address."""

    def coded(value: str) -> str:
        named = text(value).replace("é", "&eacute;").replace("è", "&egrave;").replace("Ô", "&Ocirc;")
        return named.replace("'", "&rsquo;").replace(" ", "&nbsp;").replace(",&nbsp;", "&#44; ")

    blocks = (tag("h3", coded(m.nom)) + tag("p", lines(coded(m.line), coded(m.telephone))) for m in members)
    return wordpress("\n".join(blocks))


def markup_invisible_characters(members: Sequence[Member]) -> str:
    """Soft hyphens and zero-width characters inside words, thin and narrow spaces in numbers."""

    def hidden(value: str) -> str:
        value = re.sub(r"(?<=[a-z]{3})(?=[a-z]{3})", "&shy;", value)
        return re.sub(r"(\d)(?=\d{3}\b)", "\\1\u200b", value)

    blocks = (
        tag("h3", m.nom and f"\ufeff{text(m.nom)}\u200b")
        + tag("p", lines(hidden(m.line), m.telephone.replace(" ", "\u202f")))
        for m in members
    )
    return bootstrap("\n".join(blocks))


def markup_decomposed(members: Sequence[Member]) -> str:
    """Accents as letters followed by combining marks, curly apostrophes, two blanks for one."""

    def loose(value: str) -> str:
        split = value.replace("è", "e\u0300").replace("Ô", "O\u0302").replace("'", "\u2019")
        return split.replace(" ", "  ")

    blocks = (tag("h3", loose(m.nom)) + tag("p", lines(loose(m.line), m.telephone)) for m in members)
    return wordpress("\n".join(blocks))


def markup_windows_1252(members: Sequence[Member]) -> bytes:
    """The bytes of an old Windows editor, declared as such."""
    page = markup_p_strong_br(members).replace('charset="utf-8"', 'charset="windows-1252"')
    return page.encode("cp1252")


def markup_iso_8859_1(members: Sequence[Member]) -> bytes:
    """Latin-1 declared in an old meta element; what it cannot hold is an entity."""
    rows = "\n".join(tag("p", lines(tag("b", text(m.nom)), m.line, m.telephone, by="<BR>")) for m in members)
    return old(rows, charset="iso-8859-1").encode("iso-8859-1", errors="xmlcharrefreplace")


def markup_utf8_bom(members: Sequence[Member]) -> bytes:
    """A byte-order mark before the doctype."""
    return markup_dl(members).encode("utf-8-sig")


def markup_minified(members: Sequence[Member]) -> str:
    """The whole page on one line, no blank between two tags."""
    return re.sub(r">\s+<", "><", markup_h3_p(members)).replace("\n", " ").strip()


def markup_unclosed(members: Sequence[Member]) -> str:
    """HTML 4 as one was allowed to write it: paragraphs, items and cells end when the next begins."""
    items = "\n".join(f"<LI><B>{text(m.nom)}</B>\n<P>{lines(m.line, m.telephone, by='<BR>')}" for m in members)
    page = old(f"<UL>\n{items}\n</UL>", charset="utf-8")
    return re.sub(r"</(p|td|tr|li)>", "", page, flags=re.IGNORECASE)


def markup_crlf(members: Sequence[Member]) -> str:
    """Lines wrapped at seventy columns by an editor, even inside an address, and ended the Windows way."""
    page = markup_li_strong_br(members).replace(" Rue ", "\n      Rue ").replace("<br>", "\n   <br />\n   ")
    return page.replace("\n", "\r\n")


def markup_text_blank_lines(members: Sequence[Member]) -> str:
    """Plain text: the name, a blank line, the address and the phone."""
    blocks = (lines(m.nom, lines(m.line, m.telephone, by="\n"), by="\n\n") for m in members)
    return plain(lines(*blocks, by="\n\n"))


def markup_text_paragraphs(members: Sequence[Member]) -> str:
    """Plain text: a paragraph a member."""
    return plain(lines(*(lines(m.nom, m.line, m.telephone, by="\n") for m in members), by="\n\n"))


def markup_text_no_blank_line(members: Sequence[Member]) -> str:
    """Plain text without any blank line."""
    return plain(lines(*(lines(m.nom, m.line, m.telephone, by="\n") for m in members), by="\n"), gap="\n")


def markup_text_lines(members: Sequence[Member]) -> str:
    """Plain text: one line a member."""
    return plain(lines(*(lines(m.nom, m.line, national(m.telephone), by=" - ") for m in members), by="\n"))


def markup_text_bullets(members: Sequence[Member]) -> str:
    """Plain text with bullets, and the network's address at its foot."""
    items = (f"- {lines(m.nom, lines(m.line, m.telephone, by=', '), by=' : ')}" for m in members if m.nom or m.line)
    return plain(lines(*items, by="\n"), footer=True)


def markup_text_indented(members: Sequence[Member]) -> bytes:
    """Plain text: addresses indented under the names, street and town apart, Windows line ends, a mark in front."""
    blocks = (
        lines(m.nom, m.rue and f"    {m.rue}", m.town and f"    {m.town}", m.telephone and f"\t{m.telephone}", by="\n")
        for m in members
    )
    return plain(lines(*blocks, by="\n\n"), footer=True).replace("\n", "\r\n").encode("utf-8-sig")


LETTERS = registry(
    markup_upper_case,
    markup_entities,
    markup_invisible_characters,
    markup_decomposed,
    markup_windows_1252,
    markup_iso_8859_1,
    markup_utf8_bom,
    markup_minified,
    markup_unclosed,
    markup_crlf,
)
PLAIN = registry(
    markup_text_blank_lines,
    markup_text_paragraphs,
    markup_text_no_blank_line,
    markup_text_lines,
    markup_text_bullets,
    markup_text_indented,
)
