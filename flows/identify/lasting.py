"""What the last release knew and nobody denies: a row's name and address, a closing, a word that is no longer repeated."""

from collections.abc import Collection, Iterator

import pandas as pd

from flows.identify.fuse import Fused, Gathered
from schemas.records import Anomaly, Row
from schemas.tables import Tables, conform, empty, rows_of

_ADDRESS = ("adresse", "complement_adresse", "code_postal", "commune", "adresse_source")
_HEAD_OFFICE = {"adresse": "adresse_siege", "code_postal": "code_postal_siege", "commune": "commune_siege"}


def rows_had(table: str, previous: Tables, ids: Collection[str]) -> dict[str, Row]:
    """The rows of some ids in the last release, by id; the others, nearly all, are not taken apart."""
    before = previous.get(table, empty(table))
    if not ids or before.empty:
        return {}
    mine = [i for i, id_ in enumerate(before["id"].tolist()) if id_ in ids]
    return {row["id"]: row for row in rows_of(before.take(mine))}


def with_what_rows_had(table: str, mentions: Gathered, previous: Tables) -> Gathered:
    """Mentions of rows that only carried words are left of: the first also says the name and the address of the row.

    A carried mention holds what its source had won in the last release; what another source had won went with it.
    """
    before = rows_had(table, previous, frozenset(mentions.values["id"].tolist()))
    if not before:
        return mentions
    values, words = rows_of(mentions.values), rows_of(mentions.words)
    groups: dict[str, list[int]] = {}
    for i, row in enumerate(values):
        groups.setdefault(row["id"], []).append(i)
    for id_, members in groups.items():
        if id_ in before and all(values[i]["reprise"] for i in members):
            _complete(table, [values[i] for i in members], [words[i] for i in members], before[id_])
    columns = (list(mentions.values.columns), list(mentions.words.columns))
    frames = (pd.DataFrame(rows, columns=c, dtype=str) for rows, c in zip((values, words), columns, strict=True))
    return Gathered(*frames)


def _complete(table: str, values: list[Row], words: list[Row], before: Row) -> None:
    """Fills the first mention in place, where none says it."""
    named = _HEAD_OFFICE if table == "gestionnaires" else {}
    for block in (("nom",), _ADDRESS):
        if not any(row[column] for row in values for column in block):
            for column in block:
                values[0][column] = words[0][column] = before.get(named.get(column, column), "")


def still_closed(table: str, fused: Fused, mentions: pd.DataFrame, previous: Tables) -> Fused:
    """Rows that were closed, and that no register, nor a page of a later day, says are open: they stay so."""
    before = rows_had(table, previous, frozenset(fused.rows["id"].tolist()))
    if not before:
        return fused
    said: dict[str, list[Row]] = {}
    for mention in rows_of(mentions):
        said.setdefault(mention["id"], []).append(mention)
    rows = rows_of(fused.rows)
    kept = {r["id"] for r in rows if _stays(table, r, before.get(r["id"], {}), said[r["id"]])}
    if not kept:
        return fused
    cells = ("statut", "date_fermeture") if table == "etablissements" else ("date_fermeture",)
    rows = [{**row, **{c: before[row["id"]][c] for c in cells}} if row["id"] in kept else row for row in rows]
    proofs = [one for one in rows_of(fused.proofs) if not (one["id"] in kept and one["champ"] in cells)]
    old = previous.get("provenance", empty("provenance"))
    mine = old[old["champ"].isin(cells)]
    proofs += [{**one, "regle": "reprise"} for one in rows_of(mine) if one["id"] in kept]
    return Fused(conform(rows, table), conform(proofs, "provenance"), fused.anomalies)


def _stays(table: str, row: Row, before: Row, said: list[Row]) -> bool:
    closed = before.get("statut") == "ferme" if table == "etablissements" else bool(before.get("date_fermeture"))
    if not closed or row["date_fermeture"] or row.get("statut") == "ferme":
        return False
    fresh = [one for one in said if not one["reprise"] and one["etat"] == "actif"]
    return not any(one["classe"] == "registre" or one["jour"] > (before["date_fermeture"] or "9") for one in fresh)


def no_longer_named(mentions: pd.DataFrame) -> Iterator[Anomaly]:
    """A word on each source that names a row no more, while another one does."""
    for row in rows_of(mentions[mentions["efface"] != ""]):
        day = row["jour_snapshot"]
        yield Anomaly(
            code="mention_disparue",
            gravite="avertissement",
            source=row["source"],
            id=row["id"],
            champ="sources",
            valeur=row["jour_snapshot"],
            message_fr=f"Cette source ne cite plus la ligne (vue le {day}), une autre si : ses mots valent encore trois intervalles.",
            message_en=f"This source names the row no more (last on {day}), another does: what it said is kept for three intervals.",
        )
