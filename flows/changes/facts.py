"""What two releases say of the rows that differ: the rows, their proofs, their sources, their tombstones, side by side."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from flows.changes.change import Came, Change, Changes, one_by_one
from flows.columnar.frames import texts
from flows.columnar.sets import among
from schemas.records import Row
from schemas.tables import SCHEMA_VERSION, Tables, empty, rows_of

ENTITIES = ("etablissements", "gestionnaires", "reseaux", "initiatives")
"""Tables whose rows have an id of their own, and a row in `retraits` when they leave."""

_OF_WHOLE = (
    *("id", "sources", "source", "commune", "commune_siege", "territoire_nom", "departement", "date_derniere_vue"),
)


@dataclass(frozen=True, slots=True)
class Side:
    """One release, as far as the rows that differ are concerned."""

    rows: Mapping[tuple[str, str], Row]
    """By table and id."""
    proofs: Mapping[tuple[str, str], Row]
    """Of `provenance`, by id and column."""
    sources: Mapping[str, Row]
    stones: Mapping[str, Row]
    """Of `retraits`, by id."""
    heirs: Mapping[str, str]
    """Ids that are no more -> the one that replaced each."""
    successors: frozenset[str]
    """Ids that replaced others."""
    references: Mapping[tuple[str, str], str]
    """(source, reference) -> id."""
    doubts: frozenset[tuple[str, str]]
    """(code, id) of `anomalies`; (code, id:column) too."""
    held: frozenset[str]
    """Sources that were read and that their gates held."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Both sides, and which columns of which rows differ."""

    before: Side
    after: Side
    changed: Mapping[tuple[str, str], Collection[str]]
    """(table, key) -> its columns that differ; '' when the row came or went."""
    fresh: Collection[tuple[str, str]]
    """(table, column) that the schema of the release before did not have."""
    doubted: Collection[str]
    """Ids and cells (`id:column`) with a doubt that was not there before."""
    absorbing: Collection[str]
    """Ids that replace others since the release before."""
    asked: Collection[tuple[str, str]]
    """(id, column) of the cells that someone asked to be taken out."""

    def sides(self, table: str, id_: str) -> tuple[Row, Row]:
        """A row as it was and as it is; {} where it is not."""
        return self.before.rows.get((table, id_), {}), self.after.rows.get((table, id_), {})

    def same_page(self, source: str) -> bool:
        """Whether the very bytes that were read for the release before stand behind this one too."""
        old, new = (side.sources.get(source, {}) for side in (self.before, self.after))
        return bool(old.get("sha256")) and old.get("sha256") == new.get("sha256")

    def is_new(self, source: str) -> bool:
        """Whether a source had never been read for the release before."""
        return not self.before.sources.get(source, {}).get("recupere_le") and not self.before.sources.get(
            source, {}
        ).get("sha256")

    def is_stale(self, source: str) -> bool:
        """Whether a source was asked and not had, so that what it said last stands in."""
        return self.after.sources.get(source, {}).get("statut") not in ("ok", "inchangee", None)

    def came(self, code: str, of: str) -> bool:
        """Whether a doubt on a row, or on a cell of it (`id:column`), is there now and was not."""
        return (code, of) in self.after.doubts and (code, of) not in self.before.doubts

    def left(self, code: str, of: str) -> bool:
        """Whether a doubt was there and is no more."""
        return (code, of) in self.before.doubts and (code, of) not in self.after.doubts


def id_of(change: Change) -> str:
    """The id that a change is about; '' for one about a territory, or a doubt about no row."""
    parts = change.cle.split("|")
    if change.table == "anomalies":
        return parts[3]
    return "" if change.table in ("territoires", "sources") else parts[0]


