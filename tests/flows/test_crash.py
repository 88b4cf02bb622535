"""A run that dies or is refused the disk anywhere leaves whole releases only, and the next run makes the folder whole."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.runs import ROOT
from tests.sweep.run import chosen
from tests.sweep.views import torn

FULL = bool(os.environ.get("CRECHES_FULL"))
"""Every step, and system calls too: `make sweep` without the sample."""
SAMPLE = ("--calls", "2") if FULL else ("--sample", "2")


@pytest.fixture(scope="module")
def swept(_first_release: Path) -> subprocess.CompletedProcess[str]:
    """Publication, its last move, rollback, pruning and renewal, struck by every fault; in a process of its own."""
    command = [sys.executable, "-m", "tests.sweep", "--first", str(_first_release), *SAMPLE]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20_000, check=False)


def test_no_fault_at_any_step_leaves_a_torn_release(swept: subprocess.CompletedProcess[str]) -> None:
    assert swept.returncode == 0, swept.stdout + swept.stderr
    assert re.search(r" 0 torn,", swept.stdout.splitlines()[-1])


def test_every_fault_struck_and_every_next_run_recovered(swept: subprocess.CompletedProcess[str]) -> None:
    last = swept.stdout.splitlines()[-1]
    points, struck, recovered = (int(n) for n in re.findall(r"(\d+) (?:points|struck|recovered)", last))
    assert points == struck == recovered >= 30


@pytest.mark.parametrize("act", ["publish", "move", "rollback", "prune", "renew"])
@pytest.mark.parametrize("fault", ["kill", "ENOSPC", "EIO", "full"])
def test_every_act_was_struck_by_every_fault(swept: subprocess.CompletedProcess[str], act: str, fault: str) -> None:
    assert re.search(rf"^{act} +{fault} +[1-9]\d* points", swept.stdout, re.MULTILINE)


def test_a_sample_is_spread_over_all_steps_and_differs_by_fault() -> None:
    assert chosen(5, 0) == chosen(5, 9) == [1, 2, 3, 4, 5]
    assert [chosen(100, 2, turn) for turn in range(4)] == [[7, 57], [19, 69], [32, 82], [44, 94]]
    assert chosen(0, 4) == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("latest/README.md", "latest: README.md is missing"),
        ("releases/2026.11.22/reseaux.csv", "names 2026.11.22, which is not whole"),
        ("versions.json", "FileNotFoundError"),
    ],
)
def test_the_sweep_sees_what_is_torn(output: Path, path: str, words: str) -> None:
    assert torn(output) == []
    (output / path).unlink()
    assert words in torn(output)[0]
