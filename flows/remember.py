"""This run beside the last release: who is no longer named, who is withdrawn, which rows changed and when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from schemas.found import Absent, Found
from schemas.records import Anomaly, Row
from schemas.tables import Tables, conform, empty, key, rows_of
from sources.text import fold

_ABSENCES = 3  # intervals of its source without a place, before it is withdrawn
_CODE = "membre_disparu"
_BY_SOURCE = ("reseaux", "initiatives", "adhesions", "partenariats", "chiffres")
"""Tables whose rows each have one source."""
_NOT_A_CHANGE = ("date_premiere_vue", "date_derniere_vue", "date_maj", "geo_date")


def remember(
    made: Tables,
    gone: Mapping[str, tuple[str, str]],
    previous: Tables,
    found: Sequence[Found],
    missing: Sequence[Absent],
    as_of: str,
    last_release: str,
) -> tuple[Tables, list[Anomaly]]:
    """Carries what the sources no longer name, not confirmed, then withdraws it with a row in `retraits`.

    A place or an operator is not confirmed from the day when its source no longer names it, and withdrawn once that has
    lasted three of the source's intervals; a source that was not had takes nothing away. Networks and initiatives have
    no such state: they are withdrawn at once. `gone`: ids that leave now -> (motif, the id that replaces it).
    """
    gone = {**_places_of(gone, previous), **gone}
    run = _Run(previous, found, {one.source.id for one in missing}, as_of)
    tables = {**made, **{table: _carried(table, made, previous, run.missing) for table in _BY_SOURCE}}
    withdrawn = [row for t in ("reseaux", "initiatives") for row in _missing(tables, previous, t)]
    kept, over, anomalies = _absent(_missing(tables, previous, "etablissements"), gone, run)
    tables["etablissements"] = _leading(pd.concat([tables["etablissements"], conform(kept, "etablissements")]), gone)
    needed, housed, bare = _operators(tables, gone, previous)
    alone, left, words = _absent(bare, gone, run)
    operators = pd.concat([tables["gestionnaires"], conform([*needed, *alone], "gestionnaires")])
    tables["gestionnaires"] = conform(operators, "gestionnaires")
    withdrawn += [*over, *housed, *left]
    memberships, ended = _memberships_of(tables, made["gestionnaires"], previous)
    out = {**tables, "adhesions": memberships}
    stones = [_tombstone(row, gone, as_of, last_release) for row in withdrawn]
    return {**out, "retraits": _tombstones(stones, out, previous)}, [*anomalies, *words, *ended]


@dataclass(frozen=True, slots=True)
class _Run:
    previous: Tables
    found: Sequence[Found]
    missing: set[str]
    as_of: str


def _missing(tables: Tables, previous: Tables, table: str) -> list[Row]:
    before = previous.get(table, empty(table))
    gone = before[~before["id"].isin(tables[table]["id"])]
    return rows_of(gone)


def _carried(table: str, made: Tables, previous: Tables, missing: Collection[str]) -> pd.DataFrame:
    """Rows of this run, and those of the last release that a source said which this run does not have."""
    before = previous.get(table, empty(table))
    held = before[before["source"].isin(list(missing))]
    both = pd.concat([made.get(table, empty(table)), held])
    return conform(both.drop_duplicates(list(key(table))), table)


def _absent(
    rows: Sequence[Row], gone: Mapping[str, tuple[str, str]], run: _Run
) -> tuple[list[Row], list[Row], list[Anomaly]]:
    """(rows kept, not confirmed; rows to withdraw; a word on each one kept: `retraits` tells of the others)."""
    doubts = run.previous.get("anomalies", empty("anomalies"))
    told = doubts[doubts["code"] == _CODE]
    since = dict(zip(told["id"], told["valeur"], strict=True))
    in_doubt = {fold(doubt.valeur) for one in run.found for doubt in one.reading.doubts}
    kept, over, anomalies = [], [], []
    for row in rows:
        first = since.get(row["id"], run.as_of)
        if row["id"] in gone or _is_over(row, first, run):
            over.append(row)
            continue
        unsure = {"statut": "non_confirme"} if row.get("statut", "ferme") != "ferme" else {}
        kept.append({**row, **unsure})
        if fold(row["nom"]) not in in_doubt:  # else the page still names it, and its own doubt is told
            anomalies.append(_vanished(row, first))
    return kept, over, anomalies


def _is_over(row: Row, first: str, run: _Run) -> bool:
    """Whether a row absent since the day `first` is to be withdrawn: never on the word of a page read with doubts."""
    named = row["sources"].split("|")
    known = [one for one in run.found if one.source.id in named]
    if run.missing & set(named) or any(one.snapshot.perimee or _has_doubts(one) for one in known):
        return False
    limit = _ABSENCES * min((one.source.cadence_jours for one in known), default=0)
    return (date.fromisoformat(run.as_of) - date.fromisoformat(first)).days >= limit


def _has_doubts(one: Found) -> bool:
    """A doubt about what could not be read; one about a row that was read is no reason to keep another."""
    return any(doubt.gravite in ("doute", "erreur") and not doubt.sur for doubt in one.reading.doubts)


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


def _places_of(gone: Mapping[str, tuple[str, str]], previous: Tables) -> dict[str, tuple[str, str]]:
    """The places of operators that leave and are not replaced leave with them."""
    out = {id_ for id_, (_, heir) in gone.items() if not heir}
    before = previous.get("etablissements", empty("etablissements"))
    return {str(id_): ("erreur", "") for id_ in before[before["gestionnaire_id"].isin(list(out))]["id"]}


def _leading(places: pd.DataFrame, gone: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Places that lead to the operator that replaced their own."""
    leads = {old: new for old, (_, new) in gone.items() if new}
    return conform(places.assign(gestionnaire_id=places["gestionnaire_id"].replace(leads)), "etablissements")


