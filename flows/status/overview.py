"""How things stand in an output folder: one frozen picture, for a person and for a machine."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import sources
from flows import schedules
from flows.running import past
from flows.running.report import GOOD, Report
from flows.running.todo import commands_in
from flows.status import renew
from flows.status.ages import Age, ages
from flows.status.holder import holder
from flows.status.state import Standing
from schemas.errors import CrechesError

Word = Literal["fresh", "late", "expired", "none", "damaged"]
_CODES: Mapping[Word, int] = {"fresh": 0, "late": 4, "expired": 8, "none": 4, "damaged": 8}


@dataclass(frozen=True, slots=True)
class Overview:
    """`day`: the day (ISO) that it tells of. `held`: who holds the folder now, '' nobody. `next`: when each schedule fires next."""

    day: str
    release: Standing | None
    sources: tuple[Age, ...]
    last: Report | None
    refusal: Report | None
    """The last run that was refused, when none that went to its end came after it."""
    held: str
    next: Mapping[str, str]
    damage: str = ""
    badge: tuple[str, ...] = ()
    """Files of the badge that are not true."""

    @property
    def result(self) -> Word:
        """In one word: the worst that holds."""
        if self.damage:
            return "damaged"
        if self.release is None:
            return "none"
        if self.release.state == "expire":
            return "expired"
        unwell = self.last is not None and self.last.result not in GOOD
        late = self.release.state == "en_retard" or any(one.late for one in self.sources)
        return "late" if late or unwell or self.badge else "fresh"

    @property
    def exit_code(self) -> int:
        """0 fresh, 4 something is late or no release is there yet, 8 expired or damaged."""
        return _CODES[self.result]


def overview(output: Path, day: str, moment: datetime) -> Overview:
    """The picture on a day (ISO) and at a moment (aware; for the next runs). Reads only, and needs no lock."""
    runs = past.known(output)
    release, damage = None, ""
    try:
        release = renew.now(output, day)
    except CrechesError as error:
        damage = str(error)
    return Overview(
        day,
        release,
        tuple(ages(output, sources.pages(), runs, day)),
        next(iter(runs), None),
        _refusal(runs),
        holder(output),
        {one.name: schedules.next_run(one, moment).isoformat(timespec="minutes") for one in schedules.SCHEDULES},
        damage,
        tuple(renew.faults(output)) if not damage else (),
    )


def _refusal(runs: list[Report]) -> Report | None:
    """A refusal stays told until a run goes to its end."""
    for run in runs:
        if run.result in GOOD:
            return None
        if run.result == "refused":
            return run
    return None


def document(seen: Overview) -> dict[str, Any]:
    """The JSON document of `creches status --json`; `schemas/documents/status.json` says what it holds."""
    return {
        "result": seen.result,
        "exit_code": seen.exit_code,
        "day": seen.day,
        "release": dataclasses.asdict(seen.release) if seen.release else None,
        "sources": [dataclasses.asdict(one) for one in seen.sources],
        "last_run": _of_run(seen.last),
        "last_refusal": _of_run(seen.refusal),
        "held_by": seen.held,
        "next_runs": dict(seen.next),
        "faults": [*([seen.damage] if seen.damage else []), *seen.badge],
    }


def _of_run(run: Report | None) -> dict[str, Any] | None:
    if run is None:
        return None
    about = {
        "run": run.run,
        "result": run.result,
        "exit_code": run.exit_code,
        "begun": run.begun,
        "seconds": run.seconds,
    }
    return {
        **about,
        "version": run.version,
        "error": run.error,
        "died": list(run.died),
        "commands": commands_in(run.error),
    }
