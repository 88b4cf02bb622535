"""Records that attack: a hundred payloads in six places, none of which runs or asks for anything, on any page that shows it."""

import contextlib
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import feedparser
import pytest
from playwright.sync_api import Browser, BrowserContext, Error

from flows.site.shown import Shown
from tests.browser.conftest import served, site_of
from tests.browser.hostile import SINKS, hostile, hostile_feeds
from tests.browser.payloads import PAYLOADS

LISTEN = "window.struck = []; window.told = (n) => window.struck.push(n); window.alert = (n) => window.struck.push(n);"
FIRST_OF_EACH = (
    "index",
    "creches",
    "departements",
    "reseaux",
    "initiatives",
    "chiffres",
    "changements",
    "qualite",
    "fichiers",
)

VIEWS = (
    *("", "?vue=carte", "?tri=nom&sens=decroissant", "?q=%3Cimg%20src%3Dx%20onerror%3Dtold(1)%3E"),
    *("?q=%22%3E%3Csvg%20onload%3Dtold(1)%3E&vue=carte", "?departement=%3Cscript%3Etold(1)%3C/script%3E&tri=%22%3E"),
)


@pytest.fixture(scope="module")
def attacked(about: Shown, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return hostile(about)


@pytest.fixture(scope="module")
def folder(attacked: Shown, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_of(attacked, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context()
    opened.add_init_script(LISTEN)
    yield opened
    opened.close()


class Struck:
    """What a browser ran or asked for that it should not have."""

    def __init__(self, context: BrowserContext, own: str) -> None:
        self.page: Any = context.new_page()
        self.ran: list[Any] = []
        self.asked: list[str] = []
        self.page.on("request", lambda request: self._heard(request.url, own))
        self.page.on("dialog", lambda dialog: (self.ran.append(dialog.message), dialog.dismiss()))

    def _heard(self, url: str, own: str) -> None:
        if "frappe" in url or not url.startswith((own, "data:", "blob:")):
            self.asked.append(url)

    def look(self, url: str) -> None:
        """Opens a page, gives its handlers the time to run, and takes what they told."""
        self.page.goto(url, wait_until="load")
        self.ran += self.page.evaluate("window.struck")


def test_the_payloads_run_where_nothing_is_kept_apart(context: BrowserContext, tmp_path: Path) -> None:
    """Without this, silence below would prove nothing."""
    (tmp_path / "index.html").write_text("<!doctype html><p>x")
    for number, payload in enumerate(PAYLOADS):
        (tmp_path / f"{number}.html").write_text(
            f'<!doctype html><title>x</title><a href="{payload}">x</a><p>{payload}</p>'
        )
    with served(tmp_path) as own:
        found = Struck(context, own)
        struck = set()
        for number in range(len(PAYLOADS)):
            found.ran, found.asked = [], []
            found.page.goto(f"{own}/{number}.html", wait_until="load")
            if found.page.url.startswith(own) and "frappe" not in found.page.url:
                found.page.wait_for_timeout(30)
                with contextlib.suppress(Error):  # it led elsewhere meanwhile
                    found.ran += found.page.evaluate("window.struck")
            struck |= {number} if found.ran or found.asked else set()
    assert len(struck) > 60, sorted(set(range(len(PAYLOADS))) - struck)


def test_nothing_runs_and_nothing_is_asked_on_the_page_of_any_nursery(
    attacked: Shown, address: str, context: BrowserContext
) -> None:
    found = Struck(context, address)
    places = attacked.tables["etablissements"]
    assert len(places) == len(PAYLOADS) * len(SINKS) == 500
    for number, row in enumerate(places):
        found.look(f"{address}/{'' if number % 2 else 'en/'}creche/{row['id']}.html")
        assert found.page.locator("h1").count() == 1
    assert (found.ran, found.asked) == ([], [])


def test_nothing_runs_on_the_pages_that_show_many(
    attacked: Shown, folder: Path, address: str, context: BrowserContext
) -> None:
    found = Struck(context, address)
    several = [*FIRST_OF_EACH]
    for room in ("departement", "reseau"):
        several += [f"{room}/{path.stem}" for path in sorted((folder / room).glob("*.html"))[:12]]
    for path in several:
        for root in ("", "en/"):
            found.look(f"{address}/{root}{path}.html")
    assert (found.ran, found.asked) == ([], [])


def test_nothing_runs_in_the_list_its_search_and_its_map(address: str, context: BrowserContext) -> None:
    found = Struck(context, address)
    opened = 0
    for view in VIEWS:
        found.look(f"{address}/creches.html{view}")
        found.page.wait_for_load_state("networkidle")
        for marker in found.page.locator(".leaflet-marker-icon button:visible").all()[:15]:
            if marker.is_visible():  # a press may bring the map nearer, and other markers with it
                marker.dispatch_event("click")
                opened += found.page.locator(".leaflet-popup").count()
                found.page.keyboard.press("Escape")
        found.ran += found.page.evaluate("window.struck")
    assert opened > 0
    assert (found.ran, found.asked) == ([], [])


def test_every_link_of_a_hostile_page_leads_to_the_web_or_to_the_site(
    folder: Path, address: str, context: BrowserContext
) -> None:
    found = Struck(context, address)
    schemes = set()
    for path in sorted((folder / "creche").glob("*.html"))[:500:3]:
        found.page.goto(f"{address}/creche/{path.name}")
        schemes |= set(found.page.eval_on_selector_all("a[href]", "links => links.map(link => link.protocol)"))
    assert schemes <= {"http:", "https:", "mailto:", "tel:"}


def test_the_feeds_are_whole_and_what_they_say_runs_nowhere(
    shelf: Path, tmp_path: Path, context: BrowserContext
) -> None:
    shutil.copytree(shelf, tmp_path / "output")
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<!doctype html><title>x</title>")
    made = hostile_feeds(tmp_path / "output")
    with served(site) as own:
        found = Struck(context, own)
        for name, body in made.items():
            told = feedparser.parse(body, sanitize_html=False)
            assert not told.bozo
            if not told.entries:  # a département of which this release tells nothing any more
                continue
            (site / Path(name).name).write_bytes(body)
            found.page.goto(f"{own}/{Path(name).name}")
            said = [told.entries[0].content[0], told.entries[0].summary_detail]
            assert {one.type for one in said} == {"text/plain"}
            shown = "".join(f"<p>{escape(one.value)}</p>" for one in said)  # as a reader shows text
            (site / "lecteur.html").write_text(f"<!doctype html><title>x</title>{shown}")
            found.look(f"{own}/lecteur.html")
        assert (found.ran, found.asked) == ([], [])
    first = feedparser.parse(made["changements.atom"], sanitize_html=False).entries[0]
    assert sum("told(" in line for line in first.content[0].value.split("\n")) > 70
