"""Processes measured whole: seconds of wall and of processor, children included, and the most memory that any held."""

import contextlib
import os
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_BODY = re.compile(r"(?:body|flow|run|crawl)=([0-9.]+)s")
"""How each program tells the seconds of its work, imports left out."""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of the work alone, of the whole process, and of processor; MiB of the largest process."""

    body: float
    wall: float
    cpu: float
    peak: float


def measured(command: Sequence[object], environment: Mapping[str, str], folder: Path) -> Run:
    """One run of a program. Raises RuntimeError with what it wrote when it fails, or does not tell its seconds."""
    log = folder / "bench.log"
    begun = time.perf_counter()
    with log.open("w+") as file:
        process = subprocess.Popen(
            [str(part) for part in command], env={**os.environ, **environment}, stdout=file, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall, told = time.perf_counter() - begun, log.read_text(errors="replace")
    found = _BODY.search(told)
    if process.returncode or not found:
        raise RuntimeError(f"{' '.join(map(str, command))}: exit {process.returncode}\n{told[-3000:]}")
    return Run(float(found[1]), wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def serving(
    command: Sequence[object], environment: Mapping[str, str], asked: str, seconds: float = 120
) -> Iterator[None]:
    """A server, up while inside: `asked` is an address that answers once it is. Raises TimeoutError."""
    process = subprocess.Popen(
        [str(part) for part in command],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + seconds
        while not _answers(asked):
            if time.monotonic() > until or process.poll() is not None:
                raise TimeoutError(f"{command[0]} does not answer at {asked}")
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):
            return True
    except OSError:
        return False
