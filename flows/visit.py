"""The walk to one page: wait for our turn, ask, try again when that may help, follow the redirects permitted."""

import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urljoin

from flows import robots, url_policy
from flows.failure import NotFetched
from flows.pace import Pace, backoff, retry_after
from flows.reply import challenged
from flows.url_policy import Target
from sources.text import clean

_log = logging.getLogger(__name__)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_RETRIED = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
_LONGEST = 1_000
_PLAIN_PATH = re.compile(r"(https?://[0-9a-z][0-9a-z.-]*+(?::[0-9]{1,5})?)(?:/[0-9A-Za-z_.~-]*+)*+")
"""An address whose path says nothing that is judged: what holds of its host holds of it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may cost. Times in seconds; `total` bounds the exchanges of one page, polite rests aside."""

    connect: float = 5.0
    read: float = 30.0
    total: float = 60.0
    max_bytes: int = 10_000_000
    max_ratio: float = 100.0
    redirects: int = 5
    tries: int = 3
    interval: float = 1.0
    retry_after: float = 120.0
    keeps: bool = False
    """Whether a line is kept for the next request. Where there is rest between two, each has a line of its own."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of a server: header names in lower case; a body only with a status of the 200s."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """What is posted: fields, and files as (name, content, media type), each under its field's name."""

    fields: Mapping[str, str]
    files: Mapping[str, tuple[str, bytes, str]]


Exchange = Callable[[Target, float], Reply]
"""One request: a target and the seconds it may take."""


@dataclass(slots=True)
class Manners:
    """How one session behaves, page after page, and what it learnt of the hosts it met.

    `rules` are what each origin permits; `resting` are the hosts that asked us to stop for this run.
    """

    user_agent: str
    limits: Limits
    pace: Pace
    allow: frozenset[str]
    rules: dict[str, robots.Rules] = field(default_factory=dict)
    resting: set[str] = field(default_factory=set)


def follow(
    manners: Manners, url: str, exchange: Exchange, permit: Callable[[Target], None] = lambda target: None
) -> tuple[Target, Reply]:
    """The final target and its reply, at most `limits.redirects` hops away; `permit` judges each before it is asked.

    Raises `NotFetched`: policy, redirect, status (a host at rest), and what `exchange` and `permit` raise.
    """
    target = target_of(url, manners.allow)
    seen: list[str] = []
    left = manners.limits.total
    while True:
        permit(target)
        seen.append(target.url)
        reply, left = _ask(manners, target, exchange, left)
        if reply.status not in _REDIRECTS:
            return target, reply
        target = _hop(target, reply, manners.allow)
        if target.url in seen:
            raise NotFetched("redirect", url, "it redirects in a loop")
        if len(seen) > manners.limits.redirects:
            raise NotFetched("redirect", url, f"it redirects more than {manners.limits.redirects} times")


def target_of(url: str, allow: frozenset[str]) -> Target:
    """What `url_policy.target` makes of an address, judged once for all plain paths of a host. Raises `NotFetched`."""
    plain = _PLAIN_PATH.fullmatch(url) if len(url) <= _LONGEST else None
    host = _host_of(plain[1], allow) if plain else None
    return Target(url, host.scheme, host.host, host.port) if host else url_policy.target(url, allow)


@lru_cache(maxsize=100)
def _host_of(origin: str, allow: frozenset[str]) -> Target | None:
    """The target that a host is; None when it is refused: then each address of it is, in its own words."""
    try:
        return url_policy.target(origin, allow)
    except NotFetched:
        return None


def obey_robots(manners: Manners, exchange: Exchange, target: Target) -> None:
    """Return if the host permits this URL, else raise `NotFetched` (robots); robots.txt is asked once in a session."""
    if target.origin not in manners.rules:
        manners.rules[target.origin] = _ask_robots(manners, exchange, target)
        manners.pace.slow(target.host, manners.rules[target.origin].delay)
    rules = manners.rules[target.origin]
    decision = rules.decide(target.url)
    if decision == "inaccessible":
        raise NotFetched("robots", target.url, f"its robots.txt is inaccessible ({rules.why}), so nothing is permitted")
    if decision == "interdit":
        raise NotFetched("robots", target.url, f"it forbids this page to {robots.token(manners.user_agent)}")


def _ask_robots(manners: Manners, exchange: Exchange, target: Target) -> robots.Rules:
    """A host that cannot be reached at all is reported as that; any other failure closes the host to us."""
    try:
        _, reply = follow(manners, f"{target.origin}/robots.txt", exchange)
    except NotFetched as error:
        if error.kind in ("unreachable", "policy"):
            raise
        return robots.inaccessible(error.why)
    return robots.rules(reply.status, reply.body, manners.user_agent)


def _hop(target: Target, reply: Reply, allow: frozenset[str]) -> Target:
    location = reply.headers.get("location", "").strip()
    if not location:
        raise NotFetched("redirect", target.url, f"it answers {reply.status} without saying where to go")
    try:  # headers are read as latin-1, addresses are sent as UTF-8
        url = urljoin(target.url, location.encode("latin-1", "replace").decode("utf-8", "replace"))
    except ValueError:
        raise NotFetched("redirect", target.url, "it redirects to something that is no address") from None
    hop = url_policy.target(url, allow)
    if target.scheme == "https" and hop.scheme == "http":
        raise NotFetched("redirect", target.url, "it redirects from https to http")
    if not url_policy.same_site(target.host, hop.host):
        raise NotFetched("redirect", target.url, f"it redirects to another site, {hop.host}")
    return hop


def _ask(manners: Manners, target: Target, exchange: Exchange, left: float) -> tuple[Reply, float]:
    """A reply that needs no other try, or the last one; and the seconds left of the total."""
    if target.host in manners.resting:
        raise NotFetched("status", target.url, "its host asked for rest, it is not asked again during this run")
    if left <= 0:
        raise NotFetched("timeout", target.url, "its redirects took all the time there was")
    tries = 0
    while True:
        tries += 1
        manners.pace.turn(target.host)
        start = time.monotonic()
        outcome = _try(target, exchange, left)
        left -= time.monotonic() - start
        final = tries >= manners.limits.tries or left <= 0
        if isinstance(outcome, NotFetched):
            if final or not outcome.again:
                raise outcome
        elif final or outcome.status not in _RETRIED or challenged(outcome.headers):
            if outcome.status == 429:
                manners.resting.add(target.host)
            return outcome, left
        _rest(manners, target, outcome, tries)


def _try(target: Target, exchange: Exchange, left: float) -> Reply | NotFetched:
    try:
        return exchange(target, left)
    except NotFetched as error:
        return error


def _rest(manners: Manners, target: Target, outcome: Reply | NotFetched, tries: int) -> None:
    cap = manners.limits.retry_after
    wait = None
    if isinstance(outcome, Reply):
        wait = retry_after(outcome.headers.get("retry-after", ""), outcome.headers.get("date", ""), cap)
    wait = backoff(tries, cap) if wait is None else wait
    why = outcome.why if isinstance(outcome, NotFetched) else f"it answers {outcome.status}"
    _log.warning("%s: %s; try %d of %d in %.1f s", clean(target.url), why, tries + 1, manners.limits.tries, wait)
    manners.pace.rest(wait)
