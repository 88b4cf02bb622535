"""One sitting: every contender in turn, round after round, so that what else the machine does falls on all of them alike."""

import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benches.peers.contenders import CONTENDERS, PEERS_PYTHON, Contender
from benches.peers.processes import Run, free_port, measured, serving
from benches.peers.same import differences

QUIET = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "PREFECT_LOGGING_LEVEL": "ERROR"}


@dataclass(frozen=True, slots=True)
class Told:
    """One measured run: who, how many pages, which round."""

    name: str
    size: int
    round: int
    run: Run


ROUNDS = 3
"""How often each runs at a size; what takes minutes, less often."""


def sit(peers: Path, pages: Path, sizes: Sequence[int], folder: Path) -> Iterator[Told]:
    """Runs all, proves that what they wrote is the same, and tells each run. Raises RuntimeError when it is not."""
    with _geocoder(peers) as ban, _prefect(folder) as api:
        for size in sizes:
            for turn in range(ROUNDS):
                for who in (one for one in CONTENDERS if size <= one.most and turn < one.rounds.get(size, 9)):
                    yield Told(who.name, size, turn, _one(who, peers, pages, size, folder, ban, api))
            _prove(peers, size, folder)


def _one(who: Contender, peers: Path, pages: Path, size: int, folder: Path, ban: str, api: str) -> Run:
    out = folder / f"{who.name.replace(' ', '_').replace(',', '')}-{size}"
    environment = {**QUIET, **({"PREFECT_API_URL": api} if who.server else {})}
    run = measured(who.command(peers, pages, size, out, ban), environment, folder)
    print(
        f"{who.name:24} {size:6} {size / run.body:8.1f} records/s {json.dumps(asdict(run))}",
        file=sys.stderr,
        flush=True,
    )
    return run


def _prove(peers: Path, size: int, folder: Path) -> None:
    """Raises RuntimeError with the first differences when a release says otherwise than the floor's table."""
    for who in (one for one in CONTENDERS if one.ours):
        out = folder / f"{who.name.replace(' ', '_').replace(',', '')}-{size}"
        changed = 1 if "changed" in who.name else 0
        told = differences(folder / f"floor-{size}" / "creches.csv", out / "output" / "latest", peers)
        if len(told) != changed:
            raise RuntimeError(
                f"{who.name}, {size} pages: {len(told)} differences from the floor:\n" + "\n".join(told[:9])
            )


@contextlib.contextmanager
def _geocoder(peers: Path) -> Iterator[str]:
    port = free_port()
    asked = f"http://127.0.0.1:{port}/search/?q=1+rue+75001&limit=1"
    with serving([PEERS_PYTHON, peers / "fake_ban.py", port], {}, asked):
        yield f"127.0.0.1:{port}"


@contextlib.contextmanager
def _prefect(folder: Path) -> Iterator[str]:
    """A server that is up before anybody is measured, on a database of its own."""
    port, home = free_port(), tempfile.mkdtemp(dir=folder)
    command = [Path(sys.executable).with_name("prefect"), "server", "start", "--host", "127.0.0.1", "--port", port]
    environment = {**QUIET, "PREFECT_HOME": home, "PATH": os.environ["PATH"]}
    with serving(command, environment, f"http://127.0.0.1:{port}/api/health"):
        yield f"http://127.0.0.1:{port}/api"
