"""`creches status`: the picture printed, the badge renewed when asked."""

import json
from collections.abc import Iterator
from pathlib import Path

from flows import clock
from flows.running.report import Report
from flows.running.todo import commands_in
from flows.status import renew
from flows.status.overview import Overview, document, overview
from flows.status.state import WORDS
from schemas.errors import UsageError


def print_status(output: Path, as_of: str, write: bool, as_json: bool) -> int:
    """Prints how things stand: 0 fresh, 4 late, 8 expired or damaged. Raises UsageError for no day, or a folder that is none."""
    day = clock.day_asked(as_of)
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output} is not a folder: name the one that holds releases with --output.")
    done = renew.renew(output, day) if write and output.is_dir() else ""
    seen = overview(output, day, clock.instant())
    if as_json:
        print(json.dumps({**document(seen), "written": done}, ensure_ascii=False, indent=2))
    else:
        print("\n".join([*_lines(seen), *([f"badge     {done}"] if done else [])]))
    return seen.exit_code


def _lines(seen: Overview) -> Iterator[str]:
    yield f"{seen.result} on {seen.day}"
    yield from (f"MEND      {fault}" for fault in (seen.damage, *seen.badge) if fault)
    yield f"release   {_release(seen)}"
    for one in seen.sources:
        age = f"{one.age_days} day(s) old" if one.age_days is not None else "never read"
        late = "LATE " if one.late else ""
        yield f"source    {late}{one.id}: {age}, {one.state}{f', had {one.had}' if one.had else ''}, every {one.cadence_days} days"
    yield f"last run  {_run(seen.last)}"
    yield from (f"died      {run}: it left no word" for run in (seen.last.died if seen.last else ()))
    if seen.refusal:
        yield f"refused   {seen.refusal.begun}: {_first(seen.refusal.error)}"
        yield from (f"          then {command}" for command in commands_in(seen.refusal.error)[:3])
    yield f"held by   {seen.held or 'nobody'}"
    yield from (f"next      {name}: {moment}" for name, moment in seen.next.items())


def _release(seen: Overview) -> str:
    one = seen.release
    if one is None:
        return "none yet: creches release"
    places = f"{one.rows.get('etablissements', 0)} places"
    return f"{one.version}, {places}, checked {one.checked}, expires {one.expires} ({WORDS[one.state][1]})"


def _run(run: Report | None) -> str:
    if run is None:
        return "none is known here"
    why = f": {_first(run.error)}" if run.error else ""
    return f"{run.result} {run.begun}, {run.seconds:.1f} s, {run.run}{why}"


def _first(text: str) -> str:
    """The first line of a message, and the line after it when it only announces one."""
    lines = text.splitlines() or [""]
    return " ".join(lines[:2] if lines[0].endswith(":") else lines[:1])[:300]
