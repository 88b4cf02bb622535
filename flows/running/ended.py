"""How a run ended: its last events, its report in three forms, the report of one that died before it, what is measured."""

import contextlib
import dataclasses
import logging
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows import clock, settings, shelf
from flows.formats.whole import write_whole
from flows.options import Options
from flows.outcome import Outcome
from flows.running import past
from flows.running.journal import Journal
from flows.running.report import Report, Result, to_json
from flows.running.sayable import sayable, where
from flows.running.todo import commands_in
from flows.running.told import markdown
from flows.running.watched import Watched
from schemas.errors import CrechesError, Locked, UsageError

_log = logging.getLogger(__name__)
_REVIEWED = 20
"""Lines for a person that a report keeps."""
_SAID: dict[Result, str] = {
    "usage": "run.refused",
    "refused": "run.refused",
    "failed": "run.failed",
    "crashed": "run.crashed",
    "stopped": "run.stopped",
}


@dataclass(frozen=True, slots=True)
class Watch:
    """A run under way: what was asked, what keeps word of it, and since when (`clock` in seconds of perf_counter)."""

    options: Options
    journal: Journal
    watched: Watched
    begun: datetime
    clock: float


def well(watch: Watch, outcome: Outcome) -> None:
    """Writes down a run that went to its end."""
    event = "release.published" if outcome.result in ("published", "partial") else "release.unchanged"
    if outcome.result != "dry-run":
        watch.journal.say(event, version=outcome.version, result=outcome.result, changes=sum(outcome.changes.values()))
    report = dataclasses.replace(
        _report(watch, outcome.result, outcome.exit_code, outcome.version),
        rows=outcome.rows,
        changes=outcome.changes,
        causes=outcome.causes,
        review=tuple(map(sayable, outcome.review[:_REVIEWED])),
        review_fr=tuple(map(sayable, outcome.review_fr[:_REVIEWED])),
        review_count=len(outcome.review),
        stale={source: sayable(why) for source, why in outcome.stale.items()},
        gates=tuple({k: sayable(str(v)) for k, v in dataclasses.asdict(one).items()} for one in outcome.gates),
    )
    _close(watch, report)


def badly(watch: Watch, error: BaseException) -> None:
    """Writes down a run that something stopped. Of a bug the type is told and the place, never its words."""
    result, code = _ruling(error)
    words = str(error) if isinstance(error, CrechesError) else type(error).__name__
    if result == "stopped":
        words = "Stopped; nothing is half-published."
    for line in words.split("\n- ")[1:] if result == "refused" else ():
        named = [one.split()[3] for one in commands_in(line) if one.startswith("creches gate acknowledge")]
        watch.journal.say("gate.refused", gate="".join(named[:1]), message=line)
    at = where(error) if result == "crashed" else ""
    watch.journal.say(_SAID[result], exit_code=code, kind=type(error).__name__, message=words, where=at)
    report = _report(watch, result, code, _standing(watch.options.output))
    _close(watch, dataclasses.replace(report, error=sayable(words), where=at))


def _ruling(error: BaseException) -> tuple[Result, int]:
    """The result and the exit code, as the command ends with them."""
    if isinstance(error, UsageError):
        return "usage", error.exit_code
    if isinstance(error, CrechesError):
        return "refused" if error.exit_code == 3 else "failed", error.exit_code
    if isinstance(error, SystemExit):
        return "stopped", error.code if isinstance(error.code, int) else 1
    if isinstance(error, Exception):
        return "crashed", 1
    return "stopped", 130 if isinstance(error, KeyboardInterrupt) else 143


def _report(watch: Watch, result: Result, code: int, version: str) -> Report:
    begun, ended = watch.begun, clock.instant()
    return Report(
        watch.journal.run,
        result,
        code,
        begun.isoformat(timespec="seconds"),
        ended.isoformat(timespec="seconds"),
        round(time.perf_counter() - watch.clock, 3),
        watch.options.as_of,
        watch.options.offline,
        watch.options.asked,
        tuple(sorted(watch.options.pages)),
        version,
        sources=tuple(dataclasses.replace(one, why=sayable(one.why)) for one in watch.watched.sources),
        steps=tuple(watch.watched.steps),
    )


def _standing(output: Path) -> str:
    """The release that readers find; '' when there is none that can be told."""
    with contextlib.suppress(CrechesError):
        entry = shelf.current(output)
        return str(entry["version"]) if entry else ""
    return ""


def _close(watch: Watch, report: Report) -> None:
    """The end, on disk. Nothing that goes wrong with it changes how the run itself ended: that is logged."""
    journal, output = watch.journal, watch.options.output
    journal.say("run.done", result=report.result, exit_code=report.exit_code, seconds=report.seconds)
    if not journal.open_if_there():
        return
    journal.close()
    try:
        _kept(output, journal, report)
    except Exception as error:
        _log.warning("The report of the run %s could not be written: %s", report.run, type(error).__name__)


def _kept(output: Path, journal: Journal, report: Report) -> None:
    """Reports of those that died before (unless another run holds the folder: it may be one of them), and this one's."""
    is_turned_away = report.exit_code == Locked.exit_code
    late = [] if is_turned_away else list(past.dead(output, journal.run))
    for folder, told in late:
        _write(folder, told)
    if journal.folder:
        _write(journal.folder, dataclasses.replace(report, died=tuple(folder.name for folder, _ in late)))
    past.prune(output)
    if settings.load().metrics and not is_turned_away:
        from flows.running import metrics  # its library is loaded only here

        metrics.write(output, report)


def _write(folder: Path, report: Report) -> None:
    write_whole(folder / "rapport.md", markdown(report, "fr").encode())
    write_whole(folder / "report.md", markdown(report, "en").encode())
    write_whole(folder / past.REPORT, to_json(report))
