"""A PostgreSQL of its own, in a temporary folder, on a free port of loopback."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import debian
from tests.orchestration.processes import LOOPBACK, Missing, done, finished, running, until

_OWNER = "postgres"
"""PostgreSQL refuses to run as root: there, as the user that its package makes."""


@contextmanager
def database(folder: Path, port: int) -> Iterator[str]:
    """The address of an empty database, as Prefect takes it. `folder` must be reachable by everybody. Raises Missing."""
    programs = _programs()
    data = folder / "postgres"
    data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(data, _OWNER)
    variables = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(data)}
    done(
        [*_as_owner(), str(programs / "initdb"), "-D", f"{data}/db", "-U", _OWNER, "--auth=trust", "-N", "-E", "UTF8"],
        variables,
        data,
    )
    options = ["-D", f"{data}/db", "-p", str(port), "-h", LOOPBACK, "-k", str(data), "-c", "fsync=off"]
    server = [*_as_owner(), str(programs / "postgres"), *options]
    with running(server, variables, data, folder / "postgres.log"):
        asked = [str(programs / "pg_isready"), "-h", LOOPBACK, "-p", str(port)]
        until(lambda: finished(asked, variables, folder)[0] == 0, "PostgreSQL answers", 60)
        yield f"postgresql+asyncpg://{_OWNER}@{LOOPBACK}:{port}/postgres"


def _as_owner() -> list[str]:
    return ["runuser", "-u", _OWNER, "--"] if os.geteuid() == 0 else []


def _programs() -> Path:
    """The folder of PostgreSQL's programs, installed if root may. Raises Missing."""
    if not (found := _found()):
        debian.install("postgresql")
        found = _found()
    if not found:
        raise Missing("No PostgreSQL on this machine. Next: install it (apt-get install postgresql), then again.")
    return found


def _found() -> Path | None:
    """Debian keeps them out of the path."""
    there = [*Path("/usr/lib/postgresql").glob("*/bin/initdb"), *map(Path, filter(None, [shutil.which("initdb")]))]
    return there[-1].resolve().parent if there else None
