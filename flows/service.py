"""Asks a web service that the settings name: no robots.txt, which is about pages, no redirect, no second try."""

from urllib.parse import urlsplit

from flows import http, url_policy
from flows.visit import Form, Limits, Reply
from schemas.errors import UsageError

_LIMITS = Limits(read=600.0, total=600.0, max_bytes=50_000_000)
"""The seconds that a call gives bound it; a table of answers is larger than a page."""


class Service:
    """One service: its address, and the session that speaks to it.

    `address` is host and path, with or without scheme (https by default). It may be on a private network: it is
    the maintainer who names it, and nobody else. Raises UsageError when it is no address.
    """

    def __init__(self, user_agent: str, address: str) -> None:
        url = address if "://" in address else f"https://{address}"
        try:
            parts = urlsplit(url)
            port = parts.port or (80 if parts.scheme == "http" else 443)
        except ValueError:
            parts, port = urlsplit(""), 0
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise UsageError(
                f"{address!r} is no address of a service: write host/path, or http://host:port. "
                "Correct the setting `geocoder`, or CRECHES_GEOCODER."
            )
        self.scheme = parts.scheme
        self.domain = f"{parts.netloc}{parts.path}".rstrip("/")
        allowed = frozenset({url_policy.host_port(parts.hostname, port)})
        self._session = http.open_session(user_agent, _LIMITS, allowed)

    def ask(self, url: str, seconds: float, form: Form | None = None) -> Reply:
        """The reply to one request, whatever its status; an empty body unless it is one of the 200s.

        Raises NotFetched when there is none within `seconds`.
        """
        target = url_policy.target(url, self._session.manners.allow)
        headers = {"Accept": "text/csv" if form else "application/json"}
        return http.exchange(self._session, headers, _LIMITS.max_bytes, False, target, seconds, form)
