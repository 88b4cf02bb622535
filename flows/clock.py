"""The only clock of the project. Steps get dates from `--as-of`; only a fetch asks what time it is."""

from datetime import UTC, date, datetime

from schemas.errors import UsageError


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


def day_asked(as_of: str) -> str:
    """The day of --as-of (ISO), today when there is none. Raises UsageError for what is no day."""
    day = as_of or today()
    try:
        if date.fromisoformat(day).isoformat() == day:
            return day
    except ValueError:
        pass
    raise UsageError(f"--as-of {as_of!r} is not a day such as 2026-11-22.")
