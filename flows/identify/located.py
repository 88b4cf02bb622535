"""Pairs of mentions worth comparing, looked for by whole columns where most mentions tell their commune.

The same keys as those of `compare.blocks`, less what `compare` surely calls different: a postcode alone, where both
communes are told.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from flows.identify.clusters import Node, Pair
from flows.identify.compare.addresses import communes_at
from flows.identify.compare.cores import Core, core
from flows.identify.compare.names import town
from flows.identify.neighbours import neighbours
from flows.identify.shown import Shown
from flows.identify.vague import beside_vague


def worth_comparing(
    table: str,
    told: Sequence[Shown],
    among: Sequence[int],
    nodes: Callable[[Collection[int]], Mapping[int, Node]],
    named: Callable[[Shown], Core | None],
) -> list[Pair]:
    """Pairs of places, of those `among`, that share a key; sorted.

    `nodes`: the nodes at some places; `named`: see `neighbours`, which leaves out some pairs of a commune.
    """
    located = [i for i in among if told[i].code_commune]
    vague = [i for i in among if not told[i].code_commune]
    keys = _of_operators if table == "gestionnaires" else _of_places
    pairs = {pair for each in keys(told, located) for pair in _sharing(each)}
    for each in _communes(told, located):
        for group in _groups(each):
            pairs |= neighbours(group, lambda i: named(told[i]), lambda i: _said(told[i]))
    if vague:
        pairs |= beside_vague(told, located, vague, nodes)
    return sorted(pairs)


Keys = Iterable[tuple[str, int]]
"""Values of one kind, each with the place that says it."""


def _of_operators(told: Sequence[Shown], located: Sequence[int]) -> Iterator[Keys]:
    """Contacts say something of one whose SIREN is not told: two SIRENs are one operator, or two, by themselves."""
    yield _numbers(told, located)
    yield ((told[i].person, i) for i in located)
    for kind in ("telephone", "domaine", "courriel"):
        yield ((getattr(told[i], kind), i) for i in located)
    yield (key for i in located for key in _called(told[i], i))


def _called(one: Shown, i: int) -> Iterator[tuple[str, int]]:
    """Two operators of one name in one département, each in its own commune, may be one."""
    towns, here = (town(one.code_commune),), one.here
    for name in one.names:
        each = core(name, towns)
        if each.joined:
            yield f"{here} {each.joined}", i
        if each.full != each.joined:
            yield f"{here} {each.full}", i


def _of_places(told: Sequence[Shown], located: Sequence[int]) -> Iterator[Keys]:
    """In two communes of one postcode, only a common operator or phone leaves a doubt."""
    yield _numbers(told, located)
    there = [i for i in located if told[i].code_postal]
    for kind in ("gestionnaire", "telephone"):
        said = [(getattr(told[i], kind), i) for i in there]
        yield ((f"{told[i].code_postal} {value}", i) for value, i in said if value)


def _numbers(told: Sequence[Shown], located: Sequence[int]) -> Keys:
    """A predecessor's SIRET meets the SIRET itself."""
    return (key for i in located for key in ((told[i].siret, i), (told[i].predecesseur, i)))


def _communes(told: Sequence[Shown], located: Sequence[int]) -> Iterator[Keys]:
    """The commune, or the arrondissement: and that of all the city where some tell no more."""
    where = [(communes_at(told[i].code_commune, told[i].code_postal), i) for i in located]
    yield ((part, i) for (part, _), i in where)
    cities = {part for (part, city), _ in where if part == city} & {city for (part, city), _ in where if part != city}
    yield ((city, i) for (_, city), i in where if city in cities)


def _said(one: Shown) -> Iterator[str]:
    """The contacts and the operator of one, and whether it has numbers: whoever shares one of these needs a look."""
    kinds = (one.telephone, one.domaine, one.courriel, one.gestionnaire, one.siret and "1", one.siren and "1")
    return (f"{kind} {value}" for kind, value in enumerate(kinds) if value)


def _sharing(keys: Keys) -> Iterator[Pair]:
    """Pairs of places that say one value."""
    for group in _groups(keys):
        yield from ((min(pair), max(pair)) for pair in combinations(group, 2) if pair[0] != pair[1])


def _groups(keys: Keys) -> Collection[list[int]]:
    """Places that say one value, several of them; where a place says it twice, it may stand twice."""
    first: dict[str, int] = {}
    groups: dict[str, list[int]] = {}
    for value, i in keys:
        if value and (before := first.setdefault(value, i)) != i:
            groups.setdefault(value, [before]).append(i)
    return groups.values()
