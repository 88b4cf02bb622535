"""A published cell and the mention that won it: what becomes a row of `provenance`."""

from typing import NamedTuple

from flows.identify.fuse.mentions import Mention
from schemas.records import Row


class Cell(NamedTuple):
    """`column`: that of the mention whose words prove the value. `deduced`: the value follows from them by a rule."""

    value: str
    of: Mention
    column: str
    deduced: bool = False


Cells = dict[str, Cell]


def proof(id_: str, champ: str, cell: Cell, as_of: str) -> Row:
    """Who says a cell, where and when it was read, how it comes from the words. Columns of `provenance`."""
    words = cell.of.word(cell.column)
    return {
        "id": id_,
        "champ": champ,
        "source": cell.of["source"],
        "source_url": cell.of["url"],
        "snapshot": cell.of["snapshot"],
        "date": min(cell.of["jour_snapshot"], as_of),
        "regle": _rule(cell, words),
        "valeur_source": words,
    }


def _rule(cell: Cell, words: str) -> str:
    if cell.of.carried:
        return "reprise"
    if cell.deduced:
        return "deduite"
    return "lue" if cell.value == words else "normalisee"
