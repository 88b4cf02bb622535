"""Sites on loopback, and a Chromium that looks at them. All of these tests are marked `browser`: `make browser` runs them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from flows.site.building import write
from flows.site.pages import accueil, creches
from flows.site.serve import server
from flows.site.shown import Shown
from tests.browser import means
from tests.browser.countries import large
from tests.flows.site.fixtures import about as about
from tests.flows.site.fixtures import shelf as shelf
from tests.flows.site.fixtures import site_folder as site_folder

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is one of the browser's."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a built site, without its last slash."""
    with server(folder, 0) as found:
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{found.server_address[1]}"
        found.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def site_url(site_folder: Path) -> Iterator[str]:
    """Its address."""
    with served(site_folder) as address:
        yield address


@pytest.fixture(scope="session")
def large_site_url(about: Shown, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the list of a country with 5,000 nurseries, without their own pages."""
    folder = tmp_path_factory.mktemp("large")
    write(folder, large(about, 5_000), (creches.pages, accueil.pages))
    with served(folder) as address:
        yield address


def site_of(about: Shown, folder: Path) -> Path:
    """A site of what is shown, in an empty folder."""
    write(folder, about)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=means.chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens an address in a browser of its own: `visit(url, theme="dark", js=False, width=320)`.

    The page has `asked`, every address that it asked for, and `faults`, what its console and its scripts complained of.
    """
    contexts: list[Any] = []

    def opened(url: str, theme: Any = "light", js: bool = True, width: int = 1280, height: int = 900) -> Page:
        size: Any = {"width": width, "height": height}
        context = browser.new_context(viewport=size, color_scheme=theme, java_script_enabled=js, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        watched(page)
        page.goto(url, wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()


def watched(page: Page) -> None:
    """Keeps what a page asks for and complains of, on the page itself."""
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type in ("error", "warning") else None)
    page.asked, page.faults = asked, faults  # type: ignore[attr-defined]


def foreign(page: Page, url: str) -> list[str]:
    """What a page asked of others than its own site."""
    own = "/".join(url.split("/")[:3]) + "/"
    return [one for one in page.asked if not one.startswith((own, "data:", "blob:"))]  # type: ignore[attr-defined]
