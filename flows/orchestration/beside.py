"""What is told the server beside the work: by one thread, in order, all of it before the run ends."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context

_log = logging.getLogger(__name__)
Act = Callable[[], object]
ASIDE = 0.5
"""Seconds at most that the rest waits while the work itself asks the server: one on SQLite serves two badly at once."""
now: ContextVar["Beside | None"] = ContextVar("now", default=None)
"""What tells beside the work of the run that goes on; None outside of one."""


class Beside:
    """Sends what is handed to it. Where nobody answers, courtesies are let go: each try would wait a minute; what is owed waits."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "creches-beside")
        self._is_gone = self._is_lost = False
        self._owed: list[Act] = []
        self._turn = threading.Event()

    def wait(self) -> None:
        """Between two stages: the next one asks first."""
        self._turn.clear()

    def go_on(self) -> None:
        """A stage is at work, and asks nothing."""
        self._turn.set()

    def give_up(self) -> None:
        """The server is gone for good: nothing more is sent."""
        self._is_gone = self._is_lost = True

    def there(self) -> None:
        """The server has answered: what is owed goes out first, and courtesies are sent again."""
        self._thread.submit(copy_context().run, self._settle, True)

    def send(self, act: Act, owed: bool = False) -> None:
        """Has it sent after what was handed over before. Nothing is raised: what could not be sent is logged. `owed`: it is tried
        again once the server is there, at last at the end; all else is a courtesy."""
        self._thread.submit(copy_context().run, self._sent, act, owed)

    def tried(self, act: Act) -> bool:
        """Sends it now, in the calling thread, unless the server is gone; false when nobody took it. A run ends as it does."""
        if self._is_gone:
            return False
        try:
            act()
        except Exception as error:
            self._is_gone = self._is_gone or is_unanswered(error)
            _log.warning("Prefect does not show a part of this run: %s", type(error).__name__)
            return not self._is_gone
        return True

    def close(self) -> None:
        """Waits until all that was handed over is sent, or let go. Nothing more is taken."""
        self.go_on()
        self._thread.submit(copy_context().run, self._settle, False)
        self._thread.shutdown()

    def _sent(self, act: Act, owed: bool) -> None:
        self._turn.wait(ASIDE)
        if not self.tried(act) and owed:
            self._owed.append(act)

    def _settle(self, is_there: bool) -> None:
        """Sends what is owed, in order, as long as somebody answers."""
        if is_there or self._owed:
            self._is_gone = self._is_lost
        while self._owed and self.tried(self._owed[0]):
            del self._owed[0]


def is_unanswered(error: BaseException) -> bool:
    """Whether the server did not answer at all; an answer that says no comes from one that is there."""
    return type(error).__module__.partition(".")[0] in ("httpx", "httpcore")


@contextlib.contextmanager
def opened() -> Iterator[Beside]:
    """What tells beside the work within the block; at its end all of it is told."""
    one = Beside()
    token = now.set(one)
    try:
        yield one
    finally:
        now.reset(token)
        one.close()


@contextlib.contextmanager
def at_work() -> Iterator[None]:
    """Within the block a stage is at work: what waits is told meanwhile."""
    one = now.get()
    if one:
        one.go_on()
    try:
        yield
    finally:
        if one:
            one.wait()
