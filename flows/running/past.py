"""The runs that were: their reports, newest first; those that died without a word; how many are kept."""

import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.running.journal import FILE, FOLDER
from flows.running.process import is_alive
from flows.running.report import Report, from_document
from schemas.errors import Locked

KEPT = 60
"""Folders of runs that stay: the newest."""
REPORT = "report.json"


def reports(output: Path) -> list[Report]:
    """The reports that can be read, newest first."""
    return [found for folder in _folders(output) if (found := report_of(folder))]


def report_of(folder: Path) -> Report | None:
    """The report in a run's folder; None when there is none that can be read."""
    try:
        return from_document(json.loads((folder / REPORT).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def known(output: Path) -> list[Report]:
    """All that is known of runs, newest first: reports, and what is to say of those that died and that no run has found yet.

    Those that found the folder held are left out: they were no runs.
    """
    found = [*reports(output), *(late for _, late in dead(output, ""))]
    return sorted((one for one in found if one.exit_code != Locked.exit_code), key=lambda one: one.run, reverse=True)


def dead(output: Path, own: str) -> Iterator[tuple[Path, Report]]:
    """Folders of runs that ended without a report, but for `own`, with the report to write of each."""
    for folder in _folders(output):
        said = _begun(folder)
        if folder.name == own or (folder / REPORT).exists() or not said or _lives(said):
            continue
        events = list(_events(folder))
        yield folder, _unended(folder.name, said, events[-1])


def _unended(run: str, first: Mapping[str, Any], last: Mapping[str, Any]) -> Report:
    """The report of a run that died after its last event."""
    begun, ended = (datetime.fromisoformat(str(event["at"])) for event in (first, last))
    return Report(
        run,
        "killed",
        137,
        begun.isoformat(timespec="seconds"),
        ended.isoformat(timespec="seconds"),
        round((ended - begun).total_seconds(), 3),
        as_of=str(first.get("as_of", "")),
        offline=bool(first.get("offline")),
        error="The process died without a word (killed, out of memory, or the machine stopped).",
    )


def prune(output: Path) -> None:
    """Removes the folders of old runs. What the disk refuses stays."""
    for folder in _folders(output)[KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)


def _folders(output: Path) -> list[Path]:
    place = output / FOLDER
    if place.is_symlink() or not place.is_dir():
        return []
    return sorted((one for one in place.iterdir() if (one / FILE).is_file()), key=lambda one: one.name, reverse=True)


def _begun(folder: Path) -> Mapping[str, Any]:
    """The first event of a run, when it is as it must be; else {}."""
    first = next(_events(folder), {})
    return first if {"at", "pid"} <= first.keys() and isinstance(first["pid"], int) else {}


def _lives(said: Mapping[str, Any]) -> bool:
    return bool(said) and is_alive(said["pid"], str(said.get("mark", "")))


def _events(folder: Path) -> Iterator[dict[str, Any]]:
    """The events that can be read; a killed run may leave half a line."""
    try:
        lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return
    for line in lines:
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if isinstance(said, dict) and _is_moment(said.get("at")):
            yield said


def _is_moment(text: object) -> bool:
    try:
        return datetime.fromisoformat(str(text)).tzinfo is not None
    except ValueError:
        return False
