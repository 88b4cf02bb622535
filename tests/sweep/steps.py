"""Counts the steps that this process takes on disk, and strikes at one of them. For forked children only."""

import builtins
import errno
import io
import os
import signal
from collections.abc import Callable
from typing import Any

from flows.shelf import durable

TAKES = ("unlink", "rmdir")
"""Steps that give room back: a full disk does not refuse them."""
GIVES = ("rename", "replace", "fsync", "mkdir", "link", "sendfile", "truncate", "ftruncate", "pwrite")
FAULTS = ("kill", "ENOSPC", "EIO", "full")
"""`full`: the disk refuses that step and every later one that needs room; the others strike once."""


class Steps:
    """`fatal`: the number of the step that the fault strikes (0: never); it strikes before the step is taken."""

    def __init__(self, fault: str, fatal: int) -> None:
        self.count, self.struck = 0, 0
        self._fault, self._fatal = fault, fatal
        for name in (*TAKES, *GIVES):
            setattr(os, name, self._counted(getattr(os, name), name in GIVES))
        durable.renameat2 = self._counted(durable.renameat2, True)
        self._open = io.open
        io.open = builtins.open = self._opened  # type: ignore[assignment]

    def step(self, needs_room: bool = True) -> None:
        """One more step; dies, or raises OSError, when it is the one."""
        self.count += 1
        here = self.count == self._fatal
        later = self._fault == "full" and 0 < self._fatal < self.count
        if (here or later) and (needs_room or self._fault != "full"):
            self.struck += 1
            if self._fault == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            code = errno.EIO if self._fault == "EIO" else errno.ENOSPC
            raise OSError(code, os.strerror(code))

    def _counted(self, function: Callable[..., Any], needs_room: bool) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            self.step(needs_room)
            return function(*arguments, **named)

        return counted

    def _opened(self, file: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        if not set(mode) & set("wxa+"):
            return self._open(file, mode, *arguments, **named)
        self.step()
        if "+" in mode or arguments or isinstance(file, int):
            return self._open(file, mode, *arguments, **named)
        body = io.BufferedWriter(_raw(self, file, mode.replace("b", "").replace("t", "")))
        return body if "b" in mode else io.TextIOWrapper(body, named.get("encoding"), None, named.get("newline"))


def _raw(steps: Steps, file: Any, mode: str) -> io.FileIO:
    class Raw(io.FileIO):
        """A file whose every write is a step."""

        def write(self, body: Any) -> int:
            steps.step()
            return super().write(body) or 0

    return Raw(file, mode)


def child(work: Callable[[], object], fault: str = "", fatal: int = 0) -> tuple[int, int, int, str]:
    """How a forked child ended: (exit code or minus the signal, steps taken, times struck, what it said)."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code, said = 70, ""
        steps = Steps(fault, fatal)
        try:
            work()
            code = 0
        except BaseException as error:
            code, said = getattr(error, "exit_code", 70), f"{type(error).__name__}: {error}"
        os.write(writing, f"{steps.count} {steps.struck} {said}".encode()[:4000])
        os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        words = told.read().decode(errors="replace")
    _, status = os.waitpid(pid, 0)
    count, struck, said = (*words.split(" ", 2), "", "", "")[:3]
    code = os.waitstatus_to_exitcode(status)
    return code, int(count or 0), int(struck or (code == -signal.SIGKILL)), said
