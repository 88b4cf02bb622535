"""`python -m tests.orchestration [--keep]`: one line a proof; 1 when one does not hold, 2 without the means."""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from tests.orchestration import dask, proofs, same, told
from tests.orchestration.house import House, house, worker
from tests.orchestration.processes import Missing, until


def main() -> int:
    """Every proof, in the order that they need."""
    parser = argparse.ArgumentParser(prog="python -m tests.orchestration", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave the folder with the logs and the releases")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything that was started ends
    folder, begun = Path(tempfile.mkdtemp(prefix="creches-orchestration-")), time.monotonic()
    folder.chmod(0o755)
    failed: list[str] = []
    try:
        failed = _proved(folder)
    except Missing as error:
        print(f"orchestration: {error}")
        return 2
    finally:
        if failed or asked.keep or sys.exc_info()[0]:
            print(f"logs and releases: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"orchestration: {'; '.join(failed) or 'all holds'}, {time.monotonic() - begun:.0f} s")
    return int(bool(failed))


def _proved(folder: Path) -> list[str]:
    """The names of the proofs that do not hold."""
    with house(folder) as home, same.begun(home) as alone:
        until(home.server.is_healthy, "the Prefect server", 180)
        failed = _each(home, {"deploys": proofs.deploys})
        with worker(home):
            ours = {name: getattr(proofs, name) for name in ("asked", "fires", "second", "cancelled", "killed")}
            failed += _each(home, {**ours, "same": partial(same.same, before=alone), "tells": told.tells})
        return failed + _each(home, {"survives": dask.survives, "serves": told.serves})


def _each(home: House, wanted: dict[str, proofs.Proof]) -> list[str]:
    failed = []
    for name, proof in wanted.items():
        begun = time.monotonic()
        try:
            line = f"ok  {name}: {proof(home)}"
        except Exception as error:
            failed.append(name)
            line = f"NO  {name}: {type(error).__name__}: {error}"
        print(f"{line} ({time.monotonic() - begun:.0f} s)", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
