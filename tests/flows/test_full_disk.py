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

from flows import shelf
from schemas.errors import Refused
from tests.flows.runs import ROOT, kept, run, run_members, saved, tree, versions
from tests.pages.markups import MARKUPS, MEMBERS
from tests.pages.members import SEVENTH

NEXT = "2026-11-29"
MORE = [*MEMBERS, SEVENTH]


def failing(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, when: Callable[..., bool]) -> None:
    """The disk is full when that function is called for such arguments."""
    function = getattr(module, name)

    def refuse(*arguments: Any, **named: Any) -> Any:
        if when(*map(str, arguments)):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return function(*arguments, **named)

    monkeypatch.setattr(module, name, refuse)


FULL_DISKS: dict[str, tuple[Any, str, Callable[..., bool]]] = {
    "writing the draft": (shelf, "sync", lambda path: ".staging" in path),
    "moving the release in": (os, "rename", lambda a, b: "releases" in b),
    "copying latest": (shutil, "copytree", lambda a, b: True),
    "moving latest in": (os, "rename", lambda a, b: a.endswith("/.latest-new")),
    "announcing": (os, "replace", lambda a, b: b.endswith("versions.json")),
}


@pytest.mark.parametrize("where", FULL_DISKS)
def test_a_disk_that_refuses_leaves_everything_as_it_was(
    output: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    before = kept(output)
    failing(monkeypatch, *FULL_DISKS[where])
    with pytest.raises(Refused, match="No space left"):
        run_members(output, MORE, NEXT)
    assert kept(output) == before


@pytest.mark.parametrize("where", ["moving latest in", "announcing"])
def test_a_disk_that_refuses_a_first_release_is_left_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    failing(monkeypatch, *FULL_DISKS[where])
    with pytest.raises(Refused, match="No space left"):
        run(tmp_path / "output")
    assert kept(tmp_path / "output") == {}


@pytest.mark.parametrize("where", ["moving the release in", "announcing"])
def test_the_run_after_a_full_disk_publishes(output: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    with monkeypatch.context() as patch:
        failing(patch, *FULL_DISKS[where])
        with pytest.raises(Refused):
            run_members(output, MORE, NEXT)
    assert run_members(output, MORE, NEXT).result == "published"
    assert versions(output) == ["2026.11.29", "2026.11.22"]
    assert tree(output / "latest") == tree(output / "releases" / "2026.11.29")


@pytest.mark.parametrize("limit", [20_000, 60_000])
def test_a_process_that_may_write_no_large_file_is_refused_and_changes_nothing(output: Path, limit: int) -> None:
    before = kept(output)
    page = saved(output.parent, MARKUPS["dl"](MORE))
    asked = ["--direct", "--offline", "--as-of", NEXT, "--page", f"coop_petite_enfance={page}"]
    done = subprocess.run(
        [sys.executable, "-m", "flows", "release", *asked, "--output", str(output)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "Nothing is published; free some space and run again." in done.stderr
    assert kept(output) == before
