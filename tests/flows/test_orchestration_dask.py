"""A whole release of a source of many pages on a Dask cluster, one worker killed midway: the bytes that threads make."""

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.options import Options
from tests.flows.loopback import Loopback
from tests.flows.many_pages import DAY, Directory, settings
from tests.flows.runs import published, run

pytestmark = [pytest.mark.every_source, pytest.mark.cluster]

SLOW = """
import os, pathlib, time
_read = parse


def parse(snapshot, source):
    pathlib.Path({folder!r}, str(os.getpid())).touch()
    time.sleep(0.3)
    return _read(snapshot, source)
"""


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Directory]:
    """Its pages are archived and not yet read; its reader takes its time, and tells in which process it works."""
    monkeypatch.setattr("flows.pages.merged.AT_ONCE", 2)
    with Loopback({}) as server:
        made = Directory(server, tmp_path)
        (tmp_path / "marks").mkdir()
        settings(monkeypatch, made.folder)
        made.read()
        for name in ("dask", "direct"):
            shutil.copytree(made.output / "snapshots", tmp_path / name / "snapshots")
        with (made.folder / "annuaire.py").open("a") as reader:
            reader.write(SLOW.format(folder=str(tmp_path / "marks")))
        yield made


def test_a_worker_killed_midway_changes_no_byte(
    prefect_home: Path, directory: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import flow

    monkeypatch.setenv("CRECHES_RUNNER", "dask")
    monkeypatch.setenv("CRECHES_WORKERS", "2")
    killed: list[int] = []
    threading.Thread(target=_kill_one, args=(tmp_path / "marks", killed), daemon=True).start()
    assert flow.run(Options(DAY, tmp_path / "dask", True)).result == "published"
    marks = {int(path.name) for path in (tmp_path / "marks").iterdir()}
    assert len(killed) == 1 and len(marks) >= 2 and os.getpid() not in marks

    monkeypatch.setenv("CRECHES_RUNNER", "threads")
    assert run(tmp_path / "direct", DAY).result == "published"
    assert published(tmp_path / "direct") == published(tmp_path / "dask")


def _kill_one(marks: Path, killed: list[int]) -> None:
    """Kills the first worker that leaves word, in the middle of its batch."""
    end = time.monotonic() + 120
    while not killed and time.monotonic() < end:
        for path in marks.iterdir():
            os.kill(int(path.name), signal.SIGKILL)
            killed.append(int(path.name))
            break
        time.sleep(0.02)
