"""A run that died, and one that was turned away: the first stays visible, the second is not the last run of anything."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows import shelf
from flows.running import past
from flows.running.journal import Journal, new_id
from flows.status.overview import document, overview
from schemas.errors import Locked
from tests.flows.runs import DAY, published, tree
from tests.flows.watched_runs import folders, proved, report, watched

MOMENT = datetime(2026, 11, 26, 23, 0, tzinfo=UTC)


def status(output: Path) -> dict[str, Any]:
    return dict(proved("status", document(overview(output, DAY, MOMENT))))


def killed(output: Path, pid: int = 2**22 + 1, mark: str = "1") -> str:
    """A run whose process is gone, and whose journal ends in the middle; its id."""
    journal = Journal(output, new_id())
    journal.say("run.begun", pid=pid, mark=mark, as_of=DAY, offline=True, sources=[], pages=[])
    journal.say("step.done", step="lire", seconds=1.0, peak_mb=100)
    assert journal.open()
    journal.close()
    return journal.run


def test_status_tells_of_a_run_that_died_before_any_other_has_run(output: Path) -> None:
    watched(output)
    run, before = killed(output), tree(output)
    said = status(output)
    assert (said["last_run"]["run"], said["last_run"]["result"], said["result"]) == (run, "killed", "late")
    assert "died without a word" in said["last_run"]["error"] and tree(output) == before


def test_a_run_that_is_under_way_did_not_die(output: Path) -> None:
    watched(output)
    killed(output, os.getpid(), "")
    assert status(output)["last_run"]["result"] == "unchanged" and status(output)["result"] == "fresh"


def test_the_next_runs_report_and_status_still_tell_who_died(output: Path) -> None:
    run = killed(output)
    watched(output)
    assert report(output)["died"] == [run] and past.report_of(output / "runs" / run)
    french, english = ((folders(output)[-1] / name).read_text() for name in ("rapport.md", "report.md"))
    assert f"Le passage {run} est mort en route" in french and f"The run {run} died on the way" in english
    assert status(output)["last_run"]["died"] == [run]
    watched(output)
    assert report(output)["died"] == [] and "died" not in (folders(output)[-1] / "report.md").read_text()


def test_a_run_that_was_turned_away_is_not_the_last_run(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_METRICS", "prometheus")
    watched(output)
    measured, before = (output / "runs" / "metrics.prom").read_bytes(), published(output)
    with shelf.locked(output), pytest.raises(Locked):
        watched(output)
    assert report(output)["exit_code"] == 6 and published(output) == before
    assert status(output)["last_run"]["result"] == "unchanged" and status(output)["result"] == "fresh"
    assert (output / "runs" / "metrics.prom").read_bytes() == measured


def test_reports_of_before_are_read_without_what_they_did_not_tell(output: Path) -> None:
    watched(output)
    path = folders(output)[-1] / "report.json"
    path.write_text(path.read_text().replace('  "died": [],\n', ""))
    assert '"died"' not in path.read_text() and status(output)["last_run"]["died"] == []
