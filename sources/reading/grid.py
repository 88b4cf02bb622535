"""Where a table's cells really stand: cells that span rows or columns push the later ones to the right."""

from sources.reading.tree import Node


def columns_of(table: Node) -> dict[Node, int]:
    """The column, from 0, of each cell of a table."""
    columns: dict[Node, int] = {}
    held: dict[int, int] = {}  # column -> rows that a cell from above still fills
    for row in (node for node in table.iter() if node.tag == "tr"):
        column = 0
        fresh: dict[int, int] = {}
        for cell in (child for child in row.children if child.tag in ("td", "th")):
            while held.get(column, 0):
                column += 1
            columns[cell] = column
            for spanned in range(_span(cell, "colspan")):
                fresh[column + spanned] = _span(cell, "rowspan")
            column += _span(cell, "colspan")
        held = {c: n - 1 for c, n in {**held, **fresh}.items() if n > 1}
    return columns


def _span(cell: Node, name: str) -> int:
    value = cell.get(name)
    return min(max(int(value), 1), 100) if value.isascii() and value.isdecimal() else 1
