"""The members' pages that a first page leads to: its own links, or the addresses of a sitemap."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from schemas.errors import SourceChanged, UsageError
from schemas.records import Snapshot, Source
from sources.reading.decoding import decode, is_cut
from sources.reading.tree import hrefs, texts

_LONGEST = 2000
_PATH = re.compile(r"(?:/[0-9A-Za-z_-]+)+(?:\.[0-9A-Za-z]+|/)?")
"""A path from the host's root in plain signs, of which nothing is to resolve."""


class Link(NamedTuple):
    """A member's page, and the day or moment that a sitemap gives for its last change, as written; '' without one."""

    url: str
    lastmod: str = ""


def first_of(source: Source) -> str:
    """The address of the page that leads to the others: the sitemap that the descriptor names, else the source's own."""
    return str(source.pages.get("plan") or source.url)


def links(source: Source, first: Snapshot) -> tuple[Link, ...]:
    """The members' pages, in the order of the first page, each once.

    Raises SourceChanged when the first page names none, or more than the descriptor's `max`; UsageError when the
    descriptor's pattern is none.
    """
    text = decode(first)
    if is_cut(text):
        raise SourceChanged(_told(source, first, "is cut short: its markup is never closed"))
    every = _of_site_map(source, first) if "plan" in source.pages else _of_page(first.url, text)
    wanted = _pattern(source)
    root = _root(first.url)
    found: dict[str, Link] = {}
    for link in every:
        if len(link.url) <= _LONGEST and wanted.search(link.url) and _is_under(link.url, root):
            found.setdefault(link.url, link)
    most = int(str(source.pages["max"]))
    if not 0 < len(found) <= most:
        raise SourceChanged(
            _told(source, first, f"leads to {len(found)} pages of members, where 1 to {most} are expected")
        )
    return tuple(found.values())


def _pattern(source: Source) -> re.Pattern[str]:
    text = str(source.pages["liens"])
    try:
        return re.compile(text)
    except re.error as error:
        raise UsageError(
            f"{source.id}: [pages] liens is no regular expression ({error}). Correct the descriptor."
        ) from None


def _root(url: str) -> str:
    """The address of the host that a page is on, without path."""
    return "://".join(urlsplit(url)[:2])


def _is_under(url: str, root: str) -> bool:
    """Whether an address is one of a host's; most begin with the very words."""
    return url.startswith(f"{root}/") or _root(url) == root


def _of_page(url: str, text: str) -> Iterator[Link]:
    """What the links of a page at `url` lead to, in reading order; a link that is no address is none."""
    root = _root(url)
    for href in dict.fromkeys(hrefs(text)):
        try:
            plain = _PATH.fullmatch(href)
            yield Link(f"{root}{href}" if plain else urldefrag(urljoin(url, href.strip())).url)
        except ValueError:
            continue


def _of_site_map(source: Source, first: Snapshot) -> Iterable[Link]:
    """The addresses of a sitemap (sitemaps.org 0.9). Raises SourceChanged for an index of sitemaps."""
    found: list[Link] = []
    for name, text in texts(first.body):
        if name == "sitemap":
            raise SourceChanged(
                _told(source, first, "is an index of sitemaps: name in [pages] plan the one that lists members")
            )
        if name == "loc":
            found.append(Link(text.strip()))
        elif name == "lastmod" and found:
            found[-1] = Link(found[-1].url, text.strip())
    return found


def _told(source: Source, first: Snapshot, what: str) -> str:
    return (
        f"{source.id}: the page {first.url} {what}. Nothing of it is used. Next: open it and compare with [pages] "
        f"(liens, plan, max) of the source's descriptor; correct them there if the page is right."
    )
