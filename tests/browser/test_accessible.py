"""Every kind of page, in both languages and themes: accessible by axe-core, valid HTML, 320 px wide, asking its own site only."""

import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from flows.site.page import path_in
from flows.site.shown import Shown
from flows.site.words import TONGUES, Words
from tests.browser import means
from tests.browser.conftest import Visit, foreign

THEMES = ("light", "dark")


@pytest.fixture(scope="session")
def one_of_each(about: Shown) -> list[str]:
    """One page of each kind, in French and in English."""
    from flows.site.building import pages

    found: dict[str, str] = {}
    for words in map(Words, TONGUES):
        for page in pages(about, words):
            found.setdefault(f"{words.tongue} {page.kind}", path_in(words.tongue, page.path))
    return list(found.values())


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_on_any_kind_of_page(one_of_each: list[str], site_url: str, visit: Visit, theme: str) -> None:
    found = {}
    page = visit(f"{site_url}/index.html", theme=theme)
    for path in one_of_each:
        page.goto(f"{site_url}/{path}")
        results = Axe().run(page)
        if results.violations_count:
            found[path] = [
                (one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in results.response["violations"]
            ]
    assert not found


def test_no_page_asks_another_site_or_complains(one_of_each: list[str], site_url: str, visit: Visit) -> None:
    page = visit(f"{site_url}/index.html")
    for path in one_of_each:
        page.goto(f"{site_url}/{path}", wait_until="networkidle")
    assert foreign(page, site_url) == []
    assert page.faults == []  # type: ignore[attr-defined]
    assert len(page.asked) > len(one_of_each)  # type: ignore[attr-defined]


@pytest.mark.parametrize("theme", THEMES)
def test_every_page_fits_a_screen_of_320_pixels(
    one_of_each: list[str], site_url: str, visit: Visit, theme: str
) -> None:
    page = visit(f"{site_url}/index.html", theme=theme, width=320, height=640)
    wide = {}
    for path in one_of_each:
        page.goto(f"{site_url}/{path}")
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            wide[path] = width
    assert wide == {}


def test_every_page_reads_without_scripts(one_of_each: list[str], site_url: str, visit: Visit) -> None:
    page = visit(f"{site_url}/index.html", js=False)
    for path in one_of_each:
        page.goto(f"{site_url}/{path}")
        assert page.locator("h1").count() == 1, path
        assert len(page.locator("main").inner_text()) > 80, path


def test_the_first_load_of_every_page_is_small(one_of_each: list[str], site_url: str, visit: Visit) -> None:
    heavy = {}
    for path in one_of_each:
        page = visit(f"{site_url}/{path}")
        page.wait_for_load_state("networkidle")
        sizes = page.evaluate(
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(e => e.decodedBodySize)"
        )
        if sum(sizes) > 300_000:
            heavy[path] = sum(sizes)
        page.context.close()
    assert heavy == {}


def test_every_page_is_valid_html(site_folder: Path) -> None:
    pages = sorted(str(path) for path in site_folder.rglob("*.html") if "donnees" not in path.parts)
    asked = [
        *means.checker(),
        "--stdout",
        "--errors-only",
        "--also-check-css",
        "--format",
        "gnu",
        "--no-langdetect",
        *pages,
    ]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    told = found.stdout.splitlines()
    assert told == []
    assert len(pages) > 100
    assert found.returncode == 0
