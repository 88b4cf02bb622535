"""Names that a row had, and names that are not its own: the first stay among its other names, the second go."""

from collections.abc import Collection

import pandas as pd

from flows.identify.fuse import Fused, Gathered
from flows.identify.lasting import rows_had
from schemas.records import Row
from schemas.tables import Tables, conform, empty, rows_of
from sources.text import fold


def without_borrowed_names(places: Gathered, operators: pd.DataFrame) -> Gathered:
    """Places without the name that a register lends them: that of their company, where someone else names the place.

    `operators`: mentions of gestionnaires, whose names are lent.
    """
    lent = {(row["source"], row["reference"]): fold(row["nom"]) for row in rows_of(operators)}
    rows = rows_of(places.values)
    borrowed = [
        row["classe"] == "registre" and fold(row["nom"]) == lent.get((row["source"], row["gestionnaire"]))
        for row in rows
    ]
    own = {row["id"] for row, is_lent in zip(rows, borrowed, strict=True) if row["nom"] and not is_lent}
    idle = pd.Series([is_lent and row["id"] in own for row, is_lent in zip(rows, borrowed, strict=True)], dtype=bool)
    values = places.values.assign(nom=places.values["nom"].where(~idle, ""))
    return Gathered(values, places.words)


def with_former_names(table: str, fused: Fused, previous: Tables) -> Fused:
    """Rows whose `autres_noms` hold the names of the last release too; a new cell is proved by what proved the old name."""
    before = rows_had(table, previous, frozenset(fused.rows["id"].tolist()))
    if not before:
        return fused
    rows = rows_of(fused.rows)
    added = {row["id"]: _former(row, before.get(row["id"], {})) for row in rows}
    if not any(added.values()):
        return fused
    rows = [{**row, "autres_noms": "|".join(filter(None, (row["autres_noms"], *added[row["id"]])))} for row in rows]
    proved = set(fused.proofs[fused.proofs["champ"] == "autres_noms"]["id"])
    fresh = [id_ for id_, names in added.items() if names and id_ not in proved]
    told = _proofs_of_names(previous, fresh)
    proofs = [*rows_of(fused.proofs), *(_proof(told.get(id_), added[id_]) for id_ in fresh)]
    return Fused(conform(rows, table), conform([row for row in proofs if row], "provenance"), fused.anomalies)


def _former(row: Row, before: Row) -> list[str]:
    """The names of the last release that the row does not hold any more, letters and digits compared."""
    if not before:
        return []
    held = {fold(name) for name in (row["nom"], *row["autres_noms"].split("|"))}
    old = [before["nom"], *before["autres_noms"].split("|")]
    return [name for name in dict.fromkeys(old) if name and fold(name) not in held]


def _proofs_of_names(previous: Tables, ids: Collection[str]) -> dict[str, Row]:
    """The last release's last proof of a name, by id."""
    rows = previous.get("provenance", empty("provenance"))
    rows = rows[rows["champ"].isin(["nom", "autres_noms"])]
    wanted = frozenset(ids)
    rows = rows.take([i for i, id_ in enumerate(rows["id"].tolist()) if id_ in wanted])
    return {row["id"]: row for row in rows_of(rows)}


def _proof(of: Row | None, names: list[str]) -> Row:
    """The last release's own proof of the name that the row had."""
    return {**of, "champ": "autres_noms", "regle": "reprise", "valeur_source": "|".join(names)} if of else {}
