"""Tables with one member a column: the name stands above its address, in the same column."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sources.reading.addresses import Address
from sources.reading.contacts import Piece
from sources.reading.one_line import has_street, is_place, is_street

_CELL = re.compile(r"^(.*)>(?:td|th)[^>\[]*\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Named:
    """An address with the name found for it ('' when none), and the pieces that are this member's."""

    address: Address
    name: str
    head: int
    own: tuple[int, ...] = ()


def cell_of(piece: Piece) -> tuple[int, int] | None:
    """(row element, column) of a piece that stands in a table."""
    match = _CELL.match(piece.line.signature)
    return (piece.line.ancestors[match.group(1).count(">")], int(match.group(2))) if match else None


def by_column(
    pieces: Sequence[Piece], addresses: Sequence[Address], is_member: Callable[[str], bool]
) -> tuple[list[Named], list[Piece]]:
    """Each address with the name of its column, and the names of columns that hold no address.

    Two empty lists when the addresses are not the cells of one row with names above. Raises ValueError when the two
    rows are not of one length.
    """
    cells = [cell_of(pieces[a.anchor]) for a in addresses]
    rows, columns = {c[0] for c in cells if c}, [c[1] for c in cells if c]
    if len(addresses) < 2 or None in cells or len(rows) != 1 or len(set(columns)) != len(columns):
        return [], []
    table = _table(pieces, addresses[0].anchor)
    above = {c: [p for p in table[c] if p.index < a.anchor and p.rest] for a, c in zip(addresses, columns, strict=True)}
    bare = sum(not a.rue and not a.prefix for a in addresses) * 2 > len(addresses)
    streets = (
        _row_of(above, lambda text: is_street(text) or has_street(text) or is_place(text), last=True) if bare else -1
    )
    names = _row_of({c: [p for p in above[c] if _row(p) != streets] for c in above}, is_member, last=False)
    if names < 0:
        return [], []
    last = max((c for c, column in table.items() for p in column if p.rest and _row(p) == names), default=-1)
    if last != max(columns):
        raise ValueError(
            "the table's row of names and its row of addresses do not end in one column: a cell may be gone"
        )
    named = [_named(a, table[c], streets, names, is_member) for a, c in zip(addresses, columns, strict=True)]
    others = [p for c, column in table.items() if c not in columns for p in column]
    return named, [p for p in others if _row(p) == names and is_member(p.rest)]


def _row(piece: Piece) -> int:
    cell = cell_of(piece)
    return cell[0] if cell else -1


def _row_of(above: Mapping[int, Sequence[Piece]], wanted: Callable[[str], bool], last: bool) -> int:
    """The first (or last) row where more than half of the columns have such a cell; -1 when there is none."""
    counts = Counter(row for column in above.values() for row in {_row(p) for p in column if wanted(p.rest)})
    rows = [row for row, count in counts.items() if count * 2 > len(above)]
    return (max(rows) if last else min(rows)) if rows else -1


def _table(pieces: Sequence[Piece], anchor: int) -> dict[int, list[Piece]]:
    """The pieces of the anchor's table, by column."""
    match = _CELL.match(pieces[anchor].line.signature)
    assert match is not None
    table = pieces[anchor].line.ancestors[match.group(1).count(">") - 1]
    columns: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        cell = cell_of(piece)
        if cell and table in piece.line.ancestors:
            columns[cell[1]].append(piece)
    return columns


def _named(
    address: Address, column: Sequence[Piece], streets: int, names: int, is_member: Callable[[str], bool]
) -> Named:
    street = next((p for p in column if p.rest and _row(p) == streets), None)
    head = next((p for p in column if _row(p) == names and is_member(p.rest)), None)
    if street and not address.rue and not address.prefix:
        text = f"{street.rest}, {address.text}"
        address = replace(address, rue=street.rest, text=text, pieces=(street.index, *address.pieces))
    own = tuple(p.index for p in column)
    return Named(address, head.rest if head else "", head.index if head else address.anchor, own)


def without_columns(pieces: Sequence[Piece], anchors: Sequence[int]) -> list[Piece]:
    """In a table used as a grid (several addresses in one row), the column tells nothing: it leaves the signatures."""
    rows = [cell[0] for i in anchors if (cell := cell_of(pieces[i]))]
    if len(set(rows)) == len(rows):
        return list(pieces)
    strip = re.compile(r"(>(?:td|th)[^>\[]*)\[\d+\]")
    return [replace(p, line=replace(p.line, signature=strip.sub(r"\1", p.line.signature))) for p in pieces]
