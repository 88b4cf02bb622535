"""Which releases stay: the young ones, the last of each month of the older ones, and those one may have to go back to."""

from collections.abc import Sequence
from datetime import date, timedelta

from flows.shelf.entries import Entry, standing


def outdated(entries: Sequence[Entry], as_of: str, keep_days: int) -> list[str]:
    """The versions whose files may go, newest first; never the current one nor the one before it.

    `entries`: newest first; `as_of`: the day (ISO); younger than `keep_days` stay. Of each month the last release that
    was not withdrawn stays.
    """
    limit = (date.fromisoformat(as_of) - timedelta(days=keep_days)).isoformat()
    there = standing(entries)
    months: dict[str, str] = {}
    for entry in there:
        months.setdefault(str(entry["date"])[:7], str(entry["version"]))
    kept = {*months.values(), *(str(entry["version"]) for entry in there[:2])}
    files = [entry for entry in entries if not entry.get("pruned")]
    return [str(e["version"]) for e in files if str(e["date"]) <= limit and str(e["version"]) not in kept]
