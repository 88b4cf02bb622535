"""One process beside the run: what it is given is worked on while the run goes on, by another processor.

Threads of one process share one interpreter: what one of them reads or writes, the others wait for.
"""

import contextlib
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

from flows import caller, settings
from schemas.errors import CrechesError, WorkersFailed

_PATIENCE = 5.0
"""Seconds that it has to end once it is told to."""


class Aside:
    """Begun when it is first given something. It works on one thing after the other, and keeps what its steps keep in their modules."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: Any = None
        self._line: Connection | None = None
        self._is_closed = False

    def __call__(self, step: Callable[..., Any], *arguments: Any) -> Any:
        """What the step gives there: a function at a module's top level; it, its arguments and what it gives go to and fro.

        Waits for its turn, then for the answer. Raises what the step raises; WorkersFailed when the process is lost, or ended.
        """
        with self._turn:
            try:
                line = self._begun()
                _send(line, (step, arguments))
                is_well, given = _received(line)
            except BaseException as error:
                self._is_closed = True  # it may be in the midst of an answer, which nobody else is to take for his own
                if isinstance(error, (EOFError, OSError)):
                    raise WorkersFailed.of("The process beside the run", error) from None
                raise
        if is_well:
            return given
        raise given

    def close(self) -> None:
        """Ends it, whatever it works on: nobody waits for that any more."""
        self._is_closed = True
        self._end()
        if self._turn.acquire(timeout=_PATIENCE):  # whoever waited for it has been told
            if self._line is not None:
                self._line.close()
            self._turn.release()

    def _begun(self) -> Connection:
        if self._is_closed:
            raise EOFError("the run is over")
        if self._line is None:
            context = caller.begins_anew()
            line, there = context.Pipe()
            process = context.Process(target=_serve, args=(there,), name="aside", daemon=True)
            with there:
                process.start()
            self._process, self._line = process, line
            if self._is_closed:  # meanwhile, and seen no process to end
                self._end()
                raise EOFError("the run is over")
        return self._line

    def _end(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.join(_PATIENCE)
            self._process.kill()
            self._process.join(_PATIENCE)


@contextlib.contextmanager
def opened() -> Iterator[Aside | None]:
    """The process beside a run, ended with the block; None unless the setting `runner` is `processes`."""
    if settings.load().runner != "processes":
        yield None
        return
    with contextlib.closing(Aside()) as one:
        yield one


def _serve(line: Connection) -> None:
    """Works on what comes until nobody is there. An interrupt is for the run, which then ends this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        while True:
            step, arguments = _received(line)
            _send(line, _given(step, arguments))


def _send(line: Connection, what: Any) -> None:
    """Large columns go as they lie in memory: no copy of them is made for the way."""
    columns: list[pickle.PickleBuffer] = []
    told = pickle.dumps(what, 5, buffer_callback=columns.append)
    parts: list[bytes | memoryview] = [told, *map(pickle.PickleBuffer.raw, columns)]
    line.send(len(parts))
    for part in parts:
        line.send_bytes(part)


def _received(line: Connection) -> Any:
    told, *columns = [line.recv_bytes() for _ in range(line.recv())]
    return pickle.loads(told, buffers=columns)


def _given(step: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    try:
        return True, step(*arguments)
    except Exception as error:
        return False, _told(error)


def _told(error: Exception) -> Exception:
    """An error as it can be sent; of one that was not foreseen, where it happened as well."""
    if not isinstance(error, CrechesError):
        error.add_note(f"In the process beside the run: {''.join(traceback.format_tb(error.__traceback__))}")
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
