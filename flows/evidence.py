"""Where every value comes from: `provenance`, field by field, and `sources`, who publishes and when we read."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from flows.identifiers import member_ids
from schemas.found import Found
from schemas.records import Anomaly, PointProof, Proofs, Row, Snapshot, Source
from schemas.tables import Tables, conform, empty

_READ = {  # column -> the column of the member's row that holds the words read
    "nom": "nom_source",
    "adresse_source": "adresse_source",
    "adresse": "adresse_source",
    "complement_adresse": "adresse_source",
    "code_postal": "adresse_source",
    "commune": "adresse_source",
    "telephone": "telephone",
    "courriel": "courriel",
    "site_web": "site_web",
}
_LOCATED = ("code_insee", "code_commune", "departement", "region", "longitude", "latitude")
_POINT = ("longitude", "latitude")
_NOT_READ = ("id", "source", "source_url", "date_premiere_vue", "date_derniere_vue")


class Reference(NamedTuple):
    """A source that is no page: its descriptor, and the sha256 of the table it is, '' for one that is asked."""

    source: Source
    digest: str


def provenance(
    found: Sequence[Found],
    tables: Tables,
    previous: Tables,
    references: Sequence[Reference],
    proofs: Proofs,
    as_of: str,
) -> pd.DataFrame:
    """One row a value: page, digest, day, rule and the words read. A row that no page names now keeps its own.

    The first of `references` is the gazetteer, which places every commune. `proofs` say where a point or a
    commune comes from that is not the gazetteer's.
    """
    known_points = _digests(previous)
    rows = [row for one in found if one.source.liste_des_membres for row in _of_members(one, tables, as_of)]
    rows += [
        row for one in found for table in ("reseaux", "initiatives") for row in _of_entities(one, tables[table], as_of)
    ]
    rows = [row for row in rows if (row["id"], row["champ"]) not in proofs]
    rows += list(_of_points(tables["etablissements"], references[0], proofs, known_points, as_of))
    listed = {reference.source.id for reference in references}
    read = {row["id"] for row in rows if row["source"] not in listed}
    known = {(row["id"], row["champ"]) for row in rows}
    before = previous.get("provenance", empty("provenance"))
    alive = set(tables["etablissements"]["id"]) | set(tables["gestionnaires"]["id"])
    held = [
        {**{str(k): str(v) for k, v in row.items()}, "regle": "reprise"}
        for row in before.to_dict("records")
        if row["id"] in alive and row["id"] not in read and (row["id"], row["champ"]) not in known
    ]
    return conform([*rows, *held], "provenance")


def _of_members(one: Found, tables: Tables, as_of: str) -> Iterator[Row]:
    """Values of places and operators that the page of a network gives."""
    for table in ("etablissements", "gestionnaires"):
        ids = member_ids(tables["identifiants"], table, one.source.id, one.membres)
        read = dict(zip(ids, one.membres.to_dict("records"), strict=True))
        for row in tables[table].to_dict("records"):
            member = read.get(str(row["id"]))
            if member is not None:
                yield from _of_member(one, {str(k): str(v) for k, v in row.items()}, member, as_of)


def _of_member(one: Found, row: Row, member: Mapping[Hashable, object], as_of: str) -> Iterator[Row]:
    for champ, words in _READ.items():
        if row.get(champ):
            yield _row(one, row["id"], champ, row[champ], str(member[words]), as_of)
    if row.get("forme_source"):
        yield {**_row(one, row["id"], "forme", "", row["forme_source"], as_of), "regle": "deduite"}


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
        "valeur_source": f"{row['code_postal']} {row['commune']}",
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


def sources_table(found: Sequence[Found], references: Sequence[Reference], as_of: str) -> pd.DataFrame:
    """One row a source: licence, what robots.txt said, when and what we read, and whether it is stale."""
    rows = [{**_described(one.source), **_read(one, as_of)} for one in found]
    for source, digest in references:
        rows.append({**_described(source), "robots": "non_demande", "sha256": digest, "statut": "ok"})
    return conform(rows, "sources")


def _described(source: Source) -> Row:
    names = ("id", "titre", "editeur", "url", "licence", "attribution", "base_legale", "classe")
    return {name: str(getattr(source, name)) for name in names}


def _read(one: Found, as_of: str) -> Row:
    day = one.day(as_of)
    age = (date.fromisoformat(as_of) - date.fromisoformat(day)).days
    return {
        "robots": one.snapshot.robots,
        "recupere_le": day,
        "sha256": one.snapshot.sha256,
        "statut": _status(one.snapshot),
        "age_jours": str(age),
        "nb_enregistrements": str(len(one.reading.records)),
    }


def _status(snapshot: Snapshot) -> str:
    if snapshot.perimee:
        return "perimee"
    return "inchangee" if snapshot.origine == "inchangee" else "ok"


def staleness(found: Sequence[Found]) -> list[Anomaly]:
    """A word on each source whose last good page stands in for a fresh one."""
    return [_stale(one.source.id, one.snapshot.recupere_le[:10]) for one in found if one.snapshot.perimee]


def _stale(source: str, day: str) -> Anomaly:
    return Anomaly(
        code="source_perimee",
        gravite="avertissement",
        source=source,
        champ="statut",
        message_fr=f"La page n'a pas pu être récupérée : celle du {day} est reprise, ses lieux sont non confirmés.",
        message_en=f"The page could not be fetched: that of {day} is used again, its places are not confirmed.",
    )
