"""Mentions that tell no commune, few of a run: each is looked for under all the keys of `compare.blocks`."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from flows.identify.clusters import Node, Pair
from flows.identify.compare.blocks import Key, answered, asked
from flows.identify.compare.cores import core
from flows.identify.shown import Shown

_WIDE = {
    **{name: (name,) for name in ("code_postal", "telephone", "domaine", "courriel")},
    **{"siren": ("person",), "siret": ("siret", "predecesseur")},
}
"""Kinds of keys -> what of a mention answers to them."""


def beside_vague(
    told: Sequence[Shown],
    located: Sequence[int],
    vague: Sequence[int],
    nodes: Callable[[Collection[int]], Mapping[int, Node]],
) -> set[Pair]:
    """Pairs of which one tells no commune: it looks for others far and wide.

    `located` and `vague` are places in `told`; `nodes` gives the nodes at some.
    """
    where = {told[i].here for i in vague}
    near = nodes([i for i in (*located, *vague) if told[i].here in where])
    asks: dict[str, dict[Key, list[int]]] = {}
    for i in vague:
        for key in asked(near[i].traits):
            asks.setdefault(key[1], {}).setdefault(key[2:], []).append(i)
    answers = [(key[1], key[2:], j) for j, node in near.items() for key in asked(node.traits) | answered(node.traits)]
    answers += ((kind, ("", value), j) for kind, value, j in _wide(told, (*located, *vague), asks))
    met = ((i, j) for kind, key, j in answers for i in asks.get(kind, {}).get(key, ()) if i != j)
    return {(min(pair), max(pair)) for pair in met}


def _wide(
    told: Sequence[Shown], among: Sequence[int], asks: Mapping[str, Mapping[Key, Sequence[int]]]
) -> Iterator[tuple[str, str, int]]:
    """(kind, value, place) of what a mention is found by where another tells no commune, in whatever département."""
    wanted = {kind: {key[-1] for key in keys} for kind, keys in asks.items()}
    for kind, names in _WIDE.items():
        if kind in wanted:
            values = wanted[kind]
            yield from ((kind, said, i) for name in names for i in among if (said := getattr(told[i], name)) in values)
    if "nom" in wanted:
        cores = ((i, core(name)) for i in among for name in told[i].names)
        yield from (("nom", said, i) for i, one in cores for said in (one.joined, one.full) if said in wanted["nom"])
