"""Something done when its time is up, by one thread for all: a timer an exchange would be a thread an exchange."""

import itertools
import threading
import time
from collections.abc import Callable

_IDLE = 5.0
"""Seconds after which the thread ends when nothing is left to wait for."""


class Alarm:
    """What is to be done at which moment of the monotonic clock, unless it is called off before."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._numbers = itertools.count()
        self._set: dict[int, tuple[float, Callable[[], None]]] = {}
        self._sleeps_until = 0.0
        self._thread: threading.Thread | None = None

    def at(self, moment: float, act: Callable[[], None]) -> int:
        """`act` is called at `moment`, and must not take long; the number calls it off."""
        with self._changed:
            number = next(self._numbers)
            self._set[number] = (moment, act)
            if self._thread is None or not self._thread.is_alive():  # a fork leaves the thread behind
                self._thread = threading.Thread(target=self._wait, daemon=True)
                self._thread.start()
            elif moment < self._sleeps_until:
                self._changed.notify()
        return number

    def off(self, number: int) -> None:
        """Afterwards it is either done or never will be."""
        with self._changed:
            self._set.pop(number, None)

    def _wait(self) -> None:
        with self._changed:
            while True:
                now = time.monotonic()
                for number in [number for number, (moment, _) in self._set.items() if moment <= now]:
                    self._set.pop(number)[1]()
                first = min((moment for moment, _ in self._set.values()), default=now + _IDLE)
                self._sleeps_until = first
                self._changed.wait(first - now)
                if not self._set and time.monotonic() >= first:
                    self._thread = None
                    return
