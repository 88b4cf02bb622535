"""The address of a member's site, as an https URL."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

from flows.normalise.privacy import MAILBOX, PHONE
from sources.text import clean

_SCHEME = re.compile(r"(?i:(?P<scheme>https?)://|(?P<other>[a-z][a-z0-9+.-]*):(?!\d))")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})")
USUAL = r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?:/(?:[a-zA-Z0-9/._~-]*[a-zA-Z0-9/_~-])?)?"
"""A site that is published as it is, with https; unless it has nine digits, which may be a phone's."""
_USUAL = re.compile(USUAL)
_NINE_DIGITS = re.compile(r"(?:[^0-9]*[0-9]){9}")
_SAFE = "/%:=&?~+!$,;'@()*[]#-._"


def website(raw: str) -> str:
    """The site as an https URL, '' when the text is none that may be published.

    `www.x.fr` and `http://` are written https, which sites answer today. Refused: any other scheme, a user name,
    a port, an address that is no public name, a phone or a mailbox inside.

    >>> website("www.Agapi.example.fr/"), website("javascript:alert(1)")
    ('https://www.agapi.example.fr/', '')
    """
    if _USUAL.fullmatch(raw) and not _NINE_DIGITS.match(raw):
        return f"https://{raw.partition('://')[2]}"
    text = clean(raw).strip(" <>\"'.,;")
    scheme = _SCHEME.match(text)
    if not text or " " in text or PHONE.search(text) or MAILBOX.search(text) or (scheme and scheme["other"]):
        return ""
    return _https(text[scheme.end() :] if scheme else text)


def _https(rest: str) -> str:
    try:
        parts = urlsplit(f"https://{rest}")
        host = parts.netloc.encode("idna").decode("ascii").lower()
    except ValueError:
        return ""
    path, query, fragment = (quote(part, _SAFE) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit(("https", host, path, query, fragment)) if _HOST.fullmatch(host) else ""
