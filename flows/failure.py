"""Why a page could not be had: a closed list of words, each with what to do next."""

from typing import Literal, get_args
from urllib.parse import urlsplit

from schemas.errors import FetchFailed
from sources.text import clean

Kind = Literal["unreachable", "timeout", "status", "blocked", "robots", "truncated", "too_large", "redirect", "policy"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_BY_HAND = "ask its publisher, or save the page by hand and pass it with --page ID=FILE"
_WHAT: dict[Kind, tuple[str, str]] = {
    "unreachable": ("No connection", f"The last good copy stays in use; try again later, or {_BY_HAND}."),
    "timeout": ("Too slow", f"The last good copy stays in use; try again later, or {_BY_HAND}."),
    "status": (
        "No page",
        "Open the address in a browser; if it has moved, correct the url of the source, or the setting that names it.",
    ),
    "blocked": ("Turned away", f"We do not work around a refusal: {_BY_HAND}."),
    "robots": ("Not permitted by robots.txt", f"We obey it: {_BY_HAND}."),
    "truncated": ("Incomplete answer", "A part of a page would read as lost members; try again later."),
    "too_large": ("Too large", "No page of a source is this large; check the url of the source."),
    "redirect": ("Moved away", "Check where the page went; if the move is right, correct the url of the source."),
    "policy": ("Address refused", "Only public web addresses are asked; correct the url of the source."),
}


class NotFetched(FetchFailed):
    """A page could not be had. `kind` is one of `KINDS`; `again` tells that another try may help."""

    def __init__(self, kind: Kind, url: str, why: str, *, again: bool = False) -> None:
        self.kind: Kind = kind
        self.url = shown(url)
        self.why = clean(why)[:300]
        self.again = again
        what, then = _WHAT[kind]
        super().__init__(f"{what}: {self.url}: {self.why}. {then}")

    def __reduce__(self) -> tuple[type["NotFetched"], tuple[Kind, str, str], dict[str, bool]]:
        """Pickled by its parts: an orchestrator carries errors from one process to another."""
        return type(self), (self.kind, self.url, self.why), {"again": self.again}


def shown(url: str) -> str:
    """The URL as it may be printed: no control character, no user name or password, 200 characters at most."""
    try:
        netloc = urlsplit(url).netloc
    except ValueError:
        netloc = ""
    user, at, _ = netloc.rpartition("@")
    return clean(url.replace(f"{user}{at}", "", 1) if at else url)[:200]


def root_cause(error: BaseException) -> str:
    """The first cause, in its own words; the errors around it speak of pools and retries."""
    while inner := error.__cause__ or error.__context__:
        error = inner
    return str(error) or type(error).__name__
