"""The address of a row: one block, from one mention; parts of two addresses are never put together."""

from collections.abc import Sequence

from flows.identify.fuse.cells import Cell, Cells
from flows.identify.fuse.mentions import Mention, Order
from flows.identify.fuse.trust import rank

BLOCK = ("adresse", "complement_adresse", "code_postal", "commune", "adresse_source")
COLUMNS = {
    "etablissements": {column: column for column in BLOCK},
    "gestionnaires": {"adresse_siege": "adresse", "code_postal_siege": "code_postal", "commune_siege": "commune"},
}
"""Published column -> column of a mention."""


def address(table: str, mentions: Sequence[Mention]) -> Cells:
    """The block of the most trusted mention that has a street, else of that which has a postcode, else of the first."""
    champ = "adresse" if table == "etablissements" else "adresse_siege"
    said = [mention for mention in mentions if any(mention[column] for column in BLOCK)]
    if not said:
        return {}
    chosen = min(said, key=lambda mention: _place(champ, mention))
    cells = {c: Cell(chosen[column], chosen, column) for c, column in COLUMNS[table].items() if chosen[column]}
    return cells if table == "gestionnaires" else {"adresse_source": _as_written(chosen), **cells}


def _place(champ: str, mention: Mention) -> Order:
    """Where the establishment was before it moved goes last, however complete."""
    return (mention.past, not mention["adresse"], not mention["code_postal"], *rank(champ, mention))


def _as_written(mention: Mention) -> Cell:
    """The place as written; the parts joined where the source gives parts only."""
    town = " ".join(filter(None, (mention["code_postal"], mention["commune"])))
    column = next((c for c in ("adresse", "commune", "code_postal") if mention[c]), "complement_adresse")
    return Cell(", ".join(filter(None, (mention["adresse"], town))) or mention[column], mention, column, deduced=True)
