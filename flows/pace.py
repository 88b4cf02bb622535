"""How fast we ask: one request at a time per host, and longer rests when a server is in trouble."""

import random
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_CHANCE = random.SystemRandom()
_DIGITS = re.compile(r"[0-9]+")


class Pace:
    """Spaces the requests to each host by `interval` seconds at least. `sleep` and `clock` may be given by tests."""

    def __init__(
        self,
        interval: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._interval = interval
        self._clock = clock
        self._sleep = sleep
        self._last: dict[str, float] = {}
        self._slower: dict[str, float] = {}

    def turn(self, host: str) -> None:
        """Wait until this host may be asked again."""
        if host in self._last:
            interval = max(self._interval, self._slower.get(host, 0.0))
            self.rest(self._last[host] + interval - self._clock())
        self._last[host] = self._clock()

    def slow(self, host: str, seconds: float) -> None:
        """Ask this host no more than once in `seconds` (the crawl-delay of its robots.txt)."""
        self._slower[host] = seconds

    def rest(self, seconds: float) -> None:
        """Sleep, if there is anything to sleep."""
        if seconds > 0:
            self._sleep(seconds)


def backoff(tries: int, cap: float) -> float:
    """Seconds before the next try: about 1, 2, 4 …, with jitter so that readers do not come back together."""
    full: float = min(cap, 2.0 ** (tries - 1))
    return _CHANCE.uniform(full / 2, full)


def retry_after(value: str, date: str, cap: float) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3), `cap` at most; None when it is unreadable.

    A date is counted from the server's own `date` header where there is one, so its clock need not be right.
    """
    value = value.strip()
    if _DIGITS.fullmatch(value):
        return cap if len(value.lstrip("0")) > 9 else min(cap, float(value))
    until, since = _moment(value), _moment(date) or datetime.now(UTC)
    if until is None:
        return None
    return min(cap, max(0.0, (until - since).total_seconds()))


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
