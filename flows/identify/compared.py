"""One table compared: its mentions and the rows of the last release become clusters, and clusters get their ids."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from flows.identifiers import Register
from flows.identify.assign import Assigned, assign
from flows.identify.clusters import Clustered, Node, clusters
from flows.identify.compare.blocks import pairs
from flows.identify.decisions import Decision, decided
from flows.identify.fuse import Gathered
from flows.identify.hosts import Hosts, hosts, without_hosts
from flows.identify.nodes import looked_at, rows_before
from flows.identify.shown import names_in
from flows.identify.suspects import Looked, suspects
from schemas.records import Row
from schemas.tables import Tables, rows_of


@dataclass(frozen=True, slots=True)
class Side:
    """One table: `mentions`, all with their `id`, `before`: the rows of the last release.

    `nodes` are those that were compared one by one (mentions first, then rows of the last release), `shown` what each
    was made of, `clustered` and `assigned` what they became; what is not among them is like nothing else. `hosts`:
    contacts that say nothing.
    """

    table: str
    mentions: Gathered
    before: pd.DataFrame
    nodes: list[Node]
    shown: list[Row]
    clustered: Clustered
    assigned: Assigned
    hosts: Hosts

    def alive(self) -> Gathered:
        """The mentions, but what sources name no more where nobody else names it."""
        values = self.mentions.values
        if (values["efface"] == "").all():
            return self.mentions
        named = set(values[values["efface"] == ""]["id"].tolist())
        kept = pd.array([id_ in named for id_ in values["id"].tolist()], dtype="bool")
        return Gathered(values[kept].reset_index(drop=True), self.mentions.words[kept].reset_index(drop=True))

    def keys(self) -> dict[str, str]:
        """The id of each mention, by "source:reference" and, for a row of the last release, by its own id."""
        values = self.mentions.values
        cells = (values[name].tolist() for name in ("source", "reference", "id"))
        said = {f"{source}:{reference}": id_ for source, reference, id_ in zip(*cells, strict=True)}
        return {**said, **self._ids_before()}

    def names(self) -> dict[str, tuple[str, ...]]:
        """All names of each cluster, by its id."""
        return names_by_id((self.mentions.values, self.before), self._ids_before())

    def _ids_before(self) -> dict[str, str]:
        """The id that each row of the last release has now: its own where nothing is like it."""
        now = zip(self.nodes, self.assigned.ids, strict=True)
        moved = {node.traits.reference: id_ for node, id_ in now if not node.traits.source}
        return {id_: moved.get(id_, id_) for id_ in self.before["id"].tolist()}


def compared(
    table: str,
    mentions: Gathered,
    previous: Tables,
    register: Register,
    decisions: Sequence[Decision],
    of: "Side | None" = None,
) -> Side:
    """The clusters of one table. `of`: for places, the operators, compared before."""
    own, operators = _of(table, mentions), of.keys() if of else {}
    seen = looked_at(table, own.values, _of("etablissements", mentions).values)
    before = rows_before(table, previous)
    shared = of.hosts if of else hosts([seen, before])
    seen, before = without_hosts(seen, shared), without_hosts(before, shared)
    known = register.known_all(table, seen["source"].tolist(), seen["reference"].tolist())
    looked = Looked(table, seen, before, known, register, operators, of.names() if of else {})
    places = suspects(looked, _about(table, decisions))
    nodes = list(looked.nodes(places).values())
    told = decided(table, decisions, nodes, register)
    clustered = clusters(nodes, list(pairs([node.traits for node in nodes])), told)
    compared_ = [i for i in places if i < len(seen)]
    more = [""] * (len(places) - len(compared_))
    classes, days = ([*own.values[name].take(compared_), *more] for name in ("classe", "jour_snapshot"))
    assigned = assign(table, nodes, clustered.labels, classes, days, register)
    ids = dict(zip(places, assigned.ids, strict=True))
    values = own.values.assign(
        id=pd.array(_ids(looked, ids, own.values["jour_snapshot"].tolist()), dtype="str"),
        operator_id=pd.array(_operators(own.values, operators), dtype="str"),
    )
    shown = [*rows_of(values.take(compared_)), *rows_of(before.take([i - len(seen) for i in places[len(compared_) :]]))]
    return Side(table, Gathered(values, own.words), before, nodes, shown, clustered, assigned, shared)


def _ids(looked: Looked, ids: Mapping[int, str], days: Sequence[str]) -> list[str]:
    """The id of each mention: that of its cluster (`ids`), else its own, which is noted. Raises Refused."""
    alone = [i for i in range(len(days)) if i not in ids]
    sources, references = (looked.mentions[name].tolist() for name in ("source", "reference"))
    cells = ([column[i] for i in alone] for column in (sources, references, looked.known, days))
    own = dict(zip(alone, looked.register.note_all(looked.table, *cells), strict=True))
    return [ids[i] if i in ids else own[i] for i in range(len(days))]


def names_by_id(frames: Sequence[pd.DataFrame], now: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """All names under each id, sorted. `now`: the id that a row has, where it is not its own; nearly all have one name."""
    first: dict[str, str] = {}
    several: dict[str, set[str]] = {}
    for frame in frames:
        for own, nom, others, sigle in _cells(frame, ("id", "nom", "autres_noms", "sigle")):
            id_ = now.get(own, own)
            if others or sigle or not nom or first.setdefault(id_, nom) != nom:
                several.setdefault(id_, set()).update(names_in(nom, others, sigle))
    found = {id_: (nom,) for id_, nom in first.items()}
    return {**found, **{id_: tuple(sorted({*names, *found.get(id_, ())})) for id_, names in several.items()}}


def _about(table: str, decisions: Sequence[Decision]) -> set[tuple[str, str]]:
    """The sources and references that people decided about."""
    mine = [one for one in decisions if one.table == table]
    return {pair for one in mine for pair in ((one.source_a, one.reference_a), (one.source_b, one.reference_b))}


def _cells(frame: pd.DataFrame, names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The cells of some columns, row by row; '' where the table has no such column."""
    return zip(*(frame[name].tolist() if name in frame else [""] * len(frame) for name in names), strict=True)


def _of(table: str, mentions: Gathered) -> Gathered:
    """The mentions of a table: they are all together (see `gather.together`)."""
    tables = mentions.values["table"].tolist()
    first, count = (tables.index(table), tables.count(table)) if table in tables else (0, 0)
    return Gathered(*(frame.iloc[first : first + count].reset_index(drop=True) for frame in mentions))


def _operators(values: pd.DataFrame, operators: Mapping[str, str]) -> list[str]:
    """The id of the operator of each place; that of a row carried forward may be given by its id."""
    named = zip(values["source"].tolist(), values["gestionnaire"].tolist(), strict=True)
    return [operators.get(f"{source}:{reference}", operators.get(reference, "")) for source, reference in named]
