"""The name of a row, and all the others it has or had."""

from collections.abc import Iterator, Sequence

from flows.identify.fuse.cells import Cell, Cells
from flows.identify.fuse.mentions import Mention
from flows.identify.fuse.trust import ranked
from sources.text import fold


def names(mentions: Sequence[Mention]) -> Cells:
    """`nom` from the most trusted; every other name in `autres_noms`, once however it is spelt, proved by the first.

    A name that the network's page, or the curation, knows as another one beside the name in use is not the one in use.
    """
    found: dict[str, Cell] = {}
    trusted = ranked("nom", mentions)
    for cell in _all(sorted(trusted, key=lambda mention: _is_former(mention, trusted))):
        found.setdefault(fold(cell.value) or cell.value, cell)
    if not found:
        return {}
    first, *others = found.values()
    joined = "|".join(cell.value for cell in others)
    return {"nom": first} | ({"autres_noms": others[0]._replace(value=joined)} if others else {})


def _is_former(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether a page says that the name of a mention is another name of what goes by the name it says now."""
    name = fold(mention["nom"])
    return bool(name) and any(
        name in map(fold, other["autres_noms"].split("|")) and fold(other["nom"]) != name
        for other in others
        if other["classe"] in ("premiere_main", "curation")
    )


def _all(mentions: Sequence[Mention]) -> Iterator[Cell]:
    """Names in order of trust; a name in use goes before one that a mention has beside it."""
    for column in ("nom", "autres_noms"):
        for mention in mentions:
            for name in filter(None, mention[column].split("|")):
                yield Cell(name, mention, column)
