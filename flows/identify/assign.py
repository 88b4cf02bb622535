"""The id of each cluster: the oldest that one of its references has, else one computed from its first reference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.identifiers import Register
from flows.identify.clusters import Node

_FIRST = ("premiere_main", "curation", "agregateur", "registre", "")
"""Whose reference a new id is computed from."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """`ids`: the id of each node's cluster. `merged`: an id that is no more -> the one that replaces it."""

    ids: tuple[str, ...]
    merged: Mapping[str, str]


def assign(
    table: str,
    nodes: Sequence[Node],
    labels: Sequence[int],
    classes: Sequence[str],
    days: Sequence[str],
    register: Register,
) -> Assigned:
    """Ids of clusters; every reference seen in this run is noted under its cluster's id.

    `classes` and `days` are those of the nodes' sources and sights. Raises Refused when two references share an id.
    """
    groups: dict[int, list[int]] = {}
    for i, label in enumerate(labels):
        groups.setdefault(label, []).append(i)
    kept = _claims(nodes, groups, register)
    ids = {
        label: kept.get(label) or _fresh(table, nodes, classes, members, register) for label, members in groups.items()
    }
    taken = set(kept.values())
    merged = {
        nodes[i].known: ids[label]
        for label, members in sorted(groups.items())
        for i in members
        if nodes[i].known and nodes[i].known not in taken
    }
    for old, new in sorted(merged.items()):
        register.replace(old, new)
    for node, label, day in zip(nodes, labels, days, strict=True):
        if node.traits.source:
            register.note(table, node.traits.source, node.traits.reference, ids[label], day)
    return Assigned(tuple(ids[label] for label in labels), merged)


def _fresh(
    table: str, nodes: Sequence[Node], classes: Sequence[str], members: Sequence[int], register: Register
) -> str:
    """An id from the first reference of a cluster."""
    first = min(members, key=lambda i: _rank(nodes[i], classes[i]))
    return register.fresh(table, nodes[first].traits.source, nodes[first].traits.reference)


def _rank(node: Node, source_class: str) -> tuple[int, str, str]:
    return _FIRST.index(source_class), node.traits.source, node.traits.reference


def _claims(nodes: Sequence[Node], groups: Mapping[int, list[int]], register: Register) -> dict[int, str]:
    """Which cluster keeps which known id. One id in two clusters stays where the reference is that it was computed from."""
    claims: dict[str, list[tuple[bool, int]]] = {}
    for label, members in groups.items():
        for i in members:
            if nodes[i].known:
                claims.setdefault(nodes[i].known, []).append((not nodes[i].own, label))
    owner = {id_: min(each)[1] for id_, each in claims.items()}
    kept: dict[int, str] = {}
    days = register.first_days(owner.keys())
    for id_ in sorted(owner, key=lambda known: (days.get(known, ""), known)):
        kept.setdefault(owner[id_], id_)
    return kept
