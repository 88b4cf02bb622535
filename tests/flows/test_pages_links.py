"""Where links lead: the shortcut for plain paths gives what the rules of addresses give for any."""

import dataclasses
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sources
from flows.pages.links import links
from schemas.records import Snapshot, Source

PARTS = ["/", "//", "membre", "a-b_c", "012", ".html", ".", "..", "?p=1", "#ici", ";v", ":", " ", "é", "%20", "http://"]


def leading(base: str, hrefs: list[str]) -> list[str]:
    """The addresses that a page at `base` leads to."""
    body = "".join(f'<p><a href="{href}">x</a></p>' for href in hrefs)
    page = Snapshot("essai", base, f"<html><body>{body}</body></html>".encode(), "2026-11-26T00:00:00", "", "archive")
    return [link.url for link in links(source(), page)]


def source() -> Source:
    """A source whose first page leads to every page of its host."""
    some = next(iter(sources.pages().values()))
    return dataclasses.replace(some, id="essai", pages={"liens": ".", "max": 1000})


@pytest.mark.parametrize(
    "base", ["http://annuaire.example.fr/membres/liste.html?p=2#x", "HTTPS://annuaire.example.fr:8443"]
)
@given(parts=st.lists(st.lists(st.sampled_from(PARTS), min_size=1, max_size=5), min_size=1, max_size=20))
def test_every_link_leads_where_the_rules_of_addresses_say(base: str, parts: list[list[str]]) -> None:
    hrefs = ["/membre/1.html", *map("".join, parts)]
    led = dict.fromkeys(urldefrag(urljoin(base, href.strip())).url for href in hrefs)
    assert leading(base, hrefs) == [url for url in led if urlsplit(url)[:2] == urlsplit(base)[:2]]


def test_links_are_told_once_in_reading_order_and_other_hosts_are_left_out() -> None:
    hrefs = ["/m/2.html", "/m/1.html", "http://annuaire.example.fr/m/2.html", "http://ailleurs.example.fr/m/3.html"]
    assert leading("http://annuaire.example.fr/", hrefs) == [
        "http://annuaire.example.fr/m/2.html",
        "http://annuaire.example.fr/m/1.html",
    ]
