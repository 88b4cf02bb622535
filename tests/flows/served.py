"""`creches serve` in a process of its own, which ends by itself when there is nothing to serve."""

import os
import subprocess
import sys
import tempfile


def served(variables: dict[str, str], *words: str) -> tuple[int, str]:
    """Its exit code, and what it says."""
    with tempfile.TemporaryDirectory() as home:
        there = {**os.environ, "PREFECT_HOME": home, **variables}
        command = [sys.executable, "-m", "flows", "serve", "--output", f"{home}/output", *words]
        done = subprocess.run(command, env=there, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr
