"""This run beside the last release: who is no longer named, who is withdrawn, which rows changed and when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from flows.day_of_change import date_changes as date_changes
from schemas.found import Absent, Found
from schemas.records import Anomaly, Row
from schemas.tables import Tables, conform, empty, key, rows_of
from sources.text import fold

_ABSENCES = 3  # intervals of its source without a place, before it is withdrawn
_CODE = "membre_disparu"
_BY_SOURCE = ("reseaux", "initiatives", "adhesions", "partenariats", "chiffres")
"""Tables whose rows each have one source."""


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
    tables["etablissements"] = _leading(_with(tables["etablissements"], kept, "etablissements"), gone)
    needed, housed, bare = _operators(tables, gone, previous)
    alone, left, words = _absent(bare, gone, run)
    tables["gestionnaires"] = _with(tables["gestionnaires"], [*needed, *alone], "gestionnaires")
    withdrawn += [*over, *housed, *left]
    memberships, ended = _memberships_of(tables, made["gestionnaires"], previous)
    out = {**tables, "adhesions": memberships}
    stones = [_tombstone(row, gone, as_of, last_release) for row in withdrawn]
    return {**out, "retraits": _tombstones(stones, out, previous)}, [*anomalies, *words, *ended]


def _with(rows: pd.DataFrame, more: list[Row], table: str) -> pd.DataFrame:
    return conform(pd.concat([rows, conform(more, table)]), table) if more else rows


@dataclass(frozen=True, slots=True)
class _Run:
    previous: Tables
    found: Sequence[Found]
    missing: set[str]
    as_of: str


def _missing(tables: Tables, previous: Tables, table: str) -> list[Row]:
    before = previous.get(table, empty(table))
    return rows_of(_where(before, "id", set(tables[table]["id"].tolist()), inside=False))


def _where(rows: pd.DataFrame, column: str, values: Collection[str], inside: bool = True) -> pd.DataFrame:
    """The rows whose cell is one of some values, or none; `isin` of pandas is slower by far."""
    return rows[pd.array([(cell in values) is inside for cell in rows[column].tolist()], dtype="bool")]


def _carried(table: str, made: Tables, previous: Tables, missing: Collection[str]) -> pd.DataFrame:
    """Rows of this run, and those of the last release that a source said which this run does not have."""
    before = previous.get(table, empty(table))
    held = _where(before, "source", missing)
    if held.empty and table in made and not made[table].duplicated(list(key(table))).any():
        return made[table]
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
    return dict.fromkeys(_where(before, "gestionnaire_id", out)["id"].tolist(), ("erreur", ""))


def _leading(places: pd.DataFrame, gone: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Places that lead to the operator that replaced their own."""
    leads = {old: new for old, (_, new) in gone.items() if new}
    if not leads:
        return places
    return conform(places.assign(gestionnaire_id=places["gestionnaire_id"].replace(leads)), "etablissements")


def _operators(
    tables: Tables, gone: Mapping[str, tuple[str, str]], previous: Tables
) -> tuple[list[Row], list[Row], list[Row]]:
    """Operators that no source names now: (those of places kept; those whose places are gone; those that never had one)."""
    missing = _missing(tables, previous, "gestionnaires")
    if not missing:
        return [], [], []
    needed = set(tables["etablissements"]["gestionnaire_id"].tolist())
    housed = set(previous.get("etablissements", empty("etablissements"))["gestionnaire_id"].tolist())
    kept = [row for row in missing if row["id"] in needed]
    rest = [row for row in missing if row["id"] not in needed]
    alone = [row for row in rest if row["id"] not in housed or row["id"] in gone]
    return kept, [row for row in rest if row not in alone], alone


def _memberships_of(tables: Tables, named: pd.DataFrame, previous: Tables) -> tuple[pd.DataFrame, list[Anomaly]]:
    """Memberships of this run, the last known ones of operators that no source names now, and a word on those that ended."""
    before, now = previous.get("adhesions", empty("adhesions")), tables["adhesions"]
    before = _where(before, "reseau_id", set(tables["reseaux"]["id"].tolist()))
    heard = set(named["id"].tolist())
    silent = set(tables["gestionnaires"]["id"].tolist()) - heard
    held = _where(before, "gestionnaire_id", silent)
    pairs = set(_pairs(now))
    ended = pd.array([pair[0] in heard and pair not in pairs for pair in _pairs(before)], dtype="bool")
    told = [_left(row) for row in rows_of(before[ended])]
    if held.empty:
        return now, told
    both = pd.concat([now, held]).drop_duplicates(list(key("adhesions")))
    return conform(both, "adhesions"), told


def _pairs(memberships: pd.DataFrame) -> list[tuple[str, str]]:
    """The operator and the network of each."""
    return list(zip(memberships["gestionnaire_id"].tolist(), memberships["reseau_id"].tolist(), strict=True))


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
    before = previous.get("retraits", empty("retraits"))
    if before.empty and not fresh:
        return empty("retraits")
    both = pd.concat([before, conform(fresh, "retraits")])
    named = ("etablissements", "gestionnaires", "reseaux", "initiatives")
    alive = {id_ for table in named for id_ in tables[table]["id"].tolist()}
    return conform(_where(both, "id", alive, inside=False).drop_duplicates("id"), "retraits")
