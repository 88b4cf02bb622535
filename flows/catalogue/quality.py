"""`qualite.json`: counts, rates, doubts and gates of a release, and its rows over time; what a maintainer reads first."""

import math
from collections import Counter
from collections.abc import Sequence

import pandas as pd

from flows.catalogue.manifest import Manifest
from flows.changes import counts
from flows.changes.change import rows_by_table
from flows.columnar.sets import empties
from schemas.tables import TABLES, columns, rows_of
from schemas.verdicts import Verdict


def quality(manifest: Manifest) -> dict[str, object]:
    """Rows by table, fill rate of every column of the places, points by precision, anomalies by code, state of each source,
    what the gates said, rows of every version."""
    tables = manifest.tables
    places = tables["etablissements"]
    return {
        "version": manifest.version,
        "date": manifest.date,
        "lignes": _rows(manifest),
        "remplissage_etablissements": _filled(places, columns("etablissements")),
        "geo_precision": _counts(places["geo_precision"].tolist()),
        "geo_qualite": _counts(places["geo_qualite"].tolist()),
        "statut": _counts(places["statut"].tolist()),
        "anomalies": _counts(tables["anomalies"]["code"].tolist()),
        "a_revoir": int(tables["anomalies"]["gravite"].isin(["doute", "avertissement"]).sum()),
        "sources": {
            row["id"]: {name: row[name] for name in ("statut", "recupere_le", "age_jours", "nb_enregistrements")}
            for row in rows_of(tables["sources"])
        },
        "changements": counts(manifest.changes),
        "changements_par_table": _changed_rows(manifest),
        "gates": [_told(verdict) for verdict in manifest.gates],
        "historique": _history(manifest),
    }


def _rows(manifest: Manifest) -> dict[str, int]:
    return {table: len(manifest.tables[table]) for table in TABLES}


def _filled(places: pd.DataFrame, names: Sequence[str]) -> dict[str, float]:
    """The share of the rows that have each column; no number at all where there is no row."""
    rows = len(places)
    return {c: round((rows - bare) / rows, 4) if rows else math.nan for c, bare in empties(places, names).items()}


def _changed_rows(manifest: Manifest) -> dict[str, int]:
    """Rows, not cells, as the CHANGELOG counts them."""
    counted = rows_by_table(manifest.changes)
    return dict(sorted((f"{table}.{nature}", count) for (table, nature), count in counted.items()))


def _told(verdict: Verdict) -> dict[str, object]:
    return {
        "gate": verdict.gate,
        "ruling": verdict.ruling,
        "source": verdict.source,
        "subject": verdict.subject,
        "measured": verdict.measured,
        "limit": verdict.limit,
        "acknowledged": verdict.acknowledged,
        "messages": {"fr": verdict.message_fr, "en": verdict.message_en},
    }


def _history(manifest: Manifest) -> list[dict[str, object]]:
    """This release, then those before it, newest first."""
    now: dict[str, object] = {"version": manifest.version, "date": manifest.date, "lignes": _rows(manifest)}
    before: list[dict[str, object]] = [
        {"version": e["version"], "date": e["date"], "lignes": e.get("rows", {})} for e in manifest.earlier
    ]
    return [now, *before]


def _counts(values: list[str]) -> dict[str, int]:
    return dict(sorted(Counter(v or "vide" for v in values).items()))
