"""A run that dies anywhere leaves the old release or the new one, and the next run makes the folder whole."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.flows.crash_sweep import DAY, digest
from tests.flows.runs import ROOT, run, saved
from tests.pages.markups import MARKUPS, MEMBERS
from tests.pages.members import SEVENTH

FULL = bool(os.environ.get("CRECHES_FULL"))
OLD, NEW = "2026.11.22", "2026.11.29"
KILLED = -9


def swept(kind: str, template: Path, share: int) -> list[dict[str, Any]]:
    page = saved(template.parent, MARKUPS["h3_p"]([*MEMBERS, SEVENTH]))
    command = [sys.executable, "-m", "tests.flows.crash_sweep", kind, str(template), str(page), str(share)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=3000)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


@pytest.fixture(scope="module")
def template(_first_release: Path) -> Path:
    return _first_release


@pytest.fixture(scope="module")
def publishing(template: Path) -> list[dict[str, Any]]:
    """The publishing step, killed at one step on disk in eight, or at all of them."""
    return swept("publish", template, 1 if FULL else 8)


@pytest.fixture(scope="module")
def running(template: Path) -> list[dict[str, Any]]:
    """The whole command, killed at one step on disk in sixty, or at one in three."""
    return swept("whole", template, 3 if FULL else 90)


@pytest.fixture(params=["publishing", "running"])
def deaths(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    """Every death of one sweep, after the undisturbed run that it begins with."""
    found: list[dict[str, Any]] = request.getfixturevalue(request.param)
    return found


def test_every_child_died_by_the_signal_and_at_many_steps(deaths: list[dict[str, Any]]) -> None:
    undisturbed, *killed = deaths
    assert undisturbed["ended"] == 0 and undisturbed["then"]["versions"] == [NEW, OLD]
    assert {death["ended"] for death in killed} == {KILLED}
    assert undisturbed["steps"] > 100 and len(killed) >= (4 if not FULL else 60)


def test_what_a_reader_finds_after_a_death_is_the_old_release_or_the_new_one(
    deaths: list[dict[str, Any]], template: Path
) -> None:
    old, new = digest(template / "latest"), deaths[0]["then"]["latest"]
    for death in deaths[1:]:
        dead = death["dead"]
        assert dead["latest"] in (old, new, "")  # '' for the instant between two renames
        assert dead["versions"] in ([OLD], [NEW, OLD])
        assert dead["releases"][OLD] == old and dead["releases"].get(NEW, new) == new
        assert NEW not in dead["versions"] or (NEW in dead["releases"] and dead["latest"] == new)


def test_the_next_run_makes_everything_whole_and_clears_what_was_left(deaths: list[dict[str, Any]]) -> None:
    whole = deaths[0]["then"]
    for death in deaths[1:]:
        assert death["again"] == 0
        assert death["then"] == {**whole, "left": []}


@pytest.mark.every_source
def test_a_run_of_another_day_after_a_death_builds_upon_a_whole_release(template: Path, tmp_path: Path) -> None:
    """The release was moved in, its announcement was not: the next run announces it, whatever it then publishes."""
    output = tmp_path / "output"
    page = saved(tmp_path, MARKUPS["h3_p"]([*MEMBERS, SEVENTH]))
    script = (
        "import os, signal, sys; from pathlib import Path; from flows import publish, release\n"
        "publish.copy_latest = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "output, page = map(Path, sys.argv[1:])\n"
        f"release.walk(release.Options('{DAY}', output, True, (), {{'coop_petite_enfance': page}}))\n"
    )
    shutil.copytree(template, output)
    done = subprocess.run([sys.executable, "-c", script, str(output), str(page)], cwd=ROOT, timeout=120)
    assert done.returncode == KILLED
    assert run(output, "2026-12-06").changes["etablissements modifie"] == 1
    entries = json.loads((output / "versions.json").read_text())
    assert [(e["version"], e["previous"]) for e in entries] == [("2026.12.06", NEW), (NEW, OLD), (OLD, "")]
    assert digest(output / "latest") == digest(output / "releases" / "2026.12.06")
