"""The output folder: one run at a time, nothing torn, and a disk that refuses changes nothing."""

import json
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
from flows.shelf import next_version
from schemas.errors import Damaged, Locked, Refused, UsageError
from tests.flows.runs import DAY, ROOT, run, tree
from tests.pages.markups import MEMBERS
from tests.pages.members import SEVENTH

NEXT = "2026-11-29"
MORE = [*MEMBERS, SEVENTH]
HOLD = (
    "import sys, time; from pathlib import Path; from flows import shelf\n"
    "with shelf.locked(Path(sys.argv[1])):\n"
    "    print('held', flush=True); time.sleep(60)\n"
)


@contextmanager
def holder(output: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the folder."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(output)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as other:
        try:
            assert other.stdout is not None and other.stdout.readline() == "held\n"
            yield other
        finally:
            other.kill()


def test_a_second_run_is_refused_at_once_and_is_told_who_holds_the_folder(output: Path) -> None:
    before = tree(output)
    with holder(output) as other:
        start = time.monotonic()
        with pytest.raises(Locked, match=rf"another run holds it \(process {other.pid}\)") as refusal:
            run(output, NEXT)
        assert time.monotonic() - start < 2
    assert refusal.value.exit_code == 6
    assert tree(output) == before


def test_the_lock_is_free_again_when_its_holder_is_killed(output: Path) -> None:
    with holder(output) as other:
        other.send_signal(signal.SIGKILL)
        other.wait(10)
        assert run(output, NEXT).result == "unchanged"


def test_the_lock_is_free_after_a_run_and_after_a_refusal(output: Path) -> None:
    for _ in range(2):
        with pytest.raises(Refused):
            run(output, "2020-01-01")
    with shelf.locked(output):
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


@pytest.mark.parametrize(
    "left", [".staging-2026.11.29/x.csv", ".staging-x-check/a/b.csv", ".latest-new/x", ".latest-old/x"]
)
def test_what_a_killed_run_left_is_cleared(output: Path, left: str) -> None:
    before = tree(output)
    (output / left).parent.mkdir(parents=True)
    (output / left).write_text("torn")
    assert run(output, NEXT).result == "unchanged"
    assert tree(output) == before


@pytest.mark.parametrize("text", ["", "{", "[]", '[{"version": "2026.11.29", "date": "2026-11-29", "sha256": "0"}]'])
def test_an_announcement_without_its_release_is_forgotten(output: Path, text: str) -> None:
    before = tree(output)
    (output / ".versions.json.tmp").write_text(text)
    assert run(output, NEXT).result == "unchanged"
    assert tree(output) == before


def test_an_announcement_of_a_torn_release_is_forgotten(output: Path) -> None:
    before = tree(output)
    entries = json.loads((output / "versions.json").read_text())
    torn = output / "releases" / "2026.11.29"
    shutil.copytree(output / "latest", torn)
    (torn / "etablissements.csv").write_text("torn")
    (output / ".versions.json.tmp").write_text(json.dumps([{**entries[0], "version": "2026.11.29"}, *entries]))
    shelf.recover(output)
    assert (output / "versions.json").read_bytes() == before["versions.json"]
    assert not (output / ".versions.json.tmp").exists()


def test_latest_is_made_whole_again_after_it_was_lost(output: Path) -> None:
    before = tree(output)
    shutil.rmtree(output / "latest")
    assert run(output, NEXT).result == "unchanged"
    assert tree(output) == before


@pytest.mark.parametrize(
    ("taken", "version"),
    [([], "2026.11.22"), (["2026.11.22"], "2026.11.22.1"), (["2026.11.22.1", "2026.11.22"], "2026.11.22.2")],
)
def test_a_version_is_the_day_then_the_day_and_a_number(taken: list[str], version: str) -> None:
    entries: list[dict[str, object]] = [{"version": v, "date": DAY} for v in taken]
    assert next_version(DAY, entries) == version


def test_no_version_is_before_the_newest() -> None:
    with pytest.raises(Refused, match="never goes back in time"):
        next_version("2026-11-21", [{"version": "2026.11.22", "date": DAY}])


def test_every_way_in_which_a_release_differs_from_its_sums_is_told(output: Path) -> None:
    latest = output / "latest"
    assert shelf.broken_sums(latest) == []
    (latest / "README.md").unlink()
    (latest / "stranger.csv").write_text("x")
    (latest / "reseaux.csv").write_bytes((latest / "reseaux.csv").read_bytes() + b"\n")
    assert shelf.broken_sums(latest) == [
        "README.md is missing",
        "stranger.csv is not listed in SHA256SUMS",
        "reseaux.csv is not what SHA256SUMS says",
    ]
    (latest / "SHA256SUMS").write_bytes(b"\xff")
    assert shelf.broken_sums(latest) == ["SHA256SUMS is missing or unreadable"]
    (latest / "SHA256SUMS").write_text("")
    assert "SHA256SUMS lists nothing" in shelf.broken_sums(latest)


def test_any_bit_flipped_in_a_release_is_found(output: Path) -> None:
    release = output / "releases" / "2026.11.22"
    for path in (p for p in sorted(release.rglob("*")) if p.is_file() and p.name != "SHA256SUMS"):
        whole = path.read_bytes()
        for at in range(0, len(whole), 9_973):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            assert shelf.broken_sums(release) != []
        path.write_bytes(whole)
    (release / "SHA256SUMS").write_bytes((release / "SHA256SUMS").read_bytes().replace(b"0", b"1", 1))
    with pytest.raises(Damaged, match="restore this one first"):
        shelf.last(output)
