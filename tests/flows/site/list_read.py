"""The list of nurseries as tests read it, of a release or of one with a nursery more."""

import dataclasses
from typing import Any

from lxml.html import document_fromstring

from flows.site.pages import creches
from flows.site.render import html
from flows.site.shown import Shown
from flows.site.words import Words


def read(about: Shown, tongue: Any = "fr") -> Any:
    """Its parsed HTML in one language."""
    words = Words(tongue)
    (page,) = creches.pages(about, words)
    return document_fromstring(html(page, words, about))


def with_place(about: Shown, **cells: str) -> Shown:
    """The same release with one nursery more."""
    model = about.tables["etablissements"][0]
    more = [*about.tables["etablissements"], {**model, **cells}]
    return dataclasses.replace(about, tables={**about.tables, "etablissements": more})
