"""The sheet on PôPE in the markups a site may give it; none holds a person but `with_contact`.

`POPE_MARKUPS[name](FIGURES)` is one whole page; all of them say what `pope_expected.json` holds.
"""

import html
import re
from collections.abc import Callable, Sequence
from functools import partial

from tests.pages.members import Page, lines, tag, text
from tests.pages.pope_facts import (
    CONTACT_MAILBOX,
    CONTACT_MOBILE,
    CONTACT_PERSON,
    FIGURES,
    FIGURES_TITLE,
    PROSE,
    RATES,
    SINCE,
    Figure,
    sections,
    sheet,
)

PopeMarkup = Callable[[Sequence[Figure]], Page]

_TITLE = f"<h2>{FIGURES_TITLE}</h2><p>{SINCE}</p>\n"


def _said(figure: Figure, by: str = " ") -> str:
    return text(lines(figure.nombre, figure.libelle, by=by))


def _text(figures: Sequence[Figure], blank: str = "\n\n") -> str:
    blocks = [part for title, paragraphs in PROSE for part in (title, *paragraphs)]
    items = "\n".join(f"- {lines(f.nombre, f.libelle, by=' ')}" for f in figures)
    return blank.join([*blocks, FIGURES_TITLE, SINCE, items]) + "\n"


def pope_text(figures: Sequence[Figure]) -> str:
    """Plain text; one figure a line, a dash before it."""
    return _text(figures)


def pope_text_grouped(figures: Sequence[Figure]) -> str:
    """Plain text; several figures on one line, commas between."""
    said = [lines(f.nombre, f.libelle, by=" ") for f in figures]
    grouped = (", ".join(said[:2]), *said[2:3], "Ouverture : " + ", ".join(said[3:7]), *said[7:])
    return _text(()).rstrip() + "\n\n" + "\n".join(f"- {group}" for group in grouped) + "\n"


def pope_text_no_blank_line(figures: Sequence[Figure]) -> str:
    """Plain text without a blank line, ended the Windows way."""
    return _text(figures, blank="\n").replace("\n", "\r\n")


def pope_h2_p(figures: Sequence[Figure]) -> str:
    """A paragraph a figure."""
    return sheet(sections() + _TITLE + "\n".join(tag("p", _said(f)) for f in figures))


def pope_sentence(figures: Sequence[Figure]) -> str:
    """All figures in one sentence, numbers in bold."""
    said = (f"<strong>{f.nombre}</strong> {text(f.libelle)}" for f in figures)
    return sheet(sections() + f"<h2>{FIGURES_TITLE}</h2>\n<p>{SINCE} " + "; ".join(said) + ".</p>")


def pope_list(figures: Sequence[Figure]) -> str:
    """An item a figure."""
    return sheet(sections() + _TITLE + tag("ul", "\n".join(tag("li", _said(f)) for f in figures)))


def pope_figures_first(figures: Sequence[Figure]) -> str:
    """The figures above the prose, in a list after a bold title."""
    items = tag("ul", "\n".join(tag("li", _said(f)) for f in figures))
    return sheet(f"<div><p><b>{FIGURES_TITLE}</b><br>{SINCE}</p>{items}</div>" + sections(heading="h3"))


def pope_cards(figures: Sequence[Figure]) -> str:
    """Cards: a large number, its label below."""
    cards = (
        f'<div class="col"><div class="number">{f.nombre}</div><div class="label">{text(f.libelle)}</div></div>'
        for f in figures
    )
    return sheet(sections() + _TITLE + '<div class="row">' + "\n".join(cards) + "</div>")


def pope_spans(figures: Sequence[Figure]) -> str:
    """The number and its label in two spans, no blank between them."""
    items = (
        f'<div class="fig">{tag("span", f.nombre, "class=big")}{tag("span", text(f.libelle))}</div>' for f in figures
    )
    return sheet(sections() + _TITLE + "\n".join(items))


def pope_table(figures: Sequence[Figure]) -> str:
    """A table: label, then number; the coverage rates are rows of another."""
    rows = "".join(f"<tr><td>{text(f.libelle)}</td><td>{f.nombre}</td></tr>\n" for f in figures)
    rates = "".join(f"<tr><td>{name}</td><td>{rate} %</td></tr>\n" for name, rate in RATES)
    body = re.sub(r"<p>Trop peu.*?</p>", "", sections())
    return sheet(
        f"{body}<table><tr><th>Territoire</th><th>Taux de couverture</th></tr>\n{rates}</table>\n"
        f"{_TITLE}<table><tr><th>Indicateur</th><th>Nombre</th></tr>\n{rows}</table>"
    )


