"""Two runs at once, of real processes that start together: one holds the folder, the other is refused at once."""

import os
import shutil
import time
from pathlib import Path
from typing import NamedTuple

from schemas.errors import CrechesError
from tests.sweep.acts import Act
from tests.sweep.views import left, torn


class Raced(NamedTuple):
    """How one of the two ended."""

    pid: int
    code: int
    seconds: float
    said: str


def race(act: Act, output: Path) -> list[Raced]:
    """A pair that does the same act in the same folder at the same instant."""
    shutil.rmtree(output, ignore_errors=True)
    shutil.copytree(act.template, output)
    gate, start = os.pipe()
    runners = [_runner(act, output, gate, start) for _ in range(2)]
    os.close(gate)
    os.close(start)  # both read the end of the pipe at once
    ended = []
    for pid, told in runners:
        with os.fdopen(told, "rb") as words:
            code, seconds, said = (*words.read().decode().split(" ", 2), "", "")[:3]
        os.waitpid(pid, 0)
        ended.append(Raced(pid, int(code or -1), float(seconds or -1), said))
    return ended


def _runner(act: Act, output: Path, gate: int, start: int) -> tuple[int, int]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(start)
        os.read(gate, 1)
        begun, code, said = time.monotonic(), 0, ""
        try:
            act.work(output)
        except CrechesError as error:
            code, said = error.exit_code, str(error)
        except BaseException as error:
            code, said = 1, repr(error)
        os.write(writing, f"{code} {time.monotonic() - begun:.3f} {said}".encode()[:4000])
        os._exit(0)
    os.close(writing)
    return pid, reading


def wrong(pair: list[Raced], output: Path) -> list[str]:
    """What is not as it must be: one wins; the other ends with 6 in under 2 s and names the winner; all is whole."""
    winner, loser = sorted(pair, key=lambda one: one.code)
    if (winner.code, loser.code) != (0, 6):
        return [f"they ended with {winner.code} and {loser.code}: {winner.said} {loser.said}"]
    faults = torn(output) + left(output)
    if loser.seconds >= 2:
        faults.append(f"the loser took {loser.seconds} s")
    if f"process {winner.pid}" not in loser.said:
        faults.append(f"the winner {winner.pid} is not named: {loser.said}")
    return faults
