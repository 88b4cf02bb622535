"""The house of the proofs: PostgreSQL, a Prefect server on it, a worker, a slow geocoder, and a folder for releases."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.flows.geocode_service import Service, Trouble
from tests.orchestration.postgres import database
from tests.orchestration.prefect_api import Server
from tests.orchestration.processes import LOOPBACK, Process, done, finished, free_ports, running, until

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(sys.executable).parent
POOL = "creches"
AUTH = "creches:a-word-for-the-proofs"
SLOW = Trouble(200, b'{"type": "FeatureCollection", "features": []}', pause=8.0)
"""Each question takes so long that a run which asks some is under way for a minute or more."""
_KEPT = ("PATH", "LANG", "TMPDIR", "HOME")


@dataclass(frozen=True, slots=True)
class House:
    """What the proofs work with. `variables`: the environment of whoever speaks to the server."""

    folder: Path
    server: Server
    geocoder: Service
    variables: dict[str, str]

    def creches(self, *words: str, seconds: float = 120, **more: str) -> tuple[int, str]:
        """Exit code and output of the command. `more`: variables of the environment."""
        return finished([str(PROGRAMS / "creches"), *words], {**self.variables, **more}, ROOT, seconds)

    def prefect(self, *words: str) -> str:
        """Output of Prefect's own command. Raises Missing when it fails."""
        return done([str(PROGRAMS / "prefect"), "--no-prompt", *words], self.variables, ROOT)

    def output(self, name: str) -> Path:
        """A folder for releases."""
        return self.folder / name


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """Everything but the worker, started; all of it ends with the block. Raises Missing."""
    base, server = free_ports(2)
    own = {name: os.environ[name] for name in _KEPT if name in os.environ}
    quiet = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1", "PREFECT_HOME": str(folder / "home")}
    with ExitStack() as everything:
        address = everything.enter_context(database(folder, base))
        api = Server(f"http://{LOOPBACK}:{server}/api", AUTH)
        theirs = {"PREFECT_API_DATABASE_CONNECTION_URL": address, "PREFECT_SERVER_API_AUTH_STRING": AUTH}
        command = [str(PROGRAMS / "prefect"), "server", "start", "--host", LOOPBACK, "--port", str(server)]
        began = running(command, {**own, **quiet, **theirs}, folder, folder / "server.log")
        everything.enter_context(began)
        geocoder = everything.enter_context(Service(always=SLOW, table=SLOW))
        ours = {"PREFECT_API_URL": api.address, "PREFECT_API_AUTH_STRING": AUTH, "CRECHES_GEOCODER": geocoder.address}
        yield House(folder, api, geocoder, {**own, **quiet, **ours})


@contextmanager
def worker(home: House) -> Iterator[Process]:
    """A worker of the pool, of the type process, that looks for runs every two seconds."""
    command = [str(PROGRAMS / "prefect"), "worker", "start", "--pool", POOL, "--type", "process", "--name", "essai"]
    often = {"PREFECT_WORKER_QUERY_SECONDS": "2", "PREFECT_WORKER_PREFETCH_SECONDS": "2"}
    with running(command, {**home.variables, **often}, home.folder, home.folder / "worker.log") as process:
        path = f"/work_pools/{POOL}/workers/filter"
        until(lambda: home.server.ask(path, {}), "the worker", 60)
        yield process
