"""What is compared: the mentions of one table, and the rows of the last release, as traits."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from flows.columnar.keys import climbs
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
    remembered: pd.DataFrame,
    register: Register,
    operators: Mapping[str, str],
    names: Mapping[str, tuple[str, ...]],
) -> list[Node]:
    """The mentions first, in their order, then the rows of the last release.

    `mentions`: rows of `looked_at`, `remembered` of `rows_before`. `operators`: for places, the key of the operator by
    "source:reference", and by id for rows of the last release. `names`: the names of each operator, by its id.
    """
    seen = [_mentioned(table, row, register, operators) for row in rows_of(mentions)]
    before = [_remembered_row(table, row, operators) for row in rows_of(remembered)]
    return [_beside(node, names) for node in (*seen, *before)]


def looked_at(table: str, mentions: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """The mentions of a table as they are compared: with the domain of their site (`domaine`).

    An operator without an address borrows that of the place that its source lists under the same reference.
    """
    return with_domains(with_addresses(mentions, places) if table == "gestionnaires" else mentions)


def rows_before(table: str, previous: Tables) -> pd.DataFrame:
    """Rows of the last release as they are compared; an operator is where its first place is."""
    rows = previous.get(table, empty(table))
    if table == "gestionnaires":
        places = previous.get("etablissements", empty("etablissements")).sort_values("id", kind="stable")
        first = {id_: i for i, id_ in reversed(list(enumerate(places["gestionnaire_id"].tolist())))}
        at = [first.get(id_, -1) for id_ in rows["id"].tolist()]
        told = {name: [*places[name].tolist(), ""] for name in _WHERE}  # the last cell is that of no place
        rows = rows.assign(**{name: pd.array([cells[i] for i in at], dtype="str") for name, cells in told.items()})
    return with_domains(rows)


def with_domains(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the domain that the owner of their site holds."""
    return rows.assign(
        domaine=pd.array([domain_of(site) if site else "" for site in rows["site_web"].tolist()], dtype="str")
    )


def _beside(node: Node, names: Mapping[str, tuple[str, ...]]) -> Node:
    """A place with the names of its operator: "Kaléide - La Maisonnette" is La Maisonnette of Kaléide."""
    owners = names.get(node.traits.gestionnaire, ())
    return node._replace(traits=replace(node.traits, noms_gestionnaire=owners)) if owners else node


def with_addresses(operators: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Operators, each without an address borrowing that of the place listed under its very reference."""
    lent = _lent(operators, places)
    bare = operators["adresse"] == ""
    return operators.assign(**{name: operators[name].where(~bare | (lent[name] == ""), lent[name]) for name in _WHERE})


def _lent(operators: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Where the place is that is listed under the reference of each operator, '' where none is; the same index."""
    key, where = ["source", "reference"], list(_WHERE)
    own = places[key].assign(reference=places["gestionnaire"])
    if operators[key].equals(places[key]) and own.equals(places[key]) and climbs(places, key):  # a list of members
        return places[where]
    mine = places[places["reference"] == places["gestionnaire"]].drop_duplicates(key)
    lent = operators[key].merge(mine[[*key, *where]], how="left").fillna("")
    lent.index = operators.index
    return lent[where]


def _mentioned(table: str, row: Row, register: Register, operators: Mapping[str, str]) -> Node:
    source, reference = row["source"], row["reference"]
    known = register.known(table, source, reference)
    cooperative = table == "gestionnaires" and _is_proven(row["membre_de"], row["forme"], row["etat"])
    traits = Traits(
        table=table,
        source=source,
        reference=reference,
        **_common(row),
        siren=row["siren"] or row["siret"][:9],
        siret=row["siret"],
        gestionnaire=operators.get(f"{source}:{row['gestionnaire']}", operators.get(row["gestionnaire"], "")),
        predecesseur=row["predecesseur"],
        cooperative=cooperative,
    )
    own = bool(known) and register.is_own(table, source, reference)
    return Node(traits, known, own, bool(row["reprise"]))


def proven(table: str, mentions: pd.DataFrame) -> list[bool]:
    """Whether the source of each mention asserts a cooperative; of places, never."""
    if table != "gestionnaires":
        return [False] * len(mentions)
    cells = (mentions[name].tolist() for name in ("membre_de", "forme", "etat"))
    return [_is_proven(*each) for each in zip(*cells, strict=True)]


def _is_proven(network: str, forme: str, etat: str) -> bool:
    return bool(network) or (forme.startswith(_COOPERATIVE) and etat != "candidat")


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


def names_of(row: Row) -> tuple[str, ...]:
    """The name of a mention or a row, then its other names, then its acronym, each once."""
    return tuple(dict.fromkeys(filter(None, (row["nom"], *row["autres_noms"].split("|"), row.get("sigle", "")))))


def _common(row: Row) -> dict[str, Any]:
    """Traits that mentions and rows hold under the same names."""
    same = ("telephone", "courriel", "categorie", *_WHERE)
    common = {name: row.get(name, "") for name in same}
    return {**common, "noms": names_of(row), "domaine": row["domaine"]}
