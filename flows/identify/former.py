"""Names that a row had, and names that are not its own: the first stay among its other names, the second go."""

import pandas as pd

from flows.identify.fuse import Fused, Gathered
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
    before = {row["id"]: row for row in rows_of(previous.get(table, empty(table)))}
    rows = rows_of(fused.rows)
    added = {row["id"]: _former(row, before.get(row["id"], {})) for row in rows}
    rows = [{**row, "autres_noms": "|".join(filter(None, (row["autres_noms"], *added[row["id"]])))} for row in rows]
    proved = set(fused.proofs[fused.proofs["champ"] == "autres_noms"]["id"])
    fresh = [id_ for id_, names in added.items() if names and id_ not in proved]
    if not any(added.values()):
        return fused
    proofs = [*rows_of(fused.proofs), *(_proof(id_, added[id_], previous) for id_ in fresh)]
    return Fused(conform(rows, table), conform([row for row in proofs if row], "provenance"), fused.anomalies)


def _former(row: Row, before: Row) -> list[str]:
    """The names of the last release that the row does not hold any more, letters and digits compared."""
    if not before:
        return []
    held = {fold(name) for name in (row["nom"], *row["autres_noms"].split("|"))}
    old = [before["nom"], *before["autres_noms"].split("|")]
    return [name for name in dict.fromkeys(old) if name and fold(name) not in held]


def _proof(id_: str, names: list[str], previous: Tables) -> Row:
    """The last release's own proof of the name that the row had."""
    rows = previous.get("provenance", empty("provenance"))
    mine = rows_of(rows[(rows["id"] == id_) & rows["champ"].isin(["nom", "autres_noms"])])
    if not mine:
        return {}
    return {**mine[-1], "champ": "autres_noms", "regle": "reprise", "valeur_source": "|".join(names)}
