"""How many members' pages may be asked at once, and how fast: one by one, except of this very machine."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from flows import http, settings, url_policy
from flows.caller import workers
from flows.pages.links import first_of
from schemas.records import Source

_LINES_PER_WORKER = 4
_USUAL = http.Limits()


@dataclass(frozen=True, slots=True)
class Pacing:
    """`sessions`: one a line to the server. They share what they learn of the host: its rules, and whether it rests."""

    sessions: tuple[http.Session, ...]

    def close(self) -> None:
        """Hang up the lines that are kept."""
        for session in self.sessions:
            http.hang_up(session)


def pacing(source: Source) -> Pacing:
    """How the pages of a source are asked.

    A host of this machine (127.0.0.1, localhost) that a descriptor of `sources_folder` names may be asked, and with
    `polite_seconds` 0 on many lines at once; any other host has one line, and a second of rest at least.
    Raises UsageError when a setting is no number.
    """
    made = settings.load()
    first = first_of(source)  # whose host is that of all others
    here = bool(source.dossier) and is_loopback(first)
    interval = made.rest
    at_once = here and not interval
    limits = http.Limits(interval=interval if here else max(interval, _USUAL.interval), keeps=at_once)
    count = workers(made) * _LINES_PER_WORKER if at_once else 1
    allowed = frozenset({_host_port(first)} if here else ())
    sessions = tuple(http.open_session(made.user_agent, limits, allowed) for _ in range(count))
    for session in sessions:
        session.manners = sessions[0].manners
    return Pacing(sessions)


def is_loopback(url: str) -> bool:
    """Whether an address is of this machine, as written: no other name is looked up."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host_port(url: str) -> str:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return url_policy.host_port(parts.hostname or "", port)
