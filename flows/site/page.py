"""One page of the site before it is written, and the addresses that lead from it to others."""

import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from flows.changes.plain import Tongue

_WEB = re.compile(r"https?://[^\s\"<>\\^`{|}\x00-\x1f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")
_MAILBOX = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")


@dataclass(frozen=True, slots=True)
class Page:
    """`path` under the site's language root (`creche/cc-abcd2345.html`), `template` and the values that it is filled with.

    `title` and `description` are those of the head; `structured`: schema.org documents; `kind` is what sort of page it is, the
    name that style and tests know it by; `scripts` of `ressources/`, run when the page has been read.
    """

    path: str
    template: str
    kind: str
    title: str
    description: str
    values: dict[str, object] = field(default_factory=dict)
    structured: tuple[dict[str, object], ...] = ()
    scripts: tuple[str, ...] = ()
    listed: bool = True
    """Whether the site map names it."""
    images: str = ""
    """A further origin that its images may come from, when the reader asks for it."""
    rooted: bool = False
    """Whether its links begin at the root of the host: a server shows it at addresses of any depth."""


def path_in(tongue: Tongue, path: str) -> str:
    """Where a page lies under the site's root: French at the root, English in `en/`."""
    return path if tongue == "fr" else f"en/{path}"


def relative(here: str, there: str) -> str:
    """The address of one file of the site as seen from another, so that the site can lie anywhere.

    >>> relative("en/creche/a.html", "en/index.html")
    '../index.html'
    """
    start, end = here.split("/")[:-1], there.split("/")
    same = 0
    while same < min(len(start), len(end) - 1) and start[same] == end[same]:
        same += 1
    return "../" * (len(start) - same) + "/".join(end[same:])


def web(text: str) -> str:
    """A web address that may be followed; '' for anything else: no other scheme, no user name, nothing that breaks out."""
    if not _WEB.fullmatch(text):
        return ""
    try:
        parts = urlsplit(text)
        has_port = parts.port is None or parts.port > 0  # asked, so that one that is none is found
        return text if parts.hostname and has_port and "@" not in parts.netloc else ""
    except ValueError:
        return ""


def mailto(text: str) -> str:
    """`mailto:` of a mailbox; '' for what is none."""
    return f"mailto:{text}" if _MAILBOX.fullmatch(text) else ""


def letter(mailbox: str, subject: str, body: str) -> str:
    """`mailto:` of a mailbox with a letter begun (RFC 6068); '' for what is no mailbox. A line break of `body` is a new line."""
    to = mailto(mailbox)
    lines = quote("\r\n".join(body.splitlines()), safe="")
    return f"{to}?subject={quote(subject, safe='')}&body={lines}" if to else ""


def tel(text: str) -> str:
    """`tel:` of a number in E.164; '' for what is none."""
    return f"tel:{text}" if _PHONE.fullmatch(text) else ""
