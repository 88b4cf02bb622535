"""What `creches erase` does: a request to lines of the list, then every old release without them."""

import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows import clock, settings, shelf
from flows.erasure import refusals
from flows.erasure.reissue import reissue
from flows.erasure.request import Told, lines_of, of_id, of_siren, of_value
from flows.publish.roots import roots_of
from schemas.errors import UsageError
from schemas.tables import Tables

_AFTER = (
    "Copies elsewhere are not changed: those of readers, of portals, and the files of this checkout (sources/snapshots,"
    " sources/curation, tests). See docs/retrait.md."
)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for; one of `id_`, `siren`, `value` ("telephone=…"), or none of them to apply the list again."""

    id_: str = ""
    siren: str = ""
    value: str = ""
    note: str = ""
    as_of: str = ""


def print_erased(output: Path, request: Request, dry_run: bool, as_json: bool) -> int:
    """Does it and prints what was done, without a value. Raises a CrechesError; all is then as before."""
    report = erased(output.absolute(), request, dry_run)
    print(json.dumps(report, ensure_ascii=False, indent=2) if as_json else _in_words(report))
    return 4 if report.get("site") else 0


def erased(output: Path, request: Request, dry_run: bool) -> dict[str, Any]:
    """Adds the lines of a request to the list, then issues the old releases anew. A dry run does neither."""
    day, path = _day(request.as_of), settings.ROOT / settings.load().refusals
    known = refusals.read(path)
    new = lines_of(_told(output, request), known, day, request.note)
    faults = [fault for line in new[:1] for fault in refusals.faults_of(line)]
    if faults:
        raise UsageError(f"--note: {'; '.join(faults)}.")
    listed = refusals.asked([*known.lines, *new]) if dry_run else refusals.added(path, new)
    report = reissue(output, day, listed, roots_of, dry_run)
    return {**report, "lines": len(new), "list": str(path), "next": _AFTER}


def _told(output: Path, request: Request) -> list[Told]:
    if request.value:
        return of_value(_read(request.value))
    if not (request.id_ or request.siren):
        return []
    with shelf.locked(output, make=False):
        shelf.recover(output)
        tables = _shelf(output)
    return of_id(request.id_, tables) if request.id_ else of_siren(request.siren, tables)


def _shelf(output: Path) -> list[Tables]:
    return [shelf.tables_of(output, str(one["version"])) for one in shelf.versions(output) if not one.get("pruned")]


def _read(value: str) -> str:
    """`telephone=-` is read from standard input, so that the value stays out of the history of the shell."""
    champ, _, text = value.partition("=")
    return f"{champ}={sys.stdin.readline().strip()}" if text == "-" else value


def _day(as_of: str) -> str:
    day = as_of or clock.today()
    try:
        if date.fromisoformat(day).isoformat() != day:
            raise ValueError
    except ValueError:
        raise UsageError(f"--as-of {as_of!r} is not a day such as 2026-11-22.") from None
    return day


def _in_words(report: dict[str, Any]) -> str:
    done = report["result"] in ("reissued", "cleaned")
    lines = [
        f"{report['lines']} line{'' if report['lines'] == 1 else 's'} {'would be ' * (report['result'] == 'dry-run')}"
        f"added to {report['list']}",
        *(f"{one['replaces']} -> {one['version']}: {one['rows']} rows" for one in report["releases"]),
        *(f"{name}: {'cleaned' if done else 'would be cleaned'}" for name in report["private"]),
    ]
    nothing = [] if report["releases"] or report["private"] else ["Nothing here holds it: nothing changes."]
    nothing += [report["site"]] if report.get("site") else []
    return "\n".join([*lines, *nothing, *([report["next"]] if done else [])])
