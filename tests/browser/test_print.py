"""Pages on paper: all of a table is there, and nothing that one could only press."""

import pytest

from flows.site.page import path_in
from flows.site.shown import Shown
from flows.site.words import Words
from tests.browser.conftest import Visit

PAPER = 718
"""Width in pixels of what a sheet of A4 holds between margins of a centimetre."""
LANDSCAPE = 1047

SCROLLED = """[...document.querySelectorAll('main, main *')].filter(
    one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible'
        && getComputedStyle(one).display !== 'inline' && !one.closest('.hors-vue, .leaflet-container, thead, pre')
).map(one => one.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("width", [PAPER, LANDSCAPE])
def test_no_table_is_cut_on_paper(about: Shown, site_url: str, visit: Visit, width: int) -> None:
    from flows.site.building import pages

    kinds = {page.kind: path_in("fr", page.path) for page in pages(about, Words("fr"))}
    page = visit(f"{site_url}/index.html", theme="dark", width=width)
    page.emulate_media(media="print", color_scheme="dark")
    cut = {}
    for path in kinds.values():
        page.goto(f"{site_url}/{path}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width or (found := page.evaluate(SCROLLED)):
            cut[path] = (wide, [] if wide > width else found)
    assert cut == {}


def test_the_printed_map_has_no_buttons_and_no_words_on_keys(site_url: str, visit: Visit) -> None:
    page = visit(f"{site_url}/creches.html?vue=carte")
    page.wait_for_selector(".leaflet-control", state="attached")
    page.emulate_media(media="print")
    assert not page.locator("#aide-carte").is_visible()
    assert not [one for one in page.locator(".leaflet-control").all() if one.is_visible()]


def test_paper_is_white_whatever_the_screen(site_url: str, visit: Visit) -> None:
    page = visit(f"{site_url}/departements.html", theme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.querySelector('table')).backgroundColor") == "rgb(255, 255, 255)"


def test_tables_stay_tables_on_paper(site_url: str, visit: Visit) -> None:
    page = visit(f"{site_url}/creche/cc-yx5qmrti.html", width=PAPER)
    head = page.locator("table.preuves thead").first
    page.emulate_media(media="print")
    assert head.bounding_box()["width"] > PAPER / 2  # type: ignore[index]
