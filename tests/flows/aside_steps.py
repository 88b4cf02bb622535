"""What tests give the process beside a run to do: functions at a module's top level, as real ones are."""

import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

from flows.failure import NotFetched
from schemas.errors import Refused

_KEPT: list[int] = []


def pid() -> int:
    """The process that works on it."""
    return os.getpid()


def counted(number: int) -> int:
    """The sum of all numbers that this process was given."""
    _KEPT.append(number)
    return sum(_KEPT)


def same(given: Any) -> Any:
    """What was given."""
    return given


def refused(why: str) -> None:
    """A refusal, with its words."""
    raise Refused(why)


def unfetched() -> None:
    """A failure that is made of several parts."""
    raise NotFetched("timeout", "https://example.org/a", "it sent nothing for 5 s")


def slow(folder: Path) -> None:
    """Leaves word that it has begun, and takes a minute."""
    (folder / "begun").touch()
    time.sleep(60)


class Odd(Exception):
    """It cannot be made again from what it tells."""

    def __init__(self, *, why: str) -> None:
        super().__init__(why)


def odd() -> None:
    """Raises what cannot go from one process to another."""
    raise Odd(why="an odd one")


def deaf() -> None:
    """From now on the process does not end when it is asked to."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def dying() -> None:
    """Ends the process, as a kernel does that has no memory left."""
    os.kill(os.getpid(), signal.SIGKILL)


def interrupted() -> str:
    """Is interrupted as whoever types ^C interrupts all processes of a terminal."""
    os.kill(os.getpid(), signal.SIGINT)
    return "still there"


def small_files() -> None:
    """From now on no file of this process may be longer than 4,000 bytes: the kernel refuses the rest, as a full disk does."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))


def imported(name: str) -> bool:
    """Whether the process has imported a module."""
    return name in sys.modules
