"""Which mentions may be of one thing, found by whole columns: the others, nearly all of a run, need no comparison.

Nothing that `clusters` would join or ask about is left out: pairs are looked for under the keys of `compare.blocks`, but
for those that only surely different mentions share (`located`), and only what `compare` calls different is dropped.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from flows.identifiers import Register
from flows.identify.clusters import Node, Pair
from flows.identify.compare import compare
from flows.identify.compare.many_names import Named, look_at, said
from flows.identify.compare.strangers import strangers
from flows.identify.located import worth_comparing
from flows.identify.nodes import nodes_of
from flows.identify.shown import Shown, Table, shown
from sources.text import fold


@dataclass(frozen=True, slots=True)
class Looked:
    """What is compared of one table: `mentions` of this run, `before`: rows of the last release (see `nodes`).

    `known`: the id under which each mention's reference is known, '' for none. `operators`, `names`: see `nodes_of`.
    """

    table: str
    mentions: pd.DataFrame
    before: pd.DataFrame
    known: Sequence[str]
    register: Register
    operators: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]

    def nodes(self, places: Collection[int]) -> dict[int, Node]:
        """The nodes at some places, of mentions first, then of rows of the last release."""
        wanted, count = sorted(places), len(self.mentions)
        seen = self.mentions.take([i for i in wanted if i < count])
        before = self.before.take([i - count for i in wanted if i >= count])
        made = nodes_of(self.table, seen, before, self.register, self.operators, self.names)
        return dict(zip(wanted, made, strict=True))

    def two(self, a: Shown, b: Shown) -> bool:
        """Whether two mentions of one commune surely are two: `compare` needs more than their names, and has nothing."""
        if not (a.code_commune and b.code_commune) or a.autres_noms + a.sigle + b.autres_noms + b.sigle:
            return False
        if _same(a.telephone, b.telephone) or (a.siret and b.siret) or (a.siren and b.siren):
            return False
        if self.table == "gestionnaires":
            shares = _same(a.domaine, b.domaine) or _same(a.courriel, b.courriel)
        else:
            shares = _same(a.gestionnaire, b.gestionnaire)
        return not shares and bool(a.nom and b.nom) and strangers(self._core(a, b), self._core(b, a))

    def named(self, one: Shown) -> Named | None:
        """The name of a mention that `two` sees with every other; None where others than its own names count."""
        owners = self.names.get(one.gestionnaire, ())
        if one.autres_noms or one.sigle or not one.nom or (self.names and not owners):
            return None
        return said(one.nom, one.code_commune, owners)

    def _core(self, one: Shown, other: Shown) -> Named:
        owners = self.names.get(one.gestionnaire, ()) or self.names.get(other.gestionnaire, ())
        return said(one.nom, one.code_commune, owners)


def _same(ours: str, theirs: str) -> bool:
    return ours != "" and ours == theirs


def suspects(looked: Looked, named: Collection[tuple[str, str]]) -> list[int]:
    """Places of what must be compared one by one. `named`: (source, reference) of what people decided about."""
    ids = [*looked.known, *looked.before["id"].tolist()]
    told = shown(looked.table, looked.mentions, looked.before, looked.operators)
    mirrors = _mirrors(looked, told)
    found = {*_decided(looked, named), *_met_twice(looked.known)}
    wanted = [i for i in range(len(ids)) if i not in mirrors] if mirrors else range(len(ids))
    pairs = worth_comparing(looked.table, told, wanted, looked.nodes, looked.named)
    pairs = _perhaps_one(looked, told, [(a, b) for a, b in pairs if not ids[a] or ids[a] != ids[b]])
    nodes = looked.nodes({i for pair in pairs for i in pair})
    for a, b in pairs:
        if compare(nodes[a].traits, nodes[b].traits).outcome != "different":
            found |= {a, b}
    known = {ids[i] for i in found if ids[i]}
    return sorted(found | {i for i, id_ in enumerate(ids) if id_ in known})


def _perhaps_one(looked: Looked, told: Table, pairs: Sequence[Pair]) -> list[Pair]:
    """Pairs less those that surely are two."""
    rows = {i: told[i] for pair in pairs for i in pair}
    look_at((one.nom for one in rows.values()), (one.code_commune for one in rows.values()))
    return [(a, b) for a, b in pairs if not looked.two(rows[a], rows[b])]


def _decided(looked: Looked, named: Collection[tuple[str, str]]) -> Iterator[int]:
    """What people decided about: a mention by its reference, or the row that the reference has."""
    if not named:
        return
    ids = {looked.register.known(looked.table, source, reference) for source, reference in named}
    references = {(source, fold(reference)) for source, reference in named}
    said = zip(looked.mentions["source"].tolist(), looked.mentions["reference"].tolist(), strict=True)
    yield from (i for i, (source, reference) in enumerate(said) if (source, fold(reference)) in references)
    yield from (i for i, id_ in enumerate(looked.before["id"].tolist(), len(looked.mentions)) if id_ in ids)


def _met_twice(known: Sequence[str]) -> Iterator[int]:
    """Mentions that go by one id."""
    counts = Counter(known)
    return (i for i, id_ in enumerate(known) if id_ and counts[id_] > 1)


def _mirrors(looked: Looked, told: Table) -> frozenset[int]:
    """Rows of the last release that say what their only mention says: to compare the mention is enough."""
    rows = looked.before["id"].tolist()
    counts: Counter[str] = Counter(looked.known if rows else ())
    place = {id_: i for i, id_ in enumerate(looked.known) if id_ and counts[id_] == 1}
    pairs = [(place[id_], i) for i, id_ in enumerate(rows, len(looked.known)) if id_ in place]
    return frozenset(i for _, i in told.equal(pairs))
