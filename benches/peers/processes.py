"""Processes measured whole: seconds of wall and of processor, children included, and the most memory that any held."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_BODY = re.compile(r"(?:body|flow|run|crawl)=([0-9.]+)s")
"""How each program tells the seconds of its work, imports left out."""
_PREPARED = re.compile(r"prepared=([0-9.]+)s/([0-9.]+)s")
_PEAK = re.compile(r"peak=([0-9.]+)MiB")
_SMALL = Path(__file__).with_name("small.py")


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of the work alone, of the whole process, and of processor; MiB of the largest process."""

    body: float
    wall: float
    cpu: float
    peak: float


def measured(command: Sequence[object], environment: Mapping[str, str], folder: Path) -> Run:
    """One run of a program. Raises RuntimeError with what it wrote when it fails, or does not tell its seconds.

    What a program says that it took to prepare what is measured is left out; a peak that it tells is its own, without that.
    """
    log = folder / "bench.log"
    small = [sys.executable, "-I", "-S", _SMALL, log, *command]
    told = subprocess.run(
        [str(part) for part in small], env={**os.environ, **environment}, stdout=subprocess.PIPE, check=True
    )
    wall, cpu, peak, status = json.loads(told.stdout)
    said = log.read_text(errors="replace")
    found, before, own = _BODY.search(said), _PREPARED.search(said), _PEAK.search(said)
    if status or not found:
        raise RuntimeError(f"{' '.join(map(str, command))}: exit {status}\n{said[-3000:]}")
    spent = (float(before[1]), float(before[2])) if before else (0.0, 0.0)
    return Run(float(found[1]), wall - spent[0], cpu - spent[1], float(own[1]) if own else peak / 1024)


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
