"""What people decided about who is who, by references: for the nodes of one run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from flows.identifiers import Register
from flows.identify.clusters import Decided, Node, Pair
from sources.text import fold

Answer = Literal["meme", "different"]


@dataclass(frozen=True, slots=True)
class Decision:
    """Two references, each the source's own, and whether they are of the same thing (`table`: etablissements …)."""

    table: str
    source_a: str
    reference_a: str
    source_b: str
    reference_b: str
    decision: Answer


def decided(table: str, decisions: Iterable[Decision], nodes: Sequence[Node], register: Register) -> Decided:
    """The decisions as pairs of nodes; one about a reference that is nowhere now has no effect, and is kept for later."""
    places = {
        (node.traits.source, fold(node.traits.reference) if node.traits.source else node.traits.reference): i
        for i, node in enumerate(nodes)
    }
    pairs: dict[str, set[Pair]] = {"meme": set(), "different": set()}
    for one in decisions:
        if one.table == table:
            a = _place(places, table, one.source_a, one.reference_a, register)
            b = _place(places, table, one.source_b, one.reference_b, register)
            if a is not None and b is not None and a != b:
                pairs[one.decision].add((min(a, b), max(a, b)))
    return Decided(frozenset(pairs["meme"]), frozenset(pairs["different"]))


def _place(
    places: Mapping[tuple[str, str], int], table: str, source: str, reference: str, register: Register
) -> int | None:
    """Where a reference is: among the mentions, else the row of the last release that it names."""
    here = places.get((source, fold(reference)))
    return here if here is not None else places.get(("", register.known(table, source, reference)))
