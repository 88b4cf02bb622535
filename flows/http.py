"""Polite, bounded requests to public pages.

One session serves one run and one thread. A page is asked only if the URL policy, the network wall and the
host's robots.txt agree; what comes back is whole, or it is an error (`NotFetched`).
"""

import contextlib
import functools
import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flows import reply as replies
from flows import robots
from flows.failure import NotFetched
from flows.line import Line, Response, Web, chunks, sent
from flows.pace import Pace
from flows.url_policy import Target
from flows.visit import Form, Limits, Manners, Reply, follow, obey_robots
from flows.wall import Wall, certificates
from schemas.errors import UsageError
from sources.text import clean

__all__ = ["Answer", "Limits", "NotFetched", "Session", "exchange", "get", "hang_up", "open_session"]

_log = logging.getLogger(__name__)
_KEPT = ("content-type", "etag", "last-modified", "content-length", "date", "retry-after")
_USUAL = Limits()
Sink = Callable[[Mapping[str, str], Iterator[bytes]], None]  # headers; a body as sent, neither bounded nor unpacked


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as received: `status` is 200, or 304 (empty body) when the validators still hold.

    `headers` has lower-case names, those that matter only. `robots` is the decision that let us ask.
    """

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    robots: str


@dataclass(slots=True)
class Session:
    """The conversation of one run with the outside; made by `open_session`."""

    manners: Manners
    wall: Wall
    web: Web


def open_session(
    user_agent: str,
    limits: Limits = _USUAL,
    allow_hosts: frozenset[str] = frozenset(),
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Session:
    """A session for one run. `user_agent` names the project first, then a contact (an address or a mailbox).

    `allow_hosts` lists exact `host:port` that may be asked although they are not public. Proxies, netrc and
    cookies are not used; the certificate bundle named by the environment is. Raises UsageError.
    """
    if not (re.match(r"[A-Za-z_-]+", user_agent) and user_agent.isprintable() and user_agent.isascii()):
        raise UsageError(f"The user agent {user_agent!r} must begin with the project's name, in plain ASCII.")
    if "@" not in user_agent and "://" not in user_agent:
        raise UsageError(f"The user agent {user_agent!r} names no contact: add a mailbox or a web address.")
    manners = Manners(user_agent, limits, Pace(limits.interval, clock, sleep), allow_hosts)
    return Session(manners, Wall(allow_hosts), Web(certificates()))


def hang_up(session: Session) -> None:
    """Close the line that the session keeps, if it keeps one."""
    kept, session.web.kept = session.web.kept, None
    if kept is not None:
        kept.close()
        session.wall.hang_up()


def get(session: Session, url: str, *, etag: str = "", last_modified: str = "") -> Answer:
    """Ask for one page; `etag` and `last_modified` are those of the copy we have, for a conditional request.

    Raises `NotFetched` (a `FetchFailed`) whose `kind` tells why there is no page.
    """
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in headers.items() if value and value.isascii() and value.isprintable()}
    manners = session.manners
    ask_page = functools.partial(exchange, session, headers, manners.limits.max_bytes, False)
    ask_robots = functools.partial(exchange, session, {}, robots.MAX_BYTES, True)
    target, reply = follow(manners, url, ask_page, functools.partial(obey_robots, manners, ask_robots))
    refused = replies.refusal(reply.status, reply.headers, reply.body, conditional=bool(headers))
    if refused:
        raise NotFetched(refused[0], target.url, refused[1])
    decision = manners.rules[target.origin].decide(target.url)
    if _log.isEnabledFor(logging.INFO):
        _log.info("%s: %d, %d bytes, robots %s", clean(target.url), reply.status, len(reply.body), decision)
    kept = {name: clean(reply.headers[name])[:500] for name in _KEPT if name in reply.headers}
    return Answer(url, target.url, reply.status, kept, reply.body, decision)


def exchange(
    session: Session, headers: dict[str, str], max_bytes: int, cut: bool, target: Target, seconds: float,
    form: Form | None = None, sink: Sink | None = None
) -> Reply:  # fmt: skip
    """One request and its reply, within `seconds`, on a line of its own; a form is posted. Raises `NotFetched`.

    Where the limits say so the line is kept for the next request, once its answer was read to the end.
    """
    with session.wall.deadline(seconds) as passed:
        try:
            with _answering(session, headers, target, seconds, form) as response:
                reply = _reply(response, target.url, session.manners.limits.max_ratio, max_bytes, cut, sink)
        except NotFetched:
            if not passed.is_set():
                raise
        if passed.is_set():  # the cut may look like any other end, even like a complete body
            raise NotFetched("timeout", target.url, f"its answer did not end within {seconds:.0f} s")
        return reply


@contextlib.contextmanager
def _answering(
    session: Session, headers: dict[str, str], target: Target, seconds: float, form: Form | None
) -> Iterator[Response]:
    """The head of the answer, its body to be read within; then the line is closed, or kept."""
    keeps = session.manners.limits.keeps
    line, response = _asked(session, headers, target, seconds, form)
    try:
        with contextlib.closing(response):
            yield response
            if keeps and response.raw.closed and line.is_open:  # all was read, and neither side hangs up
                session.web.kept = line
    finally:
        session.wall.keeps = session.web.kept is line
        if not session.wall.keeps:
            line.close()


def _asked(
    session: Session, headers: dict[str, str], target: Target, seconds: float, form: Form | None
) -> tuple[Line, Response]:
    """A line and the head of its answer. One that was kept, and that the server has left without a word, is none:
    the page is asked over a new one (RFC 9112, 9.3.1)."""
    limits = session.manners.limits
    usual = {"User-Agent": session.manners.user_agent, "Accept-Encoding": "gzip", "Accept": "*/*"}
    usual["Connection"] = "keep-alive" if limits.keeps else "close"
    times = min(limits.connect, seconds), min(limits.read, seconds)
    while True:
        line = session.web.line_to(target, session.wall)
        was_kept = line.is_open
        try:
            return line, sent(line, target.url, usual | headers, form, *times)
        except BaseException as error:
            line.close()
            if not (was_kept and isinstance(error, NotFetched) and error.again and form is None):
                raise


def _reply(response: Response, url: str, max_ratio: float, max_bytes: int, cut: bool, sink: Sink | None) -> Reply:
    raw = response.raw
    headers = {name.lower(): value for name, value in raw.headers.itermerged()}
    found = 200 <= response.status_code < 300
    if found and sink:
        sink(headers, chunks(response, url))
    if not found and raw.length_remaining == 0:
        raw.read()  # nothing, as of a page that has not changed: the answer is at its end
    if sink or not found:
        return Reply(response.status_code, headers, b"")
    encoding = headers.get("content-encoding", "").strip().lower()
    framed = raw.chunked or raw.length_remaining is not None or "gzip" in encoding
    body = replies.whole(
        chunks(response, url), url, encoding=encoding, max_bytes=max_bytes, max_ratio=max_ratio, cut=cut
    )
    if not framed and len(body) <= max_bytes and not replies.shows_its_end(body, headers.get("content-type", "")):
        raise NotFetched("truncated", url, "it came without a length and shows no end")
    return Reply(response.status_code, headers, body)
