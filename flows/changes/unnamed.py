"""Rows that a source which is read again names no more, when no cell of them tells it: they were not confirmed before."""

from flows.catalogue.manifest import Manifest
from flows.changes.change import Change, of_table, shown
from flows.changes.facts import ENTITIES
from flows.columnar.sets import among
from schemas.tables import rows_of

_CODE = "membre_disparu"
_READ = ("ok", "inchangee")


def unnamed(manifest: Manifest) -> tuple[Change, ...]:
    """One a row, sorted, with the last day on which it was named (`vue`). They stay in the release, not confirmed.

    Told once: in the release whose doubts name the row for the first time.
    """
    read = {row["id"] for row in rows_of(manifest.tables["sources"]) if row["statut"] in _READ}
    new = {c.cle.split("|")[3] for c in of_table(manifest.changes, "anomalies") if c.nature == "ajoute"}
    doubted = manifest.tables["anomalies"]
    doubts = {row["id"]: row["source"] for row in rows_of(doubted[doubted["code"] == _CODE])}
    if not doubts:
        return ()
    cells = {(c.cle, c.champ) for c in shown(manifest.changes) if c.table in ENTITIES}
    silent = {
        id_: source
        for id_, source in doubts.items()
        if source in read and id_ in new and not {(id_, "statut"), (id_, "")} & cells
    }
    return tuple(
        Change(
            *(table, row["id"], row["nom"], "non_cite"),
            cause="source_muette",
            source=silent[row["id"]],
            commune=row.get("commune") or row.get("commune_siege", ""),
            departement=row.get("departement", ""),
            vue=row["date_derniere_vue"],
        )
        for table in ENTITIES
        for row in rows_of(manifest.tables[table][among(manifest.tables[table], "id", silent)])
    )