def _operators(
    tables: Tables, gone: Mapping[str, tuple[str, str]], previous: Tables
) -> tuple[list[Row], list[Row], list[Row]]:
    """Operators that no source names now: (those of places kept; those whose places are gone; those that never had one)."""
    missing = _missing(tables, previous, "gestionnaires")
    needed = set(tables["etablissements"]["gestionnaire_id"])
    housed = set(previous.get("etablissements", empty("etablissements"))["gestionnaire_id"])
    kept = [row for row in missing if row["id"] in needed]
    rest = [row for row in missing if row["id"] not in needed]
    alone = [row for row in rest if row["id"] not in housed or row["id"] in gone]
    return kept, [row for row in rest if row not in alone], alone


def _memberships_of(tables: Tables, named: pd.DataFrame, previous: Tables) -> tuple[pd.DataFrame, list[Anomaly]]:
    """Memberships of this run, the last known ones of operators that no source names now, and a word on those that ended."""
    before, now = previous.get("adhesions", empty("adhesions")), tables["adhesions"]
    before = before[before["reseau_id"].isin(tables["reseaux"]["id"])]
    silent = set(tables["gestionnaires"]["id"]) - set(named["id"])
    held = before[before["gestionnaire_id"].isin(list(silent))]
    pairs = set(zip(now["gestionnaire_id"], now["reseau_id"], strict=True))
    left = before[before["gestionnaire_id"].isin(list(set(named["id"])))]
    told = [_left(row) for row in rows_of(left) if (row["gestionnaire_id"], row["reseau_id"]) not in pairs]
    both = pd.concat([now, held]).drop_duplicates(list(key("adhesions")))
    return conform(both, "adhesions"), told


def _left(row: Row) -> Anomaly:
    return Anomaly(
        code="adhesion_disparue",
        gravite="avertissement",
        source=row["source"],
        id=row["gestionnaire_id"],
        champ="reseau_id",
        valeur=row["reseau_id"],
        message_fr="La liste du réseau ne cite plus ce gestionnaire, qu'une autre source cite : l'adhésion est retirée.",
        message_en="The network's list names this operator no more, another source does: the membership is withdrawn.",
    )


def _tombstone(row: Row, gone: Mapping[str, tuple[str, str]], as_of: str, last_release: str) -> Row:
    closed = row.get("statut") == "ferme" or bool(row.get("date_fermeture"))
    motif, heir = gone.get(row["id"], ("ferme" if closed else "source_retire", ""))
    return {
        "id": row["id"],
        "nom": row["nom"],
        "date": as_of,
        "motif": motif,
        "remplace_par": heir,
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
