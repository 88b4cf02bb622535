"""Mentions that tell no commune, few of a run: each is looked for under all the keys of `compare.blocks`."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from flows.identify.clusters import Node, Pair
from flows.identify.compare.blocks import Key, answered, asked
from flows.identify.compare.many_names import look_at, said_alone
from flows.identify.shown import Table

_WIDE = {
    **{name: (name,) for name in ("code_postal", "telephone", "domaine", "courriel")},
    **{"siren": ("person",), "siret": ("siret", "predecesseur")},
}
"""Kinds of keys -> what of a mention answers to them."""


def beside_vague(
    told: Table,
    located: Sequence[int],
    vague: Sequence[int],
    nodes: Callable[[Collection[int]], Mapping[int, Node]],
) -> set[Pair]:
    """Pairs of which one tells no commune: it looks for others far and wide.

    `located` and `vague` are places in `told`; `nodes` gives the nodes at some.
    """
    here = told.here()
    where = {here[i] for i in vague}
    near = nodes([i for i in (*located, *vague) if here[i] in where])
    asks: dict[str, dict[Key, list[int]]] = {}
    for i in vague:
        for key in asked(near[i].traits):
            asks.setdefault(key[1], {}).setdefault(key[2:], []).append(i)
    answers = [(key[1], key[2:], j) for j, node in near.items() for key in asked(node.traits) | answered(node.traits)]
    answers += ((kind, ("", value), j) for kind, value, j in _wide(told, (*located, *vague), asks))
    met = ((i, j) for kind, key, j in answers for i in asks.get(kind, {}).get(key, ()) if i != j)
    return {(min(pair), max(pair)) for pair in met}


def _wide(
    told: Table, among: Sequence[int], asks: Mapping[str, Mapping[Key, Sequence[int]]]
) -> Iterator[tuple[str, str, int]]:
    """(kind, value, place) of what a mention is found by where another tells no commune, in whatever département."""
    wanted = {kind: {key[-1] for key in keys} for kind, keys in asks.items()}
    for kind in _WIDE.keys() & wanted.keys():
        for values in (told.person() if name == "person" else told.column(name) for name in _WIDE[kind]):
            yield from ((kind, values[i], i) for i in among if values[i] in wanted[kind])
    if "nom" in wanted:
        named = told.names(among)
        look_at((name for _, name in named), ())
        cores = ((i, said_alone(name)) for i, name in named)
        yield from (("nom", key, i) for i, one in cores for key in (one.joined, one.full) if key in wanted["nom"])
