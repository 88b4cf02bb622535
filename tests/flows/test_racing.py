"""Two runs that start at the same instant: one holds the folder, the other ends at once and says who does."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.flows.runs import ROOT

PAIRS = 200 if os.environ.get("CRECHES_FULL") else 6


def test_of_two_that_race_one_wins_and_the_other_is_told_who_did(_first_release: Path) -> None:
    """Real processes, which share nothing but the folder; exit codes, times and the name of the winner are checked."""
    command = [sys.executable, "-m", "tests.sweep", "--first", str(_first_release), "--races", str(PAIRS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=3000, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(rf"races: {PAIRS} pairs, 0 wrong, slowest refusal [01]\.\d\d s", done.stdout)
