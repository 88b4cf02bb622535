"""What people do, from end to end: by keyboard alone from a search to a report; and states of the list that axe-core looks at."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from flows.site.shown import Shown
from tests.browser.conftest import Visit, foreign

STEPS = 120
"""Presses of Tab after which a person gives up."""
STATES = ("?vue=carte", "?q=zzzz", "?q=cabane", "?departement=38&tri=commune&sens=decroissant", "?vue=carte&q=petits")


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the focus is on such an element; what has the focus must be seen to have it."""
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", selector
            return
    raise AssertionError(f"{selector} cannot be reached by Tab")


@pytest.mark.parametrize("tongue", ["fr", "en"])
def test_by_keyboard_alone_from_a_search_to_a_report(site_url: str, visit: Visit, about: Shown, tongue: str) -> None:
    page = visit(f"{site_url}/{'' if tongue == 'fr' else 'en/'}index.html")
    tab_to(page, "main input[name=q]")
    page.keyboard.type("creche rennes")
    page.keyboard.press("Enter")
    page.wait_for_url("**/creches.html?*")
    page.locator(".creches tbody tr").first.wait_for()
    tab_to(page, ".creches tbody a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/creche/cc-*.html")
    id_ = page.url.rpartition("/")[2].removesuffix(".html")
    assert "Rennes" in page.locator("h1").inner_text()
    tab_to(page, "main a[href^='#']")
    page.keyboard.press("Enter")
    tab_to(page, "a[href^='mailto:']")
    letter = urlsplit(page.evaluate("document.activeElement.href"))
    asked = parse_qs(letter.query)
    assert unquote(letter.path) == about.settings.contact
    assert id_ in asked["body"][0]
    assert about.version in asked["body"][0]
    assert foreign(page, site_url) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_states_of_the_list(site_url: str, visit: Visit, theme: str) -> None:
    page = visit(f"{site_url}/creches.html", theme=theme)
    found = {}
    for root in ("", "en/"):
        for state in STATES:
            page.goto(f"{site_url}/{root}creches.html{state}", wait_until="networkidle")
            if "carte" in state:
                page.locator(".leaflet-marker-icon button").first.click()
                page.wait_for_timeout(600)  # what opens fades in: half seen, it has half its contrast
            results = Axe().run(page)
            if results.violations_count:
                found[root + state] = [
                    (one["id"], one["nodes"][0]["html"][:150]) for one in results.response["violations"]
                ]
    assert found == {}
