"""`qualite.json`: counts, rates and doubts of a release; what a maintainer reads first."""

from collections import Counter

from flows.catalogue.manifest import Manifest
from schemas.tables import TABLES, columns


def quality(manifest: Manifest) -> dict[str, object]:
    """Rows by table, fill rate of every column of the places, points by precision, anomalies by code, state of each source."""
    tables = manifest.tables
    places = tables["etablissements"]
    return {
        "version": manifest.version,
        "date": manifest.date,
        "lignes": {table: len(tables[table]) for table in TABLES},
        "remplissage_etablissements": {c: round(float((places[c] != "").mean()), 4) for c in columns("etablissements")},
        "geo_precision": _counts(places["geo_precision"].tolist()),
        "geo_qualite": _counts(places["geo_qualite"].tolist()),
        "statut": _counts(places["statut"].tolist()),
        "anomalies": _counts(tables["anomalies"]["code"].tolist()),
        "a_revoir": int(tables["anomalies"]["gravite"].isin(["doute", "avertissement"]).sum()),
        "sources": {
            row["id"]: {name: row[name] for name in ("statut", "recupere_le", "age_jours", "nb_enregistrements")}
            for row in tables["sources"].to_dict("records")
        },
        "changements": _counts([f"{c.table}.{c.nature}" for c in manifest.changes]),
    }


def _counts(values: list[str]) -> dict[str, int]:
    return dict(sorted(Counter(v or "vide" for v in values).items()))
