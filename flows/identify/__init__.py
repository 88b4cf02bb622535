"""Mentions of all sources -> operators and places with stable ids, what they are proved by, and what a person must say.

Operators first, then places beside the operators they are of: each time all mentions of this run and the rows of the
last release are compared, joined where a key or agreed evidence says so, and kept apart or asked about elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from flows.columnar.pieces import Piece
from flows.columnar.proofs import in_order
from flows.identifiers import PREFIXES, Register, references
from flows.identify.asking import asking
from flows.identify.carried import carried, faded
from flows.identify.compare.kept import forget
from flows.identify.compared import Side, compared
from flows.identify.decisions import Decision
from flows.identify.entities import ENTITIES, entities, figures, partnerships
from flows.identify.fuse import Gathered
from flows.identify.gather import gathered, together
from flows.identify.members import members, without_twins
from flows.identify.settled import settled
from schemas.errors import Refused
from schemas.found import Absent, Found
from schemas.mentions import Mentions
from schemas.records import Anomaly, Row
from schemas.tables import Tables, conform, empty, key
from sources import text

__all__ = ["Decision", "Identified", "identify"]

_TABLES = ("etablissements", "gestionnaires", "reseaux", "adhesions", "initiatives", "partenariats", "chiffres")


@dataclass(frozen=True, slots=True)
class Identified:
    """`tables`: all that the sources give, with ids and dates of sight. `said`: rows of `provenance` of operators and places.

    `questions`: rows for a person (`questions.COLUMNS`). `gone`: ids of the last release that leave it -> (motif, the
    id that replaces it). `ids`: "table:source:reference" -> id.
    """

    tables: Tables
    said: Piece
    anomalies: tuple[Anomaly, ...]
    questions: tuple[Row, ...]
    gone: Mapping[str, tuple[str, str]]
    ids: Mapping[str, str]

    @property
    def proofs(self) -> pd.DataFrame:
        """`said` as a table sorted by cell: a copy, several times as large."""
        return in_order([self.said])


def identify(
    found: Sequence[Found],
    previous: Tables,
    as_of: str,
    decisions: Sequence[Decision] = (),
    missing: Sequence[Absent] = (),
) -> Identified:
    """Operators, places, memberships, networks and initiatives of this run.

    What the last release says on the word of a source that is `missing` is carried forward. Raises Refused when two
    references share an id.
    """
    register = Register(previous.get("identifiants", empty("identifiants")))
    rows = {table: [row for one in found for row in entities(one, table, register, as_of)] for table in ENTITIES}
    mentions, told = _mentions(found, rows["reseaux"], previous, register, missing, as_of)
    operators = compared("gestionnaires", mentions, previous, register, decisions)
    places = compared("etablissements", mentions, previous, register, decisions, operators)
    made = settled(operators, places, previous, as_of)
    members = _memberships(operators.alive().values, made.rows["gestionnaires"])
    rows["partenariats"] = [row for one in found for row in partnerships(one, rows["initiatives"], as_of)]
    subjects = [*rows["reseaux"], *rows["initiatives"]]
    rows["chiffres"] = [row for one in found for row in figures(one, subjects, as_of)]
    tables = {table: conform(each, table) if each else empty(table) for table, each in rows.items()}
    tables |= {"adhesions": conform(members, "adhesions"), **made.rows}
    tables = {table: _sighted(tables[table], previous.get(table), table) for table in _TABLES}
    asked, doubts = asking((operators, places), previous, made.rows)
    forget()
    text.forget()
    return Identified(
        {**tables, "identifiants": _published(register.table(), tables, previous)},
        made.proofs,
        (*told, *made.anomalies, *doubts),
        asked,
        made.gone,
        {**_named(operators), **_named(places)},
    )


def _mentions(
    found: Sequence[Found],
    networks: Sequence[Row],
    previous: Tables,
    register: Register,
    missing: Sequence[Absent],
    as_of: str,
) -> tuple[Gathered, list[Anomaly]]:
    """All mentions: of the members of lists, of registers and the curation, of the last release."""
    before = previous.get("etablissements", empty("etablissements"))
    parts: list[tuple[Found, Mentions, str]] = []
    told: list[Anomaly] = []
    for one in found:
        parts.append((one, one.mentions, ""))
        if one.source.liste_des_membres:
            alone, twins = without_twins(one)
            named = alone.assign(reference=references(alone, register.postcodes(one.source.id, before)))
            parts.append((one, members(one, named), _network(one, networks)))
            told += twins
    present = gathered(parts, carried(missing, previous), as_of)
    return together([present], faded(found, present, previous, as_of)), told


def _network(one: Found, networks: Sequence[Row]) -> str:
    """The id of the network whose members a page lists. Raises Refused."""
    network = next((r["id"] for r in networks if r["nom"] == one.source.editeur), "")
    if not network:
        raise Refused(
            f"{one.source.id}: the reader gives no row for the network {one.source.editeur!r} whose members it lists."
        )
    return network


def _memberships(mentions: pd.DataFrame, operators: pd.DataFrame) -> pd.DataFrame:
    """Who belongs to which network, on whose word."""
    told = {
        "gestionnaire_id": "id",
        "reseau_id": "membre_de",
        "source": "source",
        "source_url": "url",
        "date_premiere_vue": "jour_snapshot",
        "date_derniere_vue": "jour_snapshot",
    }
    entered = set(operators["id"].tolist())
    named = zip(mentions["membre_de"].tolist(), mentions["id"].tolist(), strict=True)
    listed = pd.array([network != "" and id_ in entered for network, id_ in named], dtype="bool")
    once = mentions[list(dict.fromkeys(told.values()))][listed].drop_duplicates(["id", "membre_de"])
    return pd.DataFrame({name: once[column] for name, column in told.items()})


def _published(known: pd.DataFrame, tables: Tables, previous: Tables) -> pd.DataFrame:
    """The references of what is or was published: a candidate or a row set aside is told in `anomalies`, if at all."""
    alive = {id_ for table in PREFIXES for id_ in tables[table]["id"].tolist()}
    alive |= set(previous.get("identifiants", empty("identifiants"))["id"].tolist())
    kept = [id_ in alive for id_ in known["id"].tolist()]
    return known if all(kept) else known[pd.array(kept, dtype="bool")].reset_index(drop=True)


def _named(side: Side) -> dict[str, str]:
    """Ids by "table:source:reference", of what enters or not."""
    cells = (side.mentions.values[name].tolist() for name in ("source", "reference", "id"))
    return {f"{side.table}:{source}:{reference}": id_ for source, reference, id_ in zip(*cells, strict=True)}


def _sighted(rows: pd.DataFrame, before: pd.DataFrame | None, table: str) -> pd.DataFrame:
    """First sight is kept from the last release; last sight never goes back."""
    if before is None or before.empty or rows.empty:
        return rows
    firsts, lasts = _sights(rows, before, list(key(table)))
    first_now, last_now = rows["date_premiere_vue"].tolist(), rows["date_derniere_vue"].tolist()
    return rows.assign(
        date_premiere_vue=pd.array([first or now for first, now in zip(firsts, first_now, strict=True)], dtype="str"),
        date_derniere_vue=pd.array(list(map(max, lasts, last_now)), dtype="str"),
    )


def _sights(rows: pd.DataFrame, before: pd.DataFrame, keys: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The first and the last sight of each row in the last release, '' of a new one."""
    days: tuple[list[str], list[str]] = (before["date_premiere_vue"].tolist(), before["date_derniere_vue"].tolist())
    ours, theirs = _cells(rows, keys), _cells(before, keys)
    if ours == theirs:
        return days
    known = {each: i for i, each in enumerate(theirs)}
    at = [known.get(each, -1) for each in ours]
    firsts, lasts = ([*of, ""] for of in days)  # the last is that of no row
    return [firsts[i] for i in at], [lasts[i] for i in at]


def _cells(rows: pd.DataFrame, names: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(rows[name].tolist() for name in names), strict=True))
