"""The members' pages asked, one after the other, conditionally where a copy is there; each is kept as it comes.

A run that is killed keeps what it had, and the next one goes on from there.
"""

import contextlib
import hashlib
import logging
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import lru_cache
from queue import SimpleQueue
from typing import NamedTuple

from flows import http
from flows.archive import utc
from flows.failure import NotFetched
from flows.pages.ahead import Ahead
from flows.pages.archive import Archive, Page, packed
from flows.pages.links import Link
from flows.pages.manners import Pacing
from schemas.errors import FetchFailed

_log = logging.getLogger(__name__)
SHARE = 0.1
"""The share of pages that may fail before all is taken for failed."""
_IN_A_ROW = 10
_GOES_ON = timedelta(days=2)
"""How long an interrupted passage may be gone on with: then pages had at its beginning are too old."""
_SAVED_EVERY = 1.0
_AT_A_TIME = 8
"""Pages that one line is given to ask, where there are many lines."""
_PARTS_AHEAD = 4
_second = lru_cache(maxsize=4)(utc)
"""Many pages come in one second."""


class Asked(NamedTuple):
    """`failed`: why, of the addresses that could not be had. `gone`: those that the site says are no more."""

    failed: dict[str, str]
    gone: frozenset[str]
    fresh: int
    """How many pages came with other bytes than those that we had."""


class _Answer(NamedTuple):
    link: Link
    page: Page | None
    body: bytes
    why: str = ""
    gone: bool = False
    changed: bool = False


def ask(
    links: Sequence[Link], archive: Archive, pacing: Pacing, now: Callable[[], str], ahead: Ahead | None = None
) -> Asked:
    """Ask for the pages that are not known to be as we have them, and keep them; `ahead` is given each new one to read.

    A page is not asked when the sitemap gives the same day of change as when it was had, or when an interrupted
    passage had it already. Raises FetchFailed when ten in a row, or more than a tenth, cannot be had.
    """
    moment = utc(now())
    known = archive.newest()
    begun = archive.begun(moment, utc((datetime.fromisoformat(moment) - _GOES_ON).isoformat()))
    had = {link.url for link in links if begun and link.url in known and known[link.url].seen >= begun}
    same = [
        link.url for link in links if link.lastmod and link.url in known and known[link.url].lastmod == link.lastmod
    ]
    archive.seen([url for url in same if url not in had], moment)
    had.update(same)
    due = [link for link in links if link.url not in had]
    _log.info(
        "%d pages: %d are asked, %d are known to be unchanged or were had just now", len(links), len(due), len(had)
    )
    with contextlib.closing(_answers(due, known, pacing, now)) as answers:  # when one is too many, no more are asked
        told = _kept(answers, archive, len(links), ahead)
    archive.ended()
    return told


def _kept(answers: Iterator[_Answer], archive: Archive, count: int, ahead: Ahead | None) -> Asked:
    """Each answer kept as it comes; what is kept outlives the run from the next second on."""
    failed: dict[str, str] = {}
    gone: set[str] = set()
    fresh, row, saved = 0, 0, time.monotonic()
    for answer in answers:
        row = 0 if answer.page or answer.gone else row + 1
        if answer.page is None:
            failed[answer.link.url] = answer.why
            gone.update({answer.link.url} if answer.gone else ())
            _refuse_failures(failed, row, count, archive)
        elif answer.body:
            archive.keep(answer.page, answer.body)
            fresh += answer.changed
            if ahead:
                ahead.come(answer.page, answer.body)
        else:
            archive.seen([answer.link.url], answer.page.seen, {answer.link.url: answer.link.lastmod})
        if time.monotonic() - saved > _SAVED_EVERY:
            archive.save()
            saved = time.monotonic()
    return Asked(failed, frozenset(gone), fresh)


def _refuse_failures(failed: dict[str, str], row: int, count: int, archive: Archive) -> None:
    if row < min(_IN_A_ROW, count) and len(failed) <= max(count * SHARE, 1):
        return
    archive.save()
    url, why = next(reversed(failed.items()))
    raise FetchFailed(
        f"{len(failed)} of {count} members' pages could not be had, {row} of them in a row; the last one, {url}: {why} "
        "What was had is kept, and the next run goes on from there; until then the last good copies are used."
    )


def _answers(due: Sequence[Link], known: dict[str, Page], pacing: Pacing, now: Callable[[], str]) -> Generator[_Answer]:
    """In the order of the links; on as many lines as there are sessions."""
    free: SimpleQueue[http.Session] = SimpleQueue()
    for session in pacing.sessions:
        free.put(session)

    def some(links: Sequence[Link]) -> list[_Answer]:
        session = free.get()
        try:
            return [_answer(session, link, known.get(link.url), now) for link in links]
        finally:
            free.put(session)

    at_a_time = 1 if len(pacing.sessions) == 1 else _AT_A_TIME
    parts = (due[start : start + at_a_time] for start in range(0, len(due), at_a_time))
    with contextlib.closing(_in_order(some, parts, len(pacing.sessions))) as every:
        for answers in every:
            yield from answers


def _in_order(
    some: Callable[[Sequence[Link]], list[_Answer]], parts: Iterable[Sequence[Link]], lines: int
) -> Generator[list[_Answer]]:
    """Some parts ahead are asked while one is waited for: no more, for answers wait in memory until they are kept."""
    if lines == 1:
        yield from map(some, parts)
        return
    with ThreadPoolExecutor(lines) as pool:
        ahead: deque[Future[list[_Answer]]] = deque()
        try:
            for part in parts:
                ahead.append(pool.submit(some, part))
                if len(ahead) > _PARTS_AHEAD * lines:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _answer(session: http.Session, link: Link, copy: Page | None, now: Callable[[], str]) -> _Answer:
    try:
        answer = http.get(
            session,
            link.url,
            etag=copy.etag if copy else "",
            last_modified=copy.last_modified if copy else "",
        )
        if copy and answer.status == 304 and answer.final_url != copy.final_url:
            answer = http.get(session, link.url)  # unchanged, but at another address than our copy
    except NotFetched as error:
        return _Answer(link, None, b"", error.why, error.kind == "status" and error.why.endswith((" 404", " 410")))
    moment = _second(now())
    if copy and answer.status == 304:
        return _Answer(link, copy._replace(seen=moment), b"")
    page = _page(link, answer, moment)
    return _Answer(link, page, packed(answer.body), changed=copy is None or copy.sha256 != page.sha256)


def _page(link: Link, answer: http.Answer, moment: str) -> Page:
    told = answer.headers.get
    return Page(
        link.url,
        hashlib.sha256(answer.body).hexdigest(),
        moment,
        moment,
        answer.final_url,
        told("etag", ""),
        told("last-modified", ""),
        link.lastmod,
        told("content-type", ""),
        answer.robots,
    )
