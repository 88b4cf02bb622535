"""Polite, bounded requests to public pages. The only door to requests and urllib3.

One session serves one run and one thread. A page is asked only if the URL policy, the network wall and the
host's robots.txt agree; what comes back is whole, or it is an error (`NotFetched`).
"""

import contextlib
import functools
import logging
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from flows import reply as replies
from flows import robots
from flows.failure import NotFetched, root_cause
from flows.pace import Pace
from flows.url_policy import Target
from flows.visit import Form, Limits, Manners, Reply, follow, obey_robots
from flows.wall import Wall, certificates
from schemas.errors import UsageError
from sources.text import clean

__all__ = ["Answer", "Limits", "NotFetched", "Session", "exchange", "get", "open_session"]

_log = logging.getLogger(__name__)
_KEPT = ("content-type", "etag", "last-modified", "content-length", "date", "retry-after")
_CHUNK = 65_536
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
    web: requests.Session


class _Web(requests.Session):
    """Redirects are followed by hand: requests would read the body of each one, whatever its size."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


def _pools(wall: Wall) -> dict[str, type[urllib3.HTTPConnectionPool]]:
    """Pools whose connections the wall makes, so the address that was checked is the one we talk to."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(wall, self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(wall, self)

    class PlainPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _connect(wall: Wall, connection: HTTPConnection) -> socket.socket:
    timeout = connection.timeout if isinstance(connection.timeout, (int, float)) else _USUAL.connect
    try:
        return wall.connect(connection.host.strip("[]"), connection.port, timeout)
    except OSError as error:
        raise urllib3.exceptions.NewConnectionError(connection, str(error)) from error


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
    wall = Wall(allow_hosts)
    manners = Manners(user_agent, limits, Pace(limits.interval, clock, sleep), allow_hosts)
    return Session(manners, wall, _web(user_agent, wall))


def _web(user_agent: str, wall: Wall) -> requests.Session:
    web = _Web()
    web.trust_env = False
    web.verify = certificates()
    web.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    web.headers.update({"User-Agent": user_agent, "Accept-Encoding": "gzip", "Connection": "close"})
    for scheme in ("http://", "https://"):
        adapter = HTTPAdapter(max_retries=0)
        adapter.poolmanager.pool_classes_by_scheme = _pools(wall)
        web.mount(scheme, adapter)
    return web


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
    _log.info("%s: %d, %d bytes, robots %s", clean(target.url), reply.status, len(reply.body), decision)
    kept = {name: clean(reply.headers[name])[:500] for name in _KEPT if name in reply.headers}
    return Answer(url, target.url, reply.status, kept, reply.body, decision)


def exchange(
    session: Session, headers: dict[str, str], max_bytes: int, cut: bool, target: Target, seconds: float,
    form: Form | None = None, sink: Sink | None = None
) -> Reply:  # fmt: skip
    """One request and its reply, within `seconds`, on a connection of its own; a form is posted. Raises `NotFetched`."""
    with session.wall.deadline(seconds) as passed:
        try:
            with contextlib.closing(_send(session, headers, target, seconds, form)) as response:
                reply = _reply(response, target.url, session.manners.limits.max_ratio, max_bytes, cut, sink)
        except NotFetched:
            if not passed.is_set():
                raise
        finally:
            session.web.close()
        if passed.is_set():  # the cut may look like any other end, even like a complete body
            raise NotFetched("timeout", target.url, f"its answer did not end within {seconds:.0f} s")
        return reply


def _send(
    session: Session, headers: dict[str, str], target: Target, seconds: float, form: Form | None
) -> requests.Response:
    """The head of the answer; the body is left to be read."""
    limits, url = session.manners.limits, target.url
    timeout = (min(limits.connect, seconds), min(limits.read, seconds))
    try:
        method, data, files = ("POST", form.fields, form.files) if form else ("GET", None, None)
        return session.web.request(method, url, data=data, files=files, headers=headers, timeout=timeout, stream=True)
    except requests.exceptions.SSLError as error:
        raise NotFetched("unreachable", url, f"its TLS is not to be trusted: {root_cause(error)}") from error
    except requests.ConnectionError as error:
        raise NotFetched("unreachable", url, root_cause(error), again=True) from error
    except requests.Timeout as error:
        raise NotFetched("timeout", url, f"it sent nothing for {timeout[1]:.0f} s") from error
    except requests.exceptions.InvalidURL as error:
        raise NotFetched("policy", url, root_cause(error)) from error
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        raise NotFetched("truncated", url, f"its headers cannot be read: {root_cause(error)}") from error


def _reply(response: requests.Response, url: str, max_ratio: float, max_bytes: int, cut: bool, sink: Sink | None) -> Reply:  # fmt: skip
    headers = {name.lower(): value for name, value in response.headers.items()}
    found = 200 <= response.status_code < 300
    if found and sink:
        sink(headers, _chunks(response, url))
    if sink or not found:
        return Reply(response.status_code, headers, b"")
    encoding = headers.get("content-encoding", "").strip().lower()
    framed = response.raw.chunked or response.raw.length_remaining is not None or "gzip" in encoding
    body = replies.whole(
        _chunks(response, url), url, encoding=encoding, max_bytes=max_bytes, max_ratio=max_ratio, cut=cut
    )
    if not framed and len(body) <= max_bytes and not replies.shows_its_end(body, headers.get("content-type", "")):
        raise NotFetched("truncated", url, "it came without a length and shows no end")
    return Reply(response.status_code, headers, body)


def _chunks(response: requests.Response, url: str) -> Iterator[bytes]:
    """The body as sent. urllib3 holds it to its Content-Length or chunks; undoing gzip is ours, under limits."""
    replies.read_chunk_lengths_strictly(response.raw, url)
    try:
        yield from response.raw.stream(_CHUNK, decode_content=False)
    except urllib3.exceptions.ReadTimeoutError as error:
        raise NotFetched("timeout", url, "its body stopped coming") from error
    except urllib3.exceptions.HTTPError as error:
        raise NotFetched("truncated", url, f"its body is cut or damaged: {root_cause(error)}") from error
