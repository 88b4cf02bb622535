"""Pages of one kind as a reader meets them: made from what the site shows, rendered, and parsed."""

import dataclasses
import json
from collections.abc import Callable, Iterator
from typing import Any

from lxml.html import HtmlElement, document_fromstring

from flows.site.page import Page
from flows.site.pages import creche
from flows.site.render import html
from flows.site.shown import Shown
from flows.site.words import Words
from schemas.records import Row

Maker = Callable[[Shown, Words], Iterator[Page]]


def read(maker: Maker, about: Shown, tongue: Any = "fr") -> dict[str, HtmlElement]:
    """Path -> the page, parsed."""
    words = Words(tongue)
    return {page.path: document_fromstring(html(page, words, about)) for page in maker(about, words)}


def nursery_page(about: Shown, id_: str, tongue: Any = "fr") -> HtmlElement:
    """The page of one nursery, made as if there were no other."""
    few = with_rows(about, "etablissements", [about.places[id_]])
    return read(creche.pages, few, tongue)[f"creche/{id_}.html"]


def changed(about: Shown, table: str, id_: str, **cells: str) -> Shown:
    """The same release with other cells in one row."""
    return with_rows(about, table, [{**row, **cells} if row["id"] == id_ else row for row in about.tables[table]])


def with_rows(about: Shown, table: str, rows: list[Row]) -> Shown:
    """The same release with other rows in one table."""
    return dataclasses.replace(about, tables={**about.tables, table: rows})


def text(node: HtmlElement) -> str:
    """What is read there, each run of blanks as one."""
    return " ".join(node.text_content().split())


def structured(page: HtmlElement, kind: str) -> dict[str, Any]:
    """The schema.org document of a type."""
    documents: list[dict[str, Any]] = [
        json.loads(one.text) for one in page.xpath("//script[@type='application/ld+json']")
    ]
    return next(one for one in documents if one["@type"] == kind)


def sound(page: HtmlElement) -> None:
    """What every page owes: one title, a way to it, tables that say what they are."""
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//nav[@aria-label][ol]//*[@aria-current='page']")
    for table in page.xpath("//table"):
        assert text(table.xpath("caption")[0])
        assert {one.get("scope") for one in table.xpath(".//th")} == {"col", "row"}
        assert {len(row.xpath("th|td")) for row in table.xpath(".//tr")} == {len(table.xpath("thead//th"))}
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
