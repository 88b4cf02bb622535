"""One run at a time in an output folder, and a folder that cannot take a release is refused before anything is fetched."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from flows import shelf
from flows.shelf import lock, room
from schemas.errors import Locked, Refused, UsageError
from tests.flows.runs import ROOT, run, tree

NEXT = "2026-11-29"
HOLD = (
    "import sys, time; from pathlib import Path; from flows.shelf.lock import locked\n"
    "sys.argv[0] = '/somewhere/bin/creches'; folder = sys.argv.pop()\n"
    "with locked(Path(folder)):\n"
    "    print('held', flush=True); time.sleep(60)\n"
)


@contextmanager
def holder(output: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the folder."""
    command = [sys.executable, "-c", HOLD, "release", "--page", "secret=/home/x", str(output)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        try:
            assert other.stdout is not None and other.stdout.readline() == "held\n"
            yield other
        finally:
            other.kill()


def test_a_second_run_is_refused_at_once_and_is_told_who_holds_the_folder(output: Path) -> None:
    before = tree(output)
    with holder(output) as other:
        start = time.monotonic()
        with pytest.raises(Locked, match=rf"another run holds it \(process {other.pid}: creches release\)") as refusal:
            run(output, NEXT)
        assert time.monotonic() - start < 2
    assert refusal.value.exit_code == 6
    assert tree(output) == before


def test_the_lock_is_free_again_when_its_holder_is_killed(output: Path) -> None:
    with holder(output) as other:
        other.send_signal(signal.SIGKILL)
        other.wait(10)
        with shelf.locked(output):
            assert (output / ".verrou").read_text() == f"{os.getpid()}\n"


def test_the_lock_is_free_after_a_run_and_after_a_refusal(output: Path) -> None:
    for _ in range(2):
        with pytest.raises(Refused):
            run(output, "2020-01-01")
    with shelf.locked(output):
        pass
    assert (output / ".verrou").read_text() == ""


def test_the_word_of_a_dead_holder_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_LOOKS", 2)
    with shelf.locked(tmp_path):
        (tmp_path / ".verrou").write_text("4194304: creches release\n")
        with pytest.raises(Locked, match="process unknown"), shelf.locked(tmp_path):
            pass


def test_the_lock_of_one_folder_is_not_that_of_another(tmp_path: Path) -> None:
    with shelf.locked(tmp_path / "a"), shelf.locked(tmp_path / "b"):
        pass


def test_of_many_that_race_only_one_at_a_time_holds_the_folder(tmp_path: Path) -> None:
    inside, most, refused, start = [0], [0], [0], threading.Barrier(8)

    def race() -> None:
        start.wait()
        for _ in range(25):
            try:
                with shelf.locked(tmp_path):
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                    time.sleep(0.0005)
                    inside[0] -= 1
            except Locked:
                refused[0] += 1

    racers = [threading.Thread(target=race) for _ in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert most == [1] and 0 < refused[0] < 200


@pytest.mark.parametrize("make", [lambda p: p.write_text("x"), lambda p: p.symlink_to("/proc/nowhere")])
def test_an_output_that_is_no_folder_is_a_wrong_call(tmp_path: Path, make: Callable[[Path], Any]) -> None:
    make(tmp_path / "output")
    with pytest.raises(UsageError, match=r"cannot be written.*Choose another --output"):
        run(tmp_path / "output")


@pytest.mark.parametrize("name", ["", "latest", "releases", "versions.json"])
def test_a_link_in_the_place_of_a_folder_of_ours_is_a_wrong_call(output: Path, tmp_path: Path, name: str) -> None:
    path = output / name
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match=r"is a symbolic link to .*elsewhere"):
        run(output, NEXT)


def test_a_folder_that_may_not_be_written_is_a_wrong_call() -> None:
    """Not even by root: the kernel's own folder."""
    with pytest.raises(UsageError, match=r"cannot be written: .*Choose another --output"):
        run(Path("/proc/creches"))


def test_a_disk_with_too_little_room_is_refused_with_what_to_do(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.ready(output)
    assert room.needed(output / "nowhere") == room.LEAST <= room.needed(output)
    usage = shutil.disk_usage(output)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=room.LEAST - 1))
    with pytest.raises(Refused, match=r"8\.0 MB free.*creches prune"):
        shelf.ready(output)


def test_three_times_the_size_of_the_current_release_is_asked_for(output: Path) -> None:
    with (output / "releases" / "2026.11.22" / "large").open("wb") as file:
        file.truncate(20_000_000)
    assert 60_000_000 <= room.needed(output) < 90_000_000
