"""A slow loss: what each release may lose, many in a row may not."""

from datetime import date, timedelta

from flows.gate.ruled import More, ruled
from schemas.tables import Tables, rows_of
from schemas.verdicts import Verdict

_DAYS = 90
_LEFT = ("source_retire", "erreur")
"""Why a row left, where no register nor person says so."""


def of_whole(tables: Tables, as_of: str) -> list[Verdict]:
    """Places that their sources dropped within 90 days, beside those that stay, where more leave in this release."""
    since = (date.fromisoformat(as_of) - timedelta(days=_DAYS)).isoformat() if as_of else "9999"  # no day, no measure
    stones = [row for row in rows_of(tables["retraits"]) if row["id"].startswith("cc-") and row["motif"] in _LEFT]
    gone = [row for row in stones if row["date"] >= since]
    gone = gone if any(row["date"] == as_of for row in gone) else []  # what left before was let through before
    named = [More(f"{row['nom']} ({row['date']})", f"{row['nom']} ({row['date']})") for row in gone]
    return [
        ruled("retraits_90_jours", len(gone), len(gone) + len(tables["etablissements"]), named, subject=str(len(gone)))
    ]
