"""What is compared: the mentions of one table, and the rows of the last release, as traits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from flows.identifiers import Register
from flows.identify.clusters import Node
from flows.identify.compare.traits import Traits, domain_of
from schemas.records import Row
from schemas.tables import Tables, empty, rows_of

_COOPERATIVE = ("SCOP", "SCIC", "COOP")
_WHERE = ("adresse", "code_postal", "code_commune", "departement")


def nodes_of(
    table: str,
    mentions: pd.DataFrame,
    previous: Tables,
    register: Register,
    operators: Mapping[str, str],
    names: Mapping[str, tuple[str, ...]],
) -> list[Node]:
    """The mentions first, in their order, then the rows of the last release.

    `mentions`: all of `table`, with the columns of `gather`; those of operators may borrow the address of the place
    that their source lists under the same reference. `operators`: for places, the key of the operator by
    "source:reference", and by id for rows of the last release. `names`: the names of each operator, by its id.
    """
    seen = [_mentioned(table, row, register, operators) for row in rows_of(mentions)]
    return [_beside(node, names) for node in (*seen, *_remembered(table, previous, operators))]


def _beside(node: Node, names: Mapping[str, tuple[str, ...]]) -> Node:
    """A place with the names of its operator: "Kaléide - La Maisonnette" is La Maisonnette of Kaléide."""
    owners = names.get(node.traits.gestionnaire, ())
    return node._replace(traits=replace(node.traits, noms_gestionnaire=owners)) if owners else node


def with_addresses(operators: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Operators, each without an address borrowing that of the place listed under its very reference."""
    own = places[places["reference"] == places["gestionnaire"]].drop_duplicates(["source", "reference"])
    lent = operators[["source", "reference"]].merge(own[["source", "reference", *_WHERE]], how="left").fillna("")
    lent.index = operators.index
    bare = operators["adresse"] == ""
    return operators.assign(**{name: operators[name].where(~bare | (lent[name] == ""), lent[name]) for name in _WHERE})


def _mentioned(table: str, row: Row, register: Register, operators: Mapping[str, str]) -> Node:
    source, reference = row["source"], row["reference"]
    known = register.known(table, source, reference)
    proven = row["membre_de"] or (row["forme"].startswith(_COOPERATIVE) and row["etat"] != "candidat")
    traits = Traits(
        table=table,
        source=source,
        reference=reference,
        **_common(row),
        siren=row["siren"] or row["siret"][:9],
        siret=row["siret"],
        gestionnaire=operators.get(f"{source}:{row['gestionnaire']}", operators.get(row["gestionnaire"], "")),
        predecesseur=row["predecesseur"],
        cooperative=table == "gestionnaires" and bool(proven),
    )
    own = bool(known) and register.is_own(table, source, reference)
    return Node(traits, known, own, bool(row["reprise"]))


def _remembered(table: str, previous: Tables, operators: Mapping[str, str]) -> list[Node]:
    """Rows of the last release; an operator is where its head office is, or else its first place."""
    places = previous.get("etablissements", empty("etablissements")).sort_values("id")
    first = {row["gestionnaire_id"]: row for row in reversed(rows_of(places))}
    found = []
    for cells in rows_of(previous.get(table, empty(table))):
        if table == "gestionnaires":
            cells |= {name: first.get(cells["id"], {}).get(name, "") for name in _WHERE}
        found.append(_remembered_row(table, cells, operators))
    return found


def _remembered_row(table: str, cells: Row, operators: Mapping[str, str]) -> Node:
    siret = cells.get("siret", "")
    traits = Traits(
        table=table,
        source="",
        reference=cells["id"],
        **_common(cells),
        siren=cells.get("siren", "") or siret[:9],
        siret=siret,
        gestionnaire=operators.get(cells.get("gestionnaire_id", ""), ""),
        cooperative=table == "gestionnaires",
    )
    return Node(traits, cells["id"])


def _names(row: Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (row["nom"], *row["autres_noms"].split("|"), row.get("sigle", "")))))


def _common(row: Row) -> dict[str, Any]:
    """Traits that mentions and rows hold under the same names."""
    same = ("telephone", "courriel", "categorie", *_WHERE)
    common = {name: row.get(name, "") for name in same}
    return {**common, "noms": _names(row), "domaine": domain_of(row.get("site_web", ""))}


def keyed(nodes: Sequence[Node], labels: Sequence[int]) -> dict[str, str]:
    """The key of each operator's cluster, by "source:reference" and, of a row of the last release, by id."""
    return {
        (f"{node.traits.source}:{node.traits.reference}" if node.traits.source else node.traits.reference): str(label)
        for node, label in zip(nodes, labels, strict=True)
    }
