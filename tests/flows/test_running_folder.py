"""The folder of runs: made only where it may be, whole after a death, never more than sixty."""

import logging.handlers
import os
import subprocess
import sys
from pathlib import Path

import pytest

import sources
from flows import shelf
from flows.outcome import Outcome
from schemas.errors import Locked, UsageError
from tests.flows.runs import DAY, ROOT, pages_only
from tests.flows.watched_runs import folders, report, watched


def test_a_wrong_call_makes_no_folder_and_a_link_is_not_followed(tmp_path: Path) -> None:
    for output in (tmp_path / "none", Path("/dev/null"), tmp_path / "link"):
        (tmp_path / "elsewhere").mkdir(exist_ok=True)
        if output.name == "link":
            output.symlink_to(tmp_path / "elsewhere")
        with pytest.raises(UsageError):
            watched(output, asked=("nobody",) if output.name == "none" else ())
    assert list((tmp_path / "elsewhere").rglob("*")) == [] and not (tmp_path / "none").exists()


def test_a_run_that_finds_the_folder_held_leaves_word_of_it(first: Path) -> None:
    with shelf.locked(first), pytest.raises(Locked):
        watched(first)
    assert report(first)["exit_code"] == 6 and f"process {os.getpid()}" in report(first)["error"]


def test_a_killed_run_is_told_by_the_next_one(tmp_path: Path) -> None:
    output = tmp_path / "output"
    script = (
        "import os, signal; from pathlib import Path; from flows import collect, running; from flows.options import Options\n"
        "collect.found_of = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"running.run(Options({DAY!r}, Path({str(output)!r}), offline=True))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=60)
    assert done.returncode == -9
    (dead,) = folders(output)
    assert [path.name for path in dead.iterdir()] == ["journal.jsonl"]
    whole = (dead / "journal.jsonl").read_text()
    (dead / "journal.jsonl").write_text(whole + '{"half a li')  # as a killed process may leave it
    assert watched(output).result == "published"
    assert [path.name for path in sorted(dead.iterdir())] == ["journal.jsonl", "rapport.md", "report.json", "report.md"]
    assert "died without a word" in (dead / "report.md").read_text() and report(output)["result"] == "published"


@pytest.fixture(scope="module")
def barred(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome, list[str]]:
    """A run that could make no folder of runs: its output, how it ended, and what it logged."""
    output, heard = tmp_path_factory.mktemp("barred") / "output", logging.handlers.BufferingHandler(10_000)
    output.mkdir()
    (output / "runs").write_text("a file where the folder should be")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "pages", pages_only)
        logging.getLogger().addHandler(heard)
        try:
            done = watched(output)
        finally:
            logging.getLogger().removeHandler(heard)
    return output, done, [record.getMessage() for record in heard.buffer]


def test_a_full_disk_for_the_journal_stops_no_run(barred: tuple[Path, Outcome, list[str]]) -> None:
    assert barred[1].result == "published"


def test_the_newest_sixty_runs_are_kept(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(65):
        folder = first / "runs" / f"20250101T0000{number:02}Z-aaaa"
        folder.mkdir()
        (folder / "journal.jsonl").write_text("")
    (first / "runs" / "metrics.prom").write_text("")
    watched(first)
    kept = [folder.name for folder in folders(first)]
    assert len(kept) == 60 and kept[0] == "20250101T000007Z-aaaa" and (first / "runs" / "metrics.prom").is_file()


def test_a_folder_of_runs_that_is_a_link_is_not_written_through_and_the_run_publishes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRECHES_METRICS", "prometheus")
    (tmp_path / "output").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "output" / "runs").symlink_to(tmp_path / "elsewhere")
    assert watched(tmp_path / "output").result == "published"
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert [r.getMessage() for r in caplog.records if "runs" in r.getMessage()] == [
        f"No word of this run is kept: {tmp_path}/output/runs is a link. The run goes on. Next: put a folder there."
    ]


def test_a_folder_of_runs_that_cannot_be_made_is_told_once_and_the_run_publishes(
    barred: tuple[Path, Outcome, list[str]],
) -> None:
    output, done, told = barred
    assert done.result == "published"
    (line,) = [one for one in told if "No word of this run" in one]
    assert f"{output}/runs" in line and ("FileExistsError" in line or "NotADirectoryError" in line)


def test_a_dry_run_has_nothing_to_keep_and_says_nothing_of_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "runs").write_text("a file")
    watched(tmp_path / "output", dry_run=True)
    assert "No word" not in caplog.text
