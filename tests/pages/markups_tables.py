"""Tables: with a header, with the address in columns, laid out as a grid, turned on its side."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from tests.pages.members import Member, lines, national, region, registry, text
from tests.pages.surroundings import bootstrap, old, wordpress


def _row(cells: Iterable[str], cell: str = "td") -> str:
    return "<tr>" + "".join(f"<{cell}>{content}</{cell}>" for content in cells) + "</tr>\n"


def markup_table_header(members: Sequence[Member]) -> str:
    """Name, address, phone: the table an editor makes."""
    rows = "".join(_row((text(m.nom), m.line, m.telephone)) for m in members)
    top = _row(("Nom", "Adresse", "Téléphone"), "th")
    return wordpress(f'<table class="wp-table"><thead>{top}</thead><tbody>{rows}</tbody></table>')


def markup_table_split_columns(members: Sequence[Member]) -> str:
    """Street, postcode and town each in a column; the phone before the address."""
    rows = "".join(_row((text(m.nom), national(m.telephone), m.rue, m.code_postal, m.ville)) for m in members)
    top = _row(("Structure", "Tél.", "Rue", "Code postal", "Ville"), "th")
    return bootstrap(f'<div class="table-responsive"><table class="table">{top}{rows}</table></div>')


def markup_table_two_columns(members: Sequence[Member]) -> str:
    """No header; the name is a row heading, the rest one cell."""
    rows = "".join(
        f'<tr><th scope="row">{text(m.nom)}</th><td>{lines(m.rue, m.town, m.telephone)}</td></tr>\n' for m in members
    )
    return wordpress(f"<table><caption>Nos membres</caption>{rows}</table>")


def markup_table_whole_cells(members: Sequence[Member]) -> str:
    """Three members a row, each whole in its cell."""
    cells = [f"<b>{text(m.nom)}</b><br>{lines(m.line, m.telephone)}" if m.nom else m.line for m in members]
    rows = "".join(_row(cells[start : start + 3]) for start in range(0, len(cells), 3))
    return old(f'<TABLE border="1" cellpadding="4">{rows}</TABLE>', charset="utf-8")


def markup_table_one_cell_a_row(members: Sequence[Member]) -> str:
    """One column; name and address are two blocks of the cell."""
    rows = "".join(
        _row((f"<div>{text(m.nom)}</div><div>{m.line}</div>" + (m.telephone and f"<div>{m.telephone}</div>"),))
        for m in members
    )
    return bootstrap(f'<table class="table table-striped"><tbody>{rows}</tbody></table>')


def markup_table_transposed(members: Sequence[Member]) -> str:
    """One column a member: a row of names, a row of addresses, a row of phones."""
    rows = _row((text(m.nom) for m in members), "th")
    rows += _row(m.line for m in members) + _row(m.telephone for m in members)
    return wordpress(f"<table>{rows}</table>")


def markup_table_transposed_headed(members: Sequence[Member]) -> str:
    """The same with a first column of labels, street and town in rows of their own."""
    parts = (
        ("Structure", [text(m.nom) for m in members]),
        ("Adresse", [m.rue for m in members]),
        ("Ville", [m.town for m in members]),
        ("Contact", [national(m.telephone) for m in members]),
    )
    rows = "".join(_row((f"<strong>{label}</strong>", *cells)) for label, cells in parts)
    return bootstrap(f'<table class="table"><tbody>{rows}</tbody></table>')


def markup_table_colspan(members: Sequence[Member]) -> str:
    """A wide row for the name, under it the address and the phone."""
    rows = "".join(
        (m.nom and f'<tr class="name"><td colspan="2">{text(m.nom)}</td></tr>\n')
        + ((m.line or m.telephone) and _row((m.line, m.telephone)))
        for m in members
    )
    return wordpress(f"<table>{rows}</table>")


def markup_table_regions(members: Sequence[Member]) -> str:
    """Wide rows name the region of the members below."""
    rows, current = "", ""
    for m in members:
        if region(m) and region(m) != current:
            current = region(m)
            rows += f'<tr class="group"><th colspan="3">{text(current)}</th></tr>\n'
        rows += _row((text(m.nom), m.line, m.telephone))
    return wordpress(f"<table>{_row(('Crèche', 'Adresse', 'Téléphone'), 'th')}{rows}</table>")


def markup_table_rowspan(members: Sequence[Member]) -> str:
    """The first column is the region, one tall cell for all its members: their rows have a cell less."""
    rows = ""
    for name, group in groupby(members, key=region):
        first, *others = [f"<td>{text(m.nom)}</td><td>{m.line}</td><td>{m.telephone}</td>" for m in group]
        rows += f'<tr><td rowspan="{1 + len(others)}">{text(name)}</td>{first}</tr>\n'
        rows += "".join(f"<tr>{cells}</tr>\n" for cells in others)
    return bootstrap(f'<table class="table">{_row(("Région", "Crèche", "Adresse", "Téléphone"), "th")}{rows}</table>')


def markup_div_table(members: Sequence[Member]) -> str:
    """A table made of divs."""
    rows = "".join(
        f'<div class="tr"><div class="td">{text(m.nom)}</div><div class="td">{m.line}</div>'
        f'<div class="td">{m.telephone}</div></div>\n'
        for m in members
    )
    return bootstrap(f'<div class="table">{rows}</div>')


TABLES = registry(
    markup_table_header,
    markup_table_split_columns,
    markup_table_two_columns,
    markup_table_whole_cells,
    markup_table_one_cell_a_row,
    markup_table_transposed,
    markup_table_transposed_headed,
    markup_table_colspan,
    markup_table_regions,
    markup_table_rowspan,
    markup_div_table,
)
