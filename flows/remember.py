"""This run beside the last release: who is no longer named, who is withdrawn, which rows changed and when."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from schemas.found import Found
from schemas.records import Anomaly, Row
from schemas.tables import Tables, conform, empty
from sources.text import fold

_ABSENCES = 3  # intervals of its source without a place, before it is withdrawn
_CODE = "membre_disparu"
_NOT_A_CHANGE = ("date_premiere_vue", "date_derniere_vue", "date_maj", "geo_date")


def remember(
    tables: Tables, previous: Tables, found: Sequence[Found], as_of: str, last_release: str
) -> tuple[Tables, list[Anomaly]]:
    """Carries what the pages no longer name, not confirmed, then withdraws it with a row in `retraits`.

    A place is not confirmed from the day when its source no longer names it, and withdrawn once that has lasted three
    of the source's intervals. Networks and initiatives have no such state: they are withdrawn at once.
    """
    kept, gone, anomalies = _absent_places(tables, previous, found, as_of)
    withdrawn = [_tombstone(row, as_of, last_release) for row in gone]
    for table in ("reseaux", "initiatives"):
        withdrawn += [_tombstone(row, as_of, last_release) for row in _missing(tables, previous, table)]
    places = conform(pd.concat([tables["etablissements"], kept]), "etablissements")
    operators, left = _operators_of(places, tables, previous)
    withdrawn += [_tombstone(row, as_of, last_release) for row in left]
    memberships = _memberships_of(operators, tables, previous)
    out = {**tables, "etablissements": places, "gestionnaires": operators, "adhesions": memberships}
    return {**out, "retraits": _tombstones(withdrawn, out, previous)}, anomalies


def _missing(tables: Tables, previous: Tables, table: str) -> list[Row]:
    before = previous.get(table, empty(table))
    gone = before[~before["id"].isin(tables[table]["id"])]
    return [{str(k): str(v) for k, v in row.items()} for row in gone.to_dict("records")]


def _absent_places(
    tables: Tables, previous: Tables, found: Sequence[Found], as_of: str
) -> tuple[pd.DataFrame, list[Row], list[Anomaly]]:
    """(places kept, not confirmed; places to withdraw; a word on each one kept: `retraits` tells of the others)."""
    doubts = previous.get("anomalies", empty("anomalies"))
    told = doubts[doubts["code"] == _CODE]
    since = dict(zip(told["id"], told["valeur"], strict=True))
    in_doubt = {fold(doubt.valeur) for one in found for doubt in one.reading.doubts}
    kept, gone, anomalies = [], [], []
    for row in _missing(tables, previous, "etablissements"):
        first = since.get(row["id"], as_of)
        if _is_over(row, first, found, as_of):
            gone.append(row)
            continue
        kept.append({**row, "statut": "non_confirme"})
        if fold(row["nom"]) not in in_doubt:  # else the page still names it, and its own doubt is told
            anomalies.append(_vanished(row, first))
    return conform(kept, "etablissements"), gone, anomalies


def _is_over(row: Row, first: str, found: Sequence[Found], as_of: str) -> bool:
    """Whether a place absent since the day `first` is to be withdrawn: never on the word of a page read with doubts."""
    known = [one for one in found if one.source.id in row["sources"].split("|")]
    if any(one.snapshot.perimee or _has_doubts(one) for one in known):
        return False
    limit = _ABSENCES * min((one.source.cadence_jours for one in known), default=0)
    return (date.fromisoformat(as_of) - date.fromisoformat(first)).days >= limit


def _has_doubts(one: Found) -> bool:
    return any(doubt.gravite in ("doute", "erreur") for doubt in one.reading.doubts)


def _vanished(row: Row, first: str) -> Anomaly:
    """`valeur` is the first day without it: the next runs count from there."""
    seen = row["date_derniere_vue"]
    return Anomaly(
        code=_CODE,
        gravite="avertissement",
        source=row["sources"].split("|")[0],
        id=row["id"],
        champ="statut",
        valeur=first,
        message_fr=f"{row['nom']} n'est plus cité par sa source (vu la dernière fois le {seen}) : gardé, non confirmé.",
        message_en=f"{row['nom']} is no longer named by its source (last seen {seen}): kept, not confirmed.",
    )


def _operators_of(places: pd.DataFrame, tables: Tables, previous: Tables) -> tuple[pd.DataFrame, list[Row]]:
    """Operators of this run and of the places kept, and those that no place needs any more."""
    missing = _missing(tables, previous, "gestionnaires")
    needed = set(places["gestionnaire_id"])
    kept = [row for row in missing if row["id"] in needed]
    return conform(pd.concat([tables["gestionnaires"], conform(kept, "gestionnaires")]), "gestionnaires"), [
        row for row in missing if row["id"] not in needed
    ]


def _memberships_of(operators: pd.DataFrame, tables: Tables, previous: Tables) -> pd.DataFrame:
    """Memberships of this run, and the last known ones of operators that no page names now."""
    before, now = previous.get("adhesions", empty("adhesions")), tables["adhesions"]
    silent = set(operators["id"]) - set(now["gestionnaire_id"])
    held = before[before["gestionnaire_id"].isin(silent) & before["reseau_id"].isin(tables["reseaux"]["id"])]
    return conform(pd.concat([now, held]), "adhesions")


def _tombstone(row: Row, as_of: str, last_release: str) -> Row:
    return {
        "id": row["id"],
        "nom": row["nom"],
        "date": as_of,
        "motif": "source_retire",
        "derniere_release": last_release,
    }


def _tombstones(fresh: list[Row], tables: Tables, previous: Tables) -> pd.DataFrame:
    """Old and new tombstones, less those of ids that are back."""
    both = pd.concat([previous.get("retraits", empty("retraits")), conform(fresh, "retraits")])
    alive = {id_ for t in ("etablissements", "gestionnaires", "reseaux", "initiatives") for id_ in tables[t]["id"]}
    return conform(both[~both["id"].isin(alive)].drop_duplicates("id"), "retraits")


def date_changes(tables: Tables, previous: Tables, as_of: str) -> Tables:
    """`date_maj`: the day a row last differed, in any column but the dates of sight."""
    return {
        **tables,
        **{t: _dated(tables[t], previous.get(t, empty(t)), as_of) for t in ("etablissements", "gestionnaires")},
    }


def _dated(rows: pd.DataFrame, before: pd.DataFrame, as_of: str) -> pd.DataFrame:
    said = [c for c in rows.columns if c not in _NOT_A_CHANGE]
    old = {
        row[0]: (row[1:], maj)
        for row, maj in zip(before[said].itertuples(index=False, name=None), before["date_maj"], strict=True)
    }
    dates = [
        old[row[0]][1] if row[0] in old and old[row[0]][0] == row[1:] else as_of
        for row in rows[said].itertuples(index=False, name=None)
    ]
    return rows.assign(date_maj=dates)