def pope_dl(figures: Sequence[Figure]) -> str:
    """A definition list: the label is the term."""
    return sheet(
        sections() + _TITLE + tag("dl", "\n".join(tag("dt", text(f.libelle)) + tag("dd", f.nombre) for f in figures))
    )


def pope_label_colon(figures: Sequence[Figure]) -> str:
    """The label, a colon, the number."""
    said = (lines(text(f.libelle), f.nombre, by=" : ") for f in figures)
    return sheet(sections() + _TITLE + tag("p", lines(*said, by="<br>\n")))


def pope_upper_headings(figures: Sequence[Figure]) -> str:
    """Headings typed in capitals."""
    page = pope_list(figures)
    return re.sub(r"(<h2>)(.*?)(</h2>)", lambda m: m[1] + html.escape(html.unescape(m[2]).upper()) + m[3], page)


def pope_nbsp(figures: Sequence[Figure]) -> str:
    """Non-breaking spaces after numbers and before percent signs."""
    return re.sub(r"(\d) ?(%| [a-zA-Zé])", lambda m: m[1] + "\u00a0" + m[2].strip(), pope_h2_p(figures))


def pope_entities(figures: Sequence[Figure]) -> str:
    """Every letter with an accent is an entity, every apostrophe a curly one; some by number."""
    page = pope_cards(figures).replace("ô", "&#244;").replace("'", "&rsquo;")
    return (
        page.encode("ascii", "xmlcharrefreplace").decode().replace("&#233;", "&eacute;").replace("&#232;", "&egrave;")
    )


def pope_windows_1252(figures: Sequence[Figure]) -> bytes:
    """Bytes of an old editor, declared."""
    return pope_list(figures).replace('charset="utf-8"', 'charset="windows-1252"').encode("cp1252")


def pope_minified(figures: Sequence[Figure]) -> str:
    """One line, no blank between two tags."""
    return re.sub(r">\s+<", "><", pope_cards(figures)).replace("\n", " ").strip()


def pope_with_contact(figures: Sequence[Figure]) -> str:
    """An invented person, a mobile kept for fiction and a mailbox at the end: none may come out."""
    contact = f"<h2>Contact</h2><p>{CONTACT_PERSON}, chargée de mission<br>{CONTACT_MAILBOX} - {CONTACT_MOBILE}</p>"
    return pope_list(figures).replace("\n</main>", f"\n{contact}\n</main>")


POPE_MARKUPS: dict[str, PopeMarkup] = {
    markup.__name__.removeprefix("pope_"): markup
    for markup in (
        pope_text,
        pope_text_grouped,
        pope_text_no_blank_line,
        pope_h2_p,
        pope_sentence,
        pope_list,
        pope_figures_first,
        pope_cards,
        pope_spans,
        pope_table,
        pope_dl,
        pope_label_colon,
        pope_upper_headings,
        pope_nbsp,
        pope_entities,
        pope_windows_1252,
        pope_minified,
        pope_with_contact,
    )
}


def _shifted(figures: Sequence[Figure] = FIGURES) -> list[Figure]:
    """Every label beside the number above it; the first number has none, the last label none either."""
    numbers, labels = [f.nombre for f in figures] + [""], [""] + [f.libelle for f in figures]
    return [Figure("", number, label) for number, label in zip(numbers, labels, strict=True)]


def _counters(figures: Sequence[Figure]) -> str:
    """Numbers that count up when seen: until the script runs, the page says 0."""
    items = (
        f'<div><span class="counter" data-to-value="{f.nombre}" data-from-value="0">0</span>'
        f'<div class="counter-title">{text(f.libelle)}</div></div>'
        for f in figures
    )
    return sheet(sections() + _TITLE + "\n".join(items))


_without_numbers = [Figure(f.indicateur, "", f.libelle) for f in FIGURES]

# Refused, or (counters) the true numbers; never 0, never a neighbour's number.
POPE_REFUSED: dict[str, Callable[[], Page]] = {
    "no_figure_in_list": partial(pope_list, ()),
    "no_figure_in_text": partial(pope_text, ()),
    "labels_without_numbers": partial(pope_list, _without_numbers),
    "cards_without_numbers": partial(pope_cards, _without_numbers),
    "table_shifted": partial(pope_table, _shifted()),
    "cards_shifted": partial(pope_cards, _shifted()),
    "counters_at_zero": partial(_counters, FIGURES),
}
