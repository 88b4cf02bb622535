"""A disk that is full, at whatever moment, changes nothing of what is published."""

import errno
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.shelf import durable
from schemas.errors import Refused
from tests.flows.runs import ROOT, kept, run, run_members, saved, versions
from tests.pages.markups import MARKUPS, MEMBERS
from tests.pages.members import SEVENTH
from tests.sweep.acts import publishing
from tests.sweep.views import left, torn

NEXT = "2026-11-29"
MORE = [*MEMBERS, SEVENTH]


def stands(output: Path) -> dict[str, bytes]:
    """Every public file; the private archive of records is none."""
    return {name: body for name, body in kept(output).items() if not name.startswith("records/")}


def failing(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, when: Callable[..., bool]) -> None:
    """The disk is full when that function is called for such arguments."""
    function = getattr(module, name)

    def refuse(*arguments: Any, **named: Any) -> Any:
        if when(*map(str, arguments)):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return function(*arguments, **named)

    monkeypatch.setattr(module, name, refuse)


FULL_DISKS: dict[str, tuple[Any, str, Callable[..., bool]]] = {
    "writing the draft": (durable, "sync", lambda path: ".staging" in path),
    "copying latest": (shutil, "copyfile", lambda a, b: ".annonce.draft/latest" in b),
    "writing the journal": (os, "mkdir", lambda path, mode=0: path.endswith(".annonce.draft/leaving")),
    "deciding": (os, "rename", lambda a, b: b.endswith(".annonce")),
    "moving the release in": (os, "rename", lambda a, b: "releases" in b),
    "swapping latest": (durable, "renameat2", lambda a, b: True),
}
"""Before a reader sees anything new."""


@pytest.mark.parametrize("where", FULL_DISKS)
def test_a_disk_that_refuses_leaves_everything_as_it_was(
    output: Path, _ready: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    before = stands(output)
    with monkeypatch.context() as patch:
        failing(patch, *FULL_DISKS[where])
        with pytest.raises(Refused, match=r"No space left.*Nothing is published; free some space and run again"):
            publishing(_ready)(output)
    assert stands(output) == before and left(output) == [] and torn(output) == []


@pytest.mark.parametrize("name", ["versions.json", "latest.json"])
def test_a_disk_that_refuses_what_readers_half_see_is_finished_by_the_next_run(
    output: Path, _ready: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with monkeypatch.context() as patch:
        failing(patch, os, "replace", lambda a, b: b.endswith(f"output/{name}"))
        with pytest.raises(Refused, match=r"decided.*No space left.*run again: what is left is finished first"):
            publishing(_ready)(output)
    assert torn(output) == []
    assert run_members(output, MORE, "2026-11-30").result == "unchanged"
    assert versions(output) == ["2026.11.29", "2026.11.22"]
    assert torn(output) == [] and left(output) == []


@pytest.mark.parametrize("where", ["deciding", "moving the release in"])
def test_a_disk_that_refuses_a_first_release_is_left_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    failing(monkeypatch, *FULL_DISKS[where])
    with pytest.raises(Refused, match="No space left"):
        run(tmp_path / "output")
    assert stands(tmp_path / "output") == {} and left(tmp_path / "output") == []


def test_a_disk_that_never_made_it_durable_is_not_believed(
    output: Path, _ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failed fsync is never tried again on its handle: what was written is thrown away."""
    before, asked = stands(output), []

    def refuse(handle: int) -> None:
        if ".staging" in (path := str(Path(f"/proc/self/fd/{handle}").readlink())):
            asked.append(path)
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(Refused, match="Input/output error"):
            publishing(_ready)(output)
    assert 0 < len(asked) == len(set(asked)) and stands(output) == before


@pytest.mark.parametrize("limit", [20_000, 60_000])
def test_a_process_that_may_write_no_large_file_is_refused_and_changes_nothing(output: Path, limit: int) -> None:
    before = stands(output)
    page = saved(output.parent, MARKUPS["dl"](MORE))
    asked = ["--direct", "--offline", "--as-of", NEXT, "--page", f"coop_petite_enfance={page}"]
    done = subprocess.run(
        [sys.executable, "-m", "flows", "release", *asked, "--output", str(output)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "Nothing is published; free some space and run again." in done.stderr
    assert stands(output) == before
