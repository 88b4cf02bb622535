"""Rows that a source which is read again names no more, when no cell of them tells it: they were not confirmed before."""

from flows.catalogue.manifest import Manifest
from flows.changes.change import Change
from flows.changes.facts import ENTITIES
from schemas.tables import rows_of

_CODE = "membre_disparu"
_READ = ("ok", "inchangee")


def unnamed(manifest: Manifest) -> tuple[Change, ...]:
    """One a row, sorted, with the last day on which it was named (`vue`). They stay in the release, not confirmed.

    Told once: in the release whose doubts name the row for the first time.
    """
    cells = {(c.cle, c.champ) for c in manifest.changes if c.table in ENTITIES}
    read = {row["id"] for row in rows_of(manifest.tables["sources"]) if row["statut"] in _READ}
    new = {c.cle.split("|")[3] for c in manifest.changes if c.table == "anomalies" and c.nature == "ajoute"}
    doubts = {row["id"]: row["source"] for row in rows_of(manifest.tables["anomalies"]) if row["code"] == _CODE}
    told = {
        id_: source
        for id_, source in doubts.items()
        if source in read and id_ in new and not {(id_, "statut"), (id_, "")} & cells
    }
    return tuple(
        Change(
            *(table, row["id"], row["nom"], "non_cite"),
            cause="source_muette",
            source=told[row["id"]],
            commune=row.get("commune") or row.get("commune_siege", ""),
            departement=row.get("departement", ""),
            vue=row["date_derniere_vue"],
        )
        for table in ENTITIES
        for row in rows_of(manifest.tables[table])
        if row["id"] in told
    )
