"""Batches for tests of runners: pure functions at a module's top level, as real ones are."""

import os
import signal
import sys
import time
from pathlib import Path

from schemas.errors import SourceChanged


def squares(first: int, last: int) -> list[int]:
    """A batch of numbers."""
    return [number * number for number in range(first, last)]


def noted(number: int, folder: Path) -> int:
    """Its square; leaves word of the process that works on it, and takes its time."""
    (folder / f"{number}-{os.getpid()}").touch()
    time.sleep(0.3)
    return number * number


def imported(*names: str) -> list[bool]:
    """Whether the process that works on it has imported each module; this very module imports none of them."""
    return [name in sys.modules for name in names]


def picky(number: int) -> int:
    """Refuses odd numbers, in words that name them."""
    if number % 2:
        raise SourceChanged(f"page {number}: it is odd; no value of it is used.")
    return number


def dying(number: int) -> int:
    """Ends the process that works on it, as a kernel does that has no memory left."""
    os.kill(os.getpid(), signal.SIGKILL)
    return number
