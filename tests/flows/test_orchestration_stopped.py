"""A run that is stopped from outside under Prefect: it ends within seconds, `latest` is whole, and the lock is free."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.flows.orchestrated import whole
from tests.flows.runs import ROOT, published, run

BODY = """
import sys, time
from pathlib import Path
from flows import flow, release
from flows.options import Options

def main():
    before = release.identified
    def slow(*arguments):
        Path(sys.argv[2]).touch()
        time.sleep(60)
        return before(*arguments)
    release.identified = slow
    flow.run(Options("2026-11-29", Path(sys.argv[1]), True))

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_run_leaves_the_release_that_stood_and_lets_go_of_the_lock(
    prefect_home: Path, client: object, output: Path, tmp_path: Path, sent: signal.Signals
) -> None:
    from prefect.settings import PREFECT_API_URL

    before, mark = published(output), tmp_path / "midway"
    environment = {
        **os.environ,
        "PREFECT_API_URL": str(PREFECT_API_URL.value()),
        "PREFECT_HOME": str(tmp_path / "home"),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", BODY, str(output), str(mark)], cwd=ROOT, env=environment, stderr=subprocess.PIPE
    )
    end = time.monotonic() + 60
    while not mark.exists() and time.monotonic() < end:
        time.sleep(0.05)
    began = time.monotonic()
    process.send_signal(sent)
    process.communicate(timeout=20)
    assert process.returncode != 0 and time.monotonic() - began < 15
    assert published(output) == before
    stopped = whole(client, "output", str(output))
    assert stopped.state.is_crashed() or stopped.state.is_cancelled()
    assert run(output, "2026-11-29").result in ("published", "unchanged")
