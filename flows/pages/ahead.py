"""Pages read while others are still asked for: in processes, in batches, into the memory that is asked when all are there.

It only saves time. What is not read ahead (a page that is refused, a batch whose process was lost) is read afterwards, and
whatever is wrong with it is told then.
"""

import contextlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from pathlib import Path

from flows import settings
from flows.caller import process_pool
from flows.pages import memory
from flows.pages.archive import Page
from flows.pages.batches import AT_ONCE, Sheet, is_refusal, read
from flows.pages.memory import Memory
from schemas.records import Source

_WAITING = 8
"""Batches that are being read at once at most: bodies wait in memory."""


@contextlib.contextmanager
def reading(source: Source, cache: Path, lines: int) -> Iterator["Ahead | None"]:
    """Who reads ahead in the block; what was read by its end is remembered in `cache`.

    None where batches are not worked on by processes, or where pages come on one line: reading never waits for them.
    """
    made = settings.load()
    if made.runner != "processes" or lines == 1:
        yield None
        return
    with process_pool(made) as pool, memory.opened(cache, source) as remembered:
        ahead = Ahead(source, remembered, pool)
        yield ahead
        ahead.end()


class Ahead:
    """Takes pages as they come."""

    def __init__(self, source: Source, remembered: Memory, pool: Executor) -> None:
        self._source, self._remembered, self._pool = source, remembered, pool
        self._pages: list[Page] = []
        self._sheets: list[Sheet] = []
        self._read: deque[tuple[list[Page], Future[list[str]]]] = deque()

    def come(self, page: Page, packed: bytes) -> None:
        """A page, its body as the archive keeps it."""
        self._pages.append(page)
        self._sheets.append(Sheet(page.url, page.sha256, page.content_type, packed))
        if len(self._pages) == AT_ONCE:
            self._send()

    def end(self) -> None:
        """All that came is read and remembered."""
        if self._pages:
            self._send()
        while self._read:
            self._remember()

    def _send(self) -> None:
        if len(self._read) == _WAITING:
            self._remember()
        with contextlib.suppress(RuntimeError):  # a pool whose process was lost takes nothing more
            self._read.append((self._pages, self._pool.submit(read, self._source, tuple(self._sheets))))
        self._pages, self._sheets = [], []

    def _remember(self) -> None:
        pages, future = self._read.popleft()
        try:
            lines = future.result()
        except Exception:  # read again with all others, it is told as theirs would be
            return
        told = zip(pages, lines, strict=True)
        self._remembered.keep((page, line) for page, line in told if not is_refusal(line))
