"""Where every value comes from: `provenance`, field by field, and `sources`, who publishes and when we read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from flows.columnar.pieces import Piece
from flows.columnar.proofs import in_order, of_proofs, together, without
from flows.columnar.sets import also_in, among
from flows.evidence_points import Reference as Reference
from flows.evidence_points import of_points
from schemas.found import Absent, Found
from schemas.records import Anomaly, Proofs, Row, Source
from schemas.tables import Tables, columns, conform, empty, rows_of

_CELL = ("id", "champ")
_ENTITIES = ("etablissements", "gestionnaires", "reseaux", "initiatives")
_NEVER_HAD = {"robots": "non_demande", "recupere_le": "", "statut": "cassee"}
_NOT_READ = ("id", "source", "source_url", "date_premiere_vue", "date_derniere_vue")


def provenance(
    found: Sequence[Found],
    read: Piece | pd.DataFrame,
    tables: Tables,
    previous: Tables,
    references: Sequence[Reference],
    proofs: Proofs,
    as_of: str,
) -> pd.DataFrame:
    """One row a value: page, digest, day, rule and the words read. A row that no source names now keeps its own.

    `read` are the proofs of operators and places, as identity fused them. The first of `references` is the gazetteer,
    which places every commune. `proofs` say where a point or a commune comes from that is not the gazetteer's.
    """
    entities = [
        row for one in found for table in ("reseaux", "initiatives") for row in _of_entities(one, tables[table], as_of)
    ]
    told = of_proofs(proofs)
    placed = of_points(tables["etablissements"], references[0], told, previous, as_of)
    read = together([read])
    said = [without(frame, told) for frame in (read, _table(entities))]
    now = in_order([*said, *placed])
    held = _held(now, read, tables, previous)
    return in_order([now, held]) if len(held) else now


def _table(rows: list[Row]) -> pd.DataFrame:
    return pd.DataFrame(rows, dtype=str) if rows else empty("provenance")


def _held(rows: pd.DataFrame, read: Piece, tables: Tables, previous: Tables) -> pd.DataFrame:
    """The rows of the last release about what no source names now, and nothing proves anew."""
    before = previous.get("provenance", empty("provenance"))
    if before.empty:
        return before
    kept = [table for table in tables if table in _ENTITIES]
    alive = [id_ for table in kept for id_ in tables[table]["id"].tolist()]
    named = read["id"].unique().to_list()
    held = before[among(before, "id", alive) & ~among(before, "id", named) & ~also_in(before, _CELL, rows)]
    return held.assign(regle="reprise")


def _of_entities(one: Found, rows: pd.DataFrame, as_of: str) -> Iterator[Row]:
    for row in rows_of(rows[rows["source"] == one.source.id]):
        for champ, value in row.items():
            if value and champ not in _NOT_READ:
                yield _row(one, row["id"], champ, value, value, as_of)


def _row(one: Found, id_: str, champ: str, value: str, words: str, as_of: str) -> Row:
    return {
        "id": id_,
        "champ": champ,
        "source": one.source.id,
        "source_url": one.source.url,
        "snapshot": one.snapshot.sha256,
        "date": one.day(as_of),
        "regle": "lue" if value == words else "normalisee",
        "valeur_source": words,
    }


def sources_table(
    found: Sequence[Found],
    missing: Sequence[Absent],
    references: Sequence[Reference],
    previous: Tables,
    as_of: str,
    named: Collection[str] = (),
) -> pd.DataFrame:
    """One row a source: licence, what robots.txt said, when and what we read, and whether it is stale.

    A source that this run does not have keeps the row of the last release, its age told anew; one that was asked and
    never had is told too. So does one that the project reads no more, as long as a row is `named` after it.
    """
    rows = [{**_described(one.source), **_read(one, as_of)} for one in found]
    before = previous.get("sources", empty("sources"))
    for absent in missing:
        known = rows_of(before[before["id"] == absent.source.id])
        rows += [_kept(absent, row, as_of) for row in known or ([_NEVER_HAD] if absent.why else [])]
    for source, digest in references:
        rows.append({**_described(source), "robots": "non_demande", "sha256": digest, "statut": "ok"})
    left = set(named) - {row["id"] for row in rows}
    for row in rows_of(before[before["id"].isin(list(left))]):
        rows.append({**row, "statut": "perimee", "age_jours": _age(row["recupere_le"], as_of)})
    return conform(rows, "sources")


def _kept(absent: Absent, row: Row, as_of: str) -> Row:
    stale = {"statut": absent.statut or "perimee"} if absent.why and row["recupere_le"] else {}
    return {**row, **_described(absent.source), **stale, "age_jours": _age(row["recupere_le"], as_of)}


def _described(source: Source) -> Row:
    names = ("id", "titre", "editeur", "url", "licence", "attribution", "base_legale", "classe")
    return {name: str(getattr(source, name)) for name in names}


def _read(one: Found, as_of: str) -> Row:
    day = one.day(as_of)
    return {
        "robots": one.snapshot.robots,
        "recupere_le": day,
        "sha256": one.snapshot.sha256,
        "statut": _status(one),
        "age_jours": _age(day, as_of),
        "nb_enregistrements": str(one.counted),
    }


def _age(day: str, as_of: str) -> str:
    return str((date.fromisoformat(as_of) - date.fromisoformat(day)).days) if day else ""


def _status(one: Found) -> str:
    """`ok`, or why it is not fresh: `perimee`, `bloquee` (turned away), `cassee` (an answer that is not understood)."""
    if one.snapshot.perimee:
        return one.statut or "perimee"
    return "inchangee" if one.snapshot.origine == "inchangee" else "ok"


def anomalies_table(told: Sequence[Anomaly], ids: Mapping[str, str], tables: Tables) -> pd.DataFrame:
    """The doubts as rows; what a source says of its own reference gets its id. `ids`: by "table:source:reference"."""
    alive = {id_ for table in _ENTITIES for id_ in tables[table]["id"].tolist()}
    rows = []
    for one in told:
        row = {name: str(getattr(one, name)) for name in (*columns("anomalies"), "sur")}
        table, _, reference = row.pop("sur").partition(":")
        id_ = row["id"] or ids.get(f"{table}:{one.source}:{reference}", "")
        rows.append({**row, "id": id_ if id_ in alive else ""})
    return conform(rows, "anomalies").drop_duplicates(ignore_index=True)
