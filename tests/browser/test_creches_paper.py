"""The list and its map on paper."""

from flows.site.shown import Shown
from tests.browser.conftest import Visit
from tests.browser.listing import LABELS, MARKERS, opened

COUNT = "all => all.reduce((sum, one) => sum + Number(one.textContent || 1), 0)"
PAPER = 718
"""Pixels between the margins of a sheet of A4."""


def test_on_paper_the_map_has_neither_its_buttons_nor_help_for_a_keyboard(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html?vue=carte")
    page.wait_for_selector(MARKERS)
    page.emulate_media(media="print")
    for hidden in (".leaflet-control-zoom", "#aide-carte", "#fond", "#fond-aide", "#lieux"):
        assert page.locator(hidden).is_hidden(), hidden
    assert page.locator("#carte").is_visible() and page.locator(".legende").is_visible()


def test_on_paper_the_map_is_as_wide_as_a_sheet_and_afterwards_as_it_was(
    site_url: str, visit: Visit, about: Shown
) -> None:
    page = opened(visit, f"{site_url}/creches.html?vue=carte")
    page.wait_for_selector(MARKERS)
    before = page.locator("#carte").bounding_box(), set(page.eval_on_selector_all(MARKERS, LABELS))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    narrow = page.locator("#carte").bounding_box()
    assert narrow and narrow["width"] <= PAPER
    assert page.eval_on_selector_all(MARKERS, COUNT) == len(about.places), "nothing of the view is cut off"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    after = page.locator("#carte").bounding_box(), set(page.eval_on_selector_all(MARKERS, LABELS))
    assert after == before


def test_on_paper_no_cell_of_the_table_is_cut(site_url: str, visit: Visit) -> None:
    page = opened(visit, f"{site_url}/creches.html", width=700)
    page.emulate_media(media="print")
    cut = "cells => cells.filter(one => one.getBoundingClientRect().right > innerWidth).length"
    assert page.locator(".creches th, .creches td, .creches .etiquette").evaluate_all(cut) == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("#criteres").is_hidden() and page.locator(".creches thead").is_visible()
