"""Processes in groups of their own, whose output goes to a log, and of which none is left behind."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

LOOPBACK = "127.0.0.1"
STOPPING_S = 20
Process = subprocess.Popen[Any]


class Missing(RuntimeError):
    """Something that the proofs need did not start, did not end, or is not there."""


@contextmanager
def running(command: Sequence[str], variables: Mapping[str, str], cwd: Path, log: Path) -> Iterator[Process]:
    """The process; its whole group ends with the block."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=dict(variables),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        stop(process)


def stop(process: Process) -> None:
    """SIGTERM to the process, then SIGKILL to what is left of its group."""
    with suppress(ProcessLookupError):
        process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOPPING_S)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def finished(command: Sequence[str], variables: Mapping[str, str], cwd: Path, seconds: float = 120) -> tuple[int, str]:
    """Exit code and all output of a command. Raises Missing when it does not end."""
    try:
        done = subprocess.run(
            command,
            env=dict(variables),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise Missing(f"{' '.join(command)}: not ended after {seconds} s: {error.output!r}") from error
    return done.returncode, done.stdout


def done(command: Sequence[str], variables: Mapping[str, str], cwd: Path, seconds: float = 120) -> str:
    """All output of a command that ends well. Raises Missing when it does not."""
    code, said = finished(command, variables, cwd, seconds)
    if code:
        raise Missing(f"{' '.join(command)}: ended with {code}: {said[-3000:]}")
    return said


def until(told: Callable[[], Any], what: str, seconds: float, every: float = 0.5) -> Any:
    """What `told` gives, once that is true. Raises Missing, which says `what` did not come."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if found := told():
            return found
        time.sleep(every)
    raise Missing(f"{what}: not within {seconds:.0f} s")


def free_ports(number: int) -> list[int]:
    """Ports of loopback that nobody holds, different from each other."""
    with ExitStack() as held:
        lines = [held.enter_context(socket.socket()) for _ in range(number)]
        for line in lines:
            line.bind((LOOPBACK, 0))
        return [int(line.getsockname()[1]) for line in lines]


def is_alive(pid: int) -> bool:
    """Whether a process of that id runs, and is no zombie."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
