"""Processes that tests wait for to end."""

import time

from tests.orchestration.processes import is_alive


def ends(pid: int) -> bool:
    """Whether it ends within seconds."""
    end = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not is_alive(pid)
