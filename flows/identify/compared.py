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
from flows.identify.nodes import nodes_of, with_addresses
from schemas.tables import Tables


@dataclass(frozen=True, slots=True)
class Side:
    """`mentions` with their `id`; the nodes compared (mentions first, then rows of the last release) and what they became."""

    table: str
    mentions: Gathered
    nodes: list[Node]
    clustered: Clustered
    assigned: Assigned

    def alive(self) -> Gathered:
        """The mentions, but what sources name no more where nobody else names it."""
        values = self.mentions.values
        named = set(values[values["efface"] == ""]["id"])
        kept = (values["efface"] == "") | values["id"].isin(list(named))
        return Gathered(values[kept].reset_index(drop=True), self.mentions.words[kept].reset_index(drop=True))

    def keys(self) -> dict[str, str]:
        """The id of each node, by "source:reference" and, for a row of the last release, by its own id."""
        return dict(self._keys())

    def names(self) -> dict[str, tuple[str, ...]]:
        """All names of each cluster, by its id."""
        found: dict[str, dict[str, None]] = {}
        for node, id_ in zip(self.nodes, self.assigned.ids, strict=True):
            found.setdefault(id_, {}).update(dict.fromkeys(node.traits.noms))
        return {id_: tuple(sorted(names)) for id_, names in found.items()}

    def _keys(self) -> Iterator[tuple[str, str]]:
        for node, id_ in zip(self.nodes, self.assigned.ids, strict=True):
            source, reference = node.traits.source, node.traits.reference
            yield (f"{source}:{reference}" if source else reference), id_


def compared(
    table: str,
    mentions: Gathered,
    previous: Tables,
    register: Register,
    decisions: Sequence[Decision],
    of: "Side | None" = None,
) -> Side:
    """The clusters of one table. `of`: for places, the operators, compared before."""
    operators, names = (of.keys(), of.names()) if of else ({}, {})
    own = _of(table, mentions)
    looked_at = (
        with_addresses(own.values, _of("etablissements", mentions).values) if table == "gestionnaires" else own.values
    )
    nodes = nodes_of(table, looked_at, previous, register, operators, names)
    told = decided(table, decisions, nodes, register)
    clustered = clusters(nodes, list(pairs([node.traits for node in nodes])), told)
    classes = [*own.values["classe"], *[""] * (len(nodes) - len(own.values))]
    days = [*own.values["jour_snapshot"], *[""] * (len(nodes) - len(own.values))]
    assigned = assign(table, nodes, clustered.labels, classes, days, register)
    values = own.values.assign(id=list(assigned.ids[: len(own.values)]), operator_id=_operators(own.values, operators))
    return Side(table, Gathered(values, own.words), nodes, clustered, assigned)


def _of(table: str, mentions: Gathered) -> Gathered:
    mine = mentions.values["table"] == table
    return Gathered(*(frame[mine].reset_index(drop=True) for frame in (mentions.values, mentions.words)))


def _operators(values: pd.DataFrame, operators: Mapping[str, str]) -> list[str]:
    """The id of the operator of each place; that of a row carried forward may be given by its id."""
    named = zip(values["source"], values["gestionnaire"], strict=True)
    return [operators.get(f"{source}:{reference}", operators.get(reference, "")) for source, reference in named]
