"""Asks a web service that the settings name: no robots.txt, which is about pages, no redirect, no second try."""

from urllib.parse import urlsplit

from flows import http, url_policy
from flows.failure import NotFetched
from flows.visit import Form, Limits, Reply
from schemas.errors import UsageError

_LIMITS = Limits(read=600.0, total=600.0, max_bytes=50_000_000)
"""The seconds that a call gives bound it; a table of answers is larger than a page."""


class Service:
    """One service: its address, and the session that speaks to it.

    `address` is host and path, with or without scheme (https by default). It may be on a private network: it is
    the maintainer who names it, and nobody else. Raises UsageError when it is no address.
    """

    def __init__(self, user_agent: str, address: str, setting: str = "geocoder") -> None:
        url = address if "://" in address else f"https://{address}"
        try:
            self.scheme, self.domain, allowed = _parts(url)
        except (ValueError, NotFetched) as error:
            named = "What the settings name" if "@" in address else f"{address!r}"  # a password is not told
            why = error.why if isinstance(error, NotFetched) else "it cannot be taken apart"
            raise UsageError(
                f"{named} is no address of a service, {why}: write host/path, or http://host:port. "
                f"Correct the setting `{setting}`, or CRECHES_{setting.upper()}."
            ) from None
        self._session = http.open_session(user_agent, _LIMITS, frozenset({allowed}))

    def ask(self, url: str, seconds: float, form: Form | None = None) -> Reply:
        """The reply to one request, whatever its status; an empty body unless it is one of the 200s.

        Raises NotFetched when there is none within `seconds`.
        """
        target = url_policy.target(url, self._session.manners.allow)
        headers = {"Accept": "text/csv" if form else "application/json"}
        return http.exchange(self._session, headers, _LIMITS.max_bytes, False, target, seconds, form)


def _parts(url: str) -> tuple[str, str, str]:
    """Scheme, host with path, and the `host:port` that may be asked. Raises ValueError or NotFetched."""
    parts = urlsplit(url)
    port = parts.port if parts.port is not None else 80 if parts.scheme == "http" else 443
    if not port or parts.query or parts.fragment:
        raise ValueError
    allowed = url_policy.host_port((parts.hostname or "").rstrip("."), port)
    url_policy.target(url, frozenset({allowed}))
    return parts.scheme, f"{parts.netloc}{parts.path}".rstrip("/"), allowed
