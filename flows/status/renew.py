"""The badge of an output folder: as a release brings it, as `creches status --write` renews it, and whether it is true."""

import json
from collections.abc import Mapping
from pathlib import Path

from flows import shelf
from flows.formats.whole import write_whole
from flows.site.kept import CARRIED, FOLDER
from flows.status.badge import NAMES, STATE, files
from flows.status.pointer import Pointer, pointer, read
from flows.status.state import Standing, standing
from schemas.errors import CrechesError, Locked


def of_release(entry: Mapping[str, object], latest_json: bytes) -> dict[str, bytes]:
    """The badge on the day that a `latest.json` is issued, by name. `entry`: of `versions.json`, that of its release."""
    found = read(latest_json)
    return files(_of(entry, found, found.created)) if found else {}


def now(output: Path, day: str) -> Standing | None:
    """How the current release stands on a day (ISO); None when there is none. Raises Damaged."""
    entry, found = shelf.current(output), pointer(output)
    return _of(entry, found, day) if entry and found else None


def _of(entry: Mapping[str, object], found: Pointer, day: str) -> Standing:
    rows = entry.get("rows")
    counts = {str(name): int(count) for name, count in rows.items()} if isinstance(rows, Mapping) else {}
    return standing(found, str(entry["date"]), counts, day)


def renew(output: Path, day: str) -> str:
    """Writes the badge for a day; returns a word on what was done, or why it was not. Raises UsageError, Damaged."""
    try:
        with shelf.locked(output, make=False):
            made = now(output, day)
            if made is None:
                return "no badge: there is no release yet"
            for name, body in files(made).items():
                for folder in filter(Path.is_dir, (output, output / FOLDER / CARRIED)):  # the site shows the badge too
                    write_whole(folder / name, body)
    except Locked:
        return "the badge is left to the run that holds the folder"
    return f"{', '.join(NAMES)} say {made.state} on {day}"


def faults(output: Path) -> list[str]:
    """Where the badge is not what `latest.json` and `versions.json` say for the day that it tells; [] when it is, or is not there.

    Facts are compared, not bytes: a later program may word them otherwise.
    """
    there = [name for name in NAMES if (output / name).is_file()]
    try:
        told = {name: (output / name).read_text(encoding="utf-8") for name in there}
        said = json.loads(told.get(STATE, "{}"))
        true = now(output, str(said["made"])) if said else None
    except (OSError, ValueError, TypeError, KeyError, CrechesError):
        return [f"{STATE} cannot be read"]
    if true is None:
        return [f"{name}: there is nothing that it could tell of" for name in there]
    facts = {name: getattr(true, name) for name in ("state", "version", "date", "checked", "expires", "rows")}
    wrong = [STATE] if any(said.get(name) != value for name, value in facts.items()) else []
    wrong += [n for n in there if not all(day in told[n] for day in (true.checked, true.expires))]
    return [f"{name} is not what latest.json says: creches status --write" for name in dict.fromkeys(wrong)]
