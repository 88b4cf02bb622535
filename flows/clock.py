"""The only clock of the project. Steps get dates from `--as-of`; only a fetch asks what time it is."""

from datetime import UTC, datetime


def today() -> str:
    """Today in UTC, ISO."""
    return datetime.now(UTC).date().isoformat()


def now(as_of: str) -> str:
    """The present as an ISO date-time in UTC; for a run of another day, the end of that day."""
    present = datetime.now(UTC)
    return present.isoformat(timespec="seconds") if present.date().isoformat() == as_of else f"{as_of}T12:00:00+00:00"


def instant() -> datetime:
    """The present, aware, in UTC: for what tells of runs, which is never published."""
    return datetime.now(UTC)
