"""Where a table's cells really stand: cells that span rows or columns push the later ones to the right."""

from collections.abc import Iterable
from typing import Protocol


class Cell(Protocol):
    """What we need of an element of the tree."""

    tag: str

    def get(self, key: str, default: str = "") -> str: ...
    def iter(self, *tags: str) -> "Iterable[Cell]": ...
    def iterchildren(self, *tags: str) -> "Iterable[Cell]": ...


def columns_of(table: Cell) -> dict[Cell, int]:
    """The column, from 0, of each cell of a table."""
    columns: dict[Cell, int] = {}
    held: dict[int, int] = {}  # column -> rows that a cell from above still fills
    for row in table.iter("tr"):
        column = 0
        fresh: dict[int, int] = {}
        for cell in row.iterchildren("td", "th"):
            while held.get(column, 0):
                column += 1
            columns[cell] = column
            for spanned in range(_span(cell, "colspan")):
                fresh[column + spanned] = _span(cell, "rowspan")
            column += _span(cell, "colspan")
        held = {c: n - 1 for c, n in {**held, **fresh}.items() if n > 1}
    return columns


def _span(cell: Cell, name: str) -> int:
    value = cell.get(name, "1")
    return min(max(int(value), 1), 100) if value.isdecimal() else 1
