"""What waits for a person: open doubts of the release, and sources whose last good state grows old."""

from flows.gate.ruled import More, ruled
from schemas.tables import Tables, rows_of
from schemas.verdicts import Verdict

OLD_DAYS = 90
"""Days after which a person looks whether a source still stands."""
_OPEN = ("doute", "erreur")


def of_whole(tables: Tables) -> list[Verdict]:
    """Doubts against places and operators, and the sources too old to go on without a word."""
    anomalies = tables["anomalies"]
    doubts = int(anomalies["gravite"].isin(_OPEN).sum())
    more = More("Les trancher : creches review list.", "Decide them: creches review list.") if doubts else More()
    rows = len(tables["etablissements"]) + len(tables["gestionnaires"])
    return [ruled("revues", doubts, rows, more=more), _old(tables)]


def _old(tables: Tables) -> Verdict:
    """Sources that are not fresh, for longer than a person may leave them so."""
    rows = [row for row in rows_of(tables["sources"]) if row["statut"] in ("perimee", "bloquee", "cassee")]
    old = [row for row in rows if int(row["age_jours"] or 0) > OLD_DAYS]
    named = [More(f"{r['id']} ({r['age_jours']} jours)", f"{r['id']} ({r['age_jours']} days)") for r in old]
    return ruled("ages", len(old), 0, named)
