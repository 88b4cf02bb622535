"""Where every value comes from: `provenance`, field by field, and `sources`, who publishes and when we read."""

import dataclasses
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from schemas.found import Absent, Found
from schemas.records import Anomaly, PointProof, Proofs, Row, Source
from schemas.tables import Tables, conform, empty, rows_of

_LOCATED = ("code_insee", "code_commune", "departement", "region", "longitude", "latitude")
_POINT = ("longitude", "latitude")
_NEVER_HAD = {"robots": "non_demande", "recupere_le": "", "statut": "cassee"}
_NOT_READ = ("id", "source", "source_url", "date_premiere_vue", "date_derniere_vue")


class Reference(NamedTuple):
    """A source that is no page: its descriptor, and the sha256 of the table it is, '' for one that is asked."""

    source: Source
    digest: str


def provenance(
    found: Sequence[Found],
    read: pd.DataFrame,
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
    known_points = _digests(previous)
    rows: list[Row] = rows_of(read)
    named = {row["id"] for row in rows}
    rows += [
        row for one in found for table in ("reseaux", "initiatives") for row in _of_entities(one, tables[table], as_of)
    ]
    rows = [row for row in rows if (row["id"], row["champ"]) not in proofs]
    rows += list(_of_points(tables["etablissements"], references[0], proofs, known_points, as_of))
    known = {(row["id"], row["champ"]) for row in rows}
    before = previous.get("provenance", empty("provenance"))
    kept = [table for table in tables if table in ("etablissements", "gestionnaires", "reseaux", "initiatives")]
    alive = {id_ for table in kept for id_ in tables[table]["id"]}
    held = [
        {**row, "regle": "reprise"}
        for row in rows_of(before)
        if row["id"] in alive and row["id"] not in named and (row["id"], row["champ"]) not in known
    ]
    return conform([*rows, *held], "provenance")


def _of_entities(one: Found, rows: pd.DataFrame, as_of: str) -> Iterator[Row]:
    for row in rows[rows["source"] == one.source.id].to_dict("records"):
        for champ, value in row.items():
            if value and champ not in _NOT_READ:
                yield _row(one, str(row["id"]), str(champ), str(value), str(value), as_of)


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


def _of_points(
    places: pd.DataFrame,
    gazetteer: Reference,
    proofs: Proofs,
    known: Mapping[tuple[str, str, str], str],
    as_of: str,
) -> Iterator[Row]:
    """Codes and points come from the gazetteer, or from what their proof says."""
    for row in places.to_dict("records"):
        for champ in (*_LOCATED, "commune"):
            proof = proofs.get((str(row["id"]), champ))
            if row[champ] and (proof or champ in _LOCATED):
                point = champ in _POINT
                yield {
                    "id": str(row["id"]),
                    "champ": champ,
                    "date": str(row["geo_date"]) if point else as_of,
                    **(_proved(proof) if proof else _of_gazetteer(gazetteer, row, point)),
                } | _kept_digest(known, row, champ, proof)


def _proved(proof: PointProof) -> Row:
    names = ("source", "source_url", "snapshot", "regle", "valeur_source")
    return {name: str(getattr(proof, name)) for name in names}


def _of_gazetteer(gazetteer: Reference, row: Mapping[Hashable, object], point: bool) -> Row:
    return {
        "source": gazetteer.source.id,
        "source_url": gazetteer.source.url,
        "snapshot": gazetteer.digest if row["geo_source"] == "gazetteer" or not point else "",
        "regle": "geocodee" if point else "deduite",
        "valeur_source": f"{row['code_postal']} {row['commune']}".strip(),
    }


def _digests(previous: Tables) -> dict[tuple[str, str, str], str]:
    """The digest behind each point of the last release, by id, column and day."""
    rows = previous.get("provenance", empty("provenance"))
    points = rows[rows["champ"].isin(_POINT)].to_dict("records")
    return {(str(row["id"]), str(row["champ"]), str(row["date"])): str(row["snapshot"]) for row in points}


def _kept_digest(
    known: Mapping[tuple[str, str, str], str], row: Mapping[Hashable, object], champ: str, proof: PointProof | None
) -> Row:
    """A point kept from the last release, without a new answer, keeps the digest of the answer that gave it."""
    if proof is None or proof.snapshot:
        return {}
    return {"snapshot": known.get((str(row["id"]), champ, str(row["geo_date"])), "")}


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
    alive = {id_ for t in ("etablissements", "gestionnaires", "reseaux", "initiatives") for id_ in tables[t]["id"]}
    rows = []
    for one in told:
        row = dataclasses.asdict(one)
        table, _, reference = row.pop("sur").partition(":")
        id_ = row["id"] or ids.get(f"{table}:{one.source}:{reference}", "")
        rows.append({**row, "id": id_ if id_ in alive else ""})
    return conform(rows, "anomalies").drop_duplicates(ignore_index=True)
