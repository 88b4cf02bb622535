"""What search engines are told: every page that is to be found, in both languages, and no other."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from flows.site.feeds_map import sitemap
from flows.site.shown import Shown
from tests.flows.site.html_read import every_page

MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOME = "https://creches-cooperatives.fr/"


@pytest.fixture(scope="module")
def listed(site_folder: Path) -> dict[str, dict[str, str]]:
    """Address -> the addresses of its languages."""
    root = ElementTree.parse(str(site_folder / "sitemap.xml")).getroot()
    return {
        one.findtext("s:loc", "", MAP): {
            link.get("hreflang", ""): link.get("href", "") for link in one.findall("x:link", MAP)
        }
        for one in root.findall("s:url", MAP)
    }


def test_it_names_each_page_once_but_the_one_for_wrong_addresses(site_folder: Path, listed: dict[str, object]) -> None:
    paths = [path.relative_to(site_folder).as_posix() for path in every_page(site_folder)]
    there = {HOME + path.removesuffix("index.html") for path in paths if not path.endswith("404.html")}
    assert set(listed) == there
    text = (site_folder / "sitemap.xml").read_text()
    assert text.count("<loc>") == len(there)


def test_each_page_names_both_languages(listed: dict[str, dict[str, str]]) -> None:
    for address, others in listed.items():
        assert set(others) == {"fr", "en"}
        assert address in others.values()
        assert set(others.values()) <= set(listed)


def test_a_page_was_last_changed_on_the_day_of_the_release(site_folder: Path, about: Shown) -> None:
    root = ElementTree.parse(str(site_folder / "sitemap.xml")).getroot()
    assert {one.text for one in root.iterfind(".//s:lastmod", MAP)} == {about.date}


def test_an_address_with_odd_signs_is_still_xml(about: Shown) -> None:
    body = sitemap(["creche/a&b<c>.html"], about)
    assert ElementTree.fromstring(body).findtext(".//s:loc", namespaces=MAP) == f"{HOME}creche/a&b<c>.html"


def test_robots_may_read_everything_and_are_led_to_the_map(site_folder: Path) -> None:
    lines = (site_folder / "robots.txt").read_text().splitlines()
    assert lines == ["User-agent: *", "Allow: /", f"Sitemap: {HOME}sitemap.xml"]