def gathered(
    changes: Sequence[Change],
    before: Tables,
    after: Tables,
    schema_before: str = "",
    asked: Collection[tuple[str, str]] = (),
) -> Facts:
    """What both sides say of whatever differs, but of the rows that came in columns: those tell it themselves.

    `schema_before`: the schema's version of the release before; '' if unknown.
    """
    changed: dict[tuple[str, str], set[str]] = defaultdict(set)
    ids: set[str] = set()
    for change in one_by_one(changes):
        changed[change.table, change.cle].add(change.champ)
        ids.add(id_of(change))
    apart = [part for part in changes.parts if not isinstance(part, tuple)] if isinstance(changes, Changes) else []
    come = set[str]().union(*(part.ids() for part in apart if isinstance(part, Came) and part.table in ENTITIES))
    ids = ids.union(*(part.ids() for part in apart)) - come
    whole = {key[1] for key, columns in changed.items() if key[0] in ENTITIES and "" in columns}
    sides = [_side(tables, whole, ids - whole) for tables in (before, after)]
    doubted = {of for _, of in sides[1].doubts - sides[0].doubts}
    absorbing = {heir for old, heir in sides[1].heirs.items() if sides[0].heirs.get(old) != heir}
    fresh = _fresh(one_by_one(changes), before, schema_before)
    return Facts(sides[0], sides[1], changed, fresh, doubted, absorbing, asked)


def _side(tables: Tables, whole: Collection[str], others: Collection[str]) -> Side:
    """`whole`: ids whose row came or went, of which less is asked."""
    known = _table(tables, "identifiants")
    heirs, doubts = _heirs(tables), _table(tables, "anomalies")
    stones = rows_of(_table(tables, "retraits"))
    named = zip(*(texts(known, name) for name in ("source", "reference", "id")), strict=True)
    return Side(
        {(t, row["id"]): row for t in ENTITIES for row in _rows(_table(tables, t), whole, others)},
        {(row["id"], row["champ"]): row for row in rows_of(_of(_table(tables, "provenance"), others))},
        {row["id"]: row for row in rows_of(_table(tables, "sources"))},
        {row["id"]: row for row in stones},
        heirs,
        frozenset(heirs.values()),
        {(source, reference): id_ for source, reference, id_ in named},
        frozenset(_doubts(doubts)),
        frozenset(doubts[doubts["code"] == "source_retenue"]["source"]),
    )


def _heirs(tables: Tables) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("identifiants", "retraits"):
        rows = _table(tables, name)
        rows = rows[rows["remplace_par"] != ""]
        found |= dict(zip(rows["id"], rows["remplace_par"], strict=True))
    return found


def _table(tables: Tables, name: str) -> pd.DataFrame:
    return tables.get(name, empty(name))


def _rows(frame: pd.DataFrame, whole: Collection[str], others: Collection[str]) -> list[Row]:
    """Every column of a row that changed; of one that came or went, who names it, where it is and when it was seen."""
    few = frame[[name for name in _OF_WHOLE if name in frame.columns]]
    return rows_of(_of(few, whole)) + rows_of(_of(frame, others))


def _of(rows: pd.DataFrame, ids: Collection[str]) -> pd.DataFrame:
    found = among(rows, "id", ids) if ids else None
    return rows.iloc[:0] if found is None or not found.any() else rows[found]


def _doubts(rows: pd.DataFrame) -> set[tuple[str, str]]:
    cells = list(zip(*(rows[name].tolist() for name in ("code", "id", "champ")), strict=True))
    return {(code, id_) for code, id_, _ in cells} | {(code, f"{id_}:{champ}") for code, id_, champ in cells}


def _fresh(changes: Iterable[Change], before: Tables, schema_before: str) -> set[tuple[str, str]]:
    """Columns that were not there, or that an older schema left empty in every row."""
    asked = {(change.table, change.champ) for change in changes if change.champ}
    older = schema_before not in ("", SCHEMA_VERSION)
    return {
        (table, champ)
        for table, champ in asked
        if table in before
        and len(before[table])
        and (champ not in before[table].columns or (older and not before[table][champ].astype(bool).any()))
    }
