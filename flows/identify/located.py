"""Pairs of mentions worth comparing, looked for by whole columns where most mentions tell their commune.

The same keys as those of `compare.blocks`, less what `compare` surely calls different: a postcode alone, where both
communes are told.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import combinations

from flows.identify.clusters import Node, Pair
from flows.identify.compare.addresses import communes_at, parted
from flows.identify.compare.many_names import Named, look_at, said
from flows.identify.neighbours import neighbours
from flows.identify.shown import Shown, Table, Told
from flows.identify.vague import beside_vague


def worth_comparing(
    table: str,
    told: Table,
    among: Sequence[int],
    nodes: Callable[[Collection[int]], Mapping[int, Node]],
    named: Callable[[Shown], Named | None],
) -> list[Pair]:
    """Pairs of places, of those `among`, that share a key; sorted.

    `nodes`: the nodes at some places; `named`: see `neighbours`, which leaves out some pairs of a commune.
    """
    communes = told.column("code_commune")
    located = [i for i in among if communes[i]]
    vague = [i for i in among if not communes[i]]
    keys = _of_operators if table == "gestionnaires" else _of_places
    pairs = {pair for each in keys(told, located) for pair in _sharing(*each)}
    groups = [group for each in _communes(told, located) for group in _groups(*each)]
    met = [i for group in groups for i in group]
    look_at((name for _, name in told.names(met)), (communes[i] for i in met))
    for group in groups:
        pairs |= neighbours(group, lambda i: named(told[i]), lambda i: _said(told[i]))
    if vague:
        pairs |= beside_vague(told, located, vague, nodes)
    return sorted(pairs)


Keys = tuple[Told, Sequence[int]]
"""Values of one kind, and the place that says each."""


def _of_operators(told: Table, located: Sequence[int]) -> Iterator[Keys]:
    """Contacts say something of one whose SIREN is not told: two SIRENs are one operator, or two, by themselves."""
    yield _numbers(told, located)
    for values in (told.person(), *(told.column(kind) for kind in ("telephone", "domaine", "courriel"))):
        yield [values[i] for i in located], located
    yield _called(told, located)


def _called(told: Table, located: Sequence[int]) -> Keys:
    """Two operators of one name in one département, each in its own commune, may be one."""
    here, communes = told.here(), told.column("code_commune")
    named = told.names(located)
    look_at((name for _, name in named), (communes[i] for i in located))
    keys: list[str] = []
    places: list[int] = []
    for i, name in named:
        each = said(name, communes[i])
        joined, full = each.joined, each.full
        keys.append(f"{here[i]} {joined}" if joined else "")
        keys.append(f"{here[i]} {full}" if full != joined else "")
        places += (i, i)
    return keys, places


def _of_places(told: Table, located: Sequence[int]) -> Iterator[Keys]:
    """In two communes of one postcode, only a common operator or phone leaves a doubt."""
    yield _numbers(told, located)
    postcodes = told.column("code_postal")
    for values in (told.column("gestionnaire"), told.column("telephone")):
        there = [i for i in located if postcodes[i] and values[i]]
        yield [f"{postcodes[i]} {values[i]}" for i in there], there


def _numbers(told: Table, located: Sequence[int]) -> Keys:
    """A predecessor's SIRET meets the SIRET itself."""
    both = [(values, i) for values in (told.column("siret"), told.column("predecesseur")) for i in located if values[i]]
    return [values[i] for values, i in both], [i for _, i in both]


def _communes(told: Table, located: Sequence[int]) -> Iterator[Keys]:
    """The commune, or the arrondissement: and that of all the city where some tell no more."""
    communes, postcodes = told.column("code_commune"), told.column("code_postal")
    several = parted()
    parts = {i: communes_at(communes[i], postcodes[i]) for i in located if communes[i] in several}
    yield [parts[i][0] if i in parts else communes[i] for i in located], located
    whole = {part for part, city in parts.values() if part == city}
    cities = whole & {city for part, city in parts.values() if part != city}
    there = [i for i, (_, city) in parts.items() if city in cities]
    yield [parts[i][1] for i in there], there


def _said(one: Shown) -> Iterator[str]:
    """The contacts and the operator of one, and whether it has numbers: whoever shares one of these needs a look."""
    kinds = (one.telephone, one.domaine, one.courriel, one.gestionnaire, one.siret and "1", one.siren and "1")
    return (f"{kind} {value}" for kind, value in enumerate(kinds) if value)


def _sharing(values: Told, places: Sequence[int]) -> Iterator[Pair]:
    """Pairs of places that say one value."""
    for group in _groups(values, places):
        yield from ((min(pair), max(pair)) for pair in combinations(group, 2) if pair[0] != pair[1])


def _groups(values: Told, places: Sequence[int]) -> Collection[list[int]]:
    """Places that say one value, several of them; where a place says it twice, it stands twice."""
    counts = Counter(values)
    del counts[""]
    often = {value for value, count in counts.items() if count > 1} if len(counts) < len(values) else set()
    groups: dict[str, list[int]] = {value: [] for value in often}
    for value, i in zip(values, places, strict=True) if often else ():
        if value in often:
            groups[value].append(i)
    return groups.values()
