"""What every page has: its head, what a browser may do with it, links that lead somewhere, nothing that runs inside it."""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flows.site.page import Page, letter, mailto, path_in, relative, tel, web
from flows.site.render import html
from flows.site.shown import Shown
from flows.site.words import TONGUES, Words
from tests.flows.site.html_read import Element, every_page, links, read, target

POLICY = "default-src 'none'; {}style-src 'self'; img-src 'self'{}; base-uri 'none'; form-action {}"
SCRIPTS = "script-src 'self'; connect-src 'self'; "
HOME = "https://creches-cooperatives.fr/"
TILES = " https://data.geopf.fr"


@pytest.fixture(scope="module")
def pages(site_folder: Path) -> dict[str, Element]:
    """Every page by its path under the site."""
    return {path.relative_to(site_folder).as_posix(): read(path) for path in every_page(site_folder)}


def meta(page: Element, name: str) -> list[str]:
    return [one.get("content") for one in page.each("meta") if name in (one.get("name"), one.get("http-equiv"))]


def linked(page: Element, rel: str) -> list[Element]:
    return [one for one in page.each("link") if one.get("rel") == rel]


def test_each_page_is_there_in_both_languages(pages: dict[str, Element]) -> None:
    french = {path for path in pages if not path.startswith("en/")}
    assert {path.removeprefix("en/") for path in pages if path.startswith("en/")} == french
    assert {"index.html", "creches.html", "404.html"} < french


def test_each_says_its_language_title_and_description(pages: dict[str, Element]) -> None:
    for path, page in pages.items():
        (root,), (title,), (description,) = page.each("html"), page.each("title"), meta(page, "description")
        assert root.get("lang") == ("en" if path.startswith("en/") else "fr"), path
        assert title.text, path
        assert description.strip(), path
        assert len([*page.each("h1")]) == 1, path


def test_each_allows_its_own_files_only(pages: dict[str, Element]) -> None:
    for path, page in pages.items():
        is_list, has_form = path.removeprefix("en/") == "creches.html", bool([*page.each("form")])
        assert has_form == (path.removeprefix("en/") in ("index.html", "creches.html")), path
        asked = (SCRIPTS, TILES) if is_list else ("", "")
        expected = POLICY.format(*asked, "'self'" if has_form else "'none'")
        assert meta(page, "Content-Security-Policy") == [expected], path


def test_each_is_known_by_one_address_and_names_its_other_language(pages: dict[str, Element]) -> None:
    for path, page in pages.items():
        french = HOME + re.sub("(^|/)index.html$", r"\1", path.removeprefix("en/"))
        english = HOME + re.sub("(^|/)index.html$", r"\1", path_in("en", path.removeprefix("en/")))
        (canonical,) = linked(page, "canonical")
        assert canonical.get("href") == (english if path.startswith("en/") else french)
        others = {one.get("hreflang"): one.get("href") for one in linked(page, "alternate") if one.get("hreflang")}
        assert others == {"fr": french, "en": english, "x-default": french}, path


def test_no_two_pages_of_a_language_have_the_same_title(pages: dict[str, Element]) -> None:
    titles = [(path[:3] == "en/", next(page.each("title")).text) for path, page in pages.items()]
    assert len(set(titles)) == len(titles), sorted(one for one in titles if titles.count(one) > 1)


def test_nothing_runs_and_no_style_stands_inside_a_page(pages: dict[str, Element]) -> None:
    for path, page in pages.items():
        for one in page.each():
            assert one.tag not in ("style", "iframe", "object", "embed", "base"), path
            assert not [name for name in one.attributes if name == "style" or name.startswith("on")], path
            if one.tag == "script" and one.get("type") != "application/ld+json":
                assert one.get("src"), path
                assert one.text == "", path


def test_every_link_inside_the_site_leads_to_a_file_and_an_anchor(site_folder: Path, pages: dict[str, Element]) -> None:
    dead: set[str] = set()
    anchors = {path: {one.get("id") for one in page.each() if one.get("id")} for path, page in pages.items()}
    for path, page in pages.items():
        for address in links(page):
            if urlsplit(address).scheme:
                continue
            found, anchor = target(site_folder, site_folder / path, address)
            name = (
                found.relative_to(site_folder.resolve()).as_posix()
                if found.is_relative_to(site_folder.resolve())
                else ""
            )
            if not name or not found.is_file() or (anchor and name in anchors and anchor not in anchors[name]):
                dead.add(f"{path}: {address}")
    assert sorted(dead) == []


def test_no_id_is_given_twice(pages: dict[str, Element]) -> None:
    for path, page in pages.items():
        ids = [one.get("id") for one in page.each() if "id" in one.attributes]
        assert sorted(one for one in set(ids) if ids.count(one) > 1) == [], path


def test_links_go_out_by_the_web_by_mail_or_by_phone_only(pages: dict[str, Element]) -> None:
    schemes = {urlsplit(address).scheme for page in pages.values() for address in links(page)}
    assert schemes <= {"", "http", "https", "mailto", "tel"}


def test_only_links_lead_out_no_picture_style_or_script_does(pages: dict[str, Element]) -> None:
    for path, page in pages.items():
        sources = [one for tag in ("img", "script", "source") for one in page.each(tag)]
        styles = [*linked(page, "stylesheet"), *linked(page, "icon")]
        assert {urlsplit(one.get("src")).netloc for one in sources} <= {""}, path
        assert {urlsplit(one.get("href")).netloc for one in styles} == {""}, path


def test_the_page_one_is_on_is_marked_in_the_menu(pages: dict[str, Element]) -> None:
    marked = [one for one in pages["changements.html"].each("a") if one.get("aria-current") == "page"]
    assert [one.get("href") for one in marked] == ["changements.html"]


def test_the_foot_says_what_the_accessibility_statement_says(pages: dict[str, Element]) -> None:
    for path, words in (("index.html", "non conforme"), ("en/index.html", "not compliant")):
        (foot,) = pages[path].each("footer")
        assert words in foot.text
        assert words in pages[path.replace("index", "accessibilite")].text


@pytest.mark.parametrize("homepage", ["https://a.example", "https://a.example/some/where"])
def test_the_page_for_a_wrong_address_works_at_any_depth(about: Shown, homepage: str) -> None:
    """It alone begins its addresses at the root of the host; the site may lie in a folder of it."""
    elsewhere = replace(about, settings=replace(about.settings, homepage=homepage))
    page = Page("404.html", "introuvable.html.j2", "introuvable", "x", "y", rooted=True)
    text = html(page, Words("en"), elsewhere)
    root = urlsplit(homepage).path
    inside = [one for one in re.findall(r'(?:href|src)="([^"]*)"', text) if not one.startswith(("http", "#"))]
    assert len(inside) > 10
    assert [one for one in inside if not one.startswith(f"{root}/")] == []
    assert f'href="{root}/ressources/site.css"' in text
    assert f'href="{root}/en/creches.html"' in text


def test_the_page_for_a_wrong_address_is_kept_out_of_search_engines(pages: dict[str, Element]) -> None:
    assert [path for path, page in pages.items() if meta(page, "robots")] == ["404.html", "en/404.html"]


@pytest.mark.parametrize(
    ("here", "there", "address"),
    [
        ("index.html", "creches.html", "creches.html"),
        ("en/creche/a.html", "en/index.html", "../index.html"),
        ("en/creche/a.html", "donnees/latest/a.csv", "../../donnees/latest/a.csv"),
        ("creche/a.html", "creche/b.html", "b.html"),
        ("index.html", "en/index.html", "en/index.html"),
    ],
)
def test_addresses_are_told_from_where_a_page_lies(here: str, there: str, address: str) -> None:
    assert relative(here, there) == address


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//a.example",
        "https://",
        "http://u:p@a.example",
        'https://a.example/"x',
        "https://a b.example",
        "ftp://a.example",
        "https://[x",
        " https://a.example",
        "https://a.example\n",
        "",
    ],
)
def test_what_is_no_safe_web_address_is_not_followed(text: str) -> None:
    assert web(text) == ""


def test_a_mailbox_a_number_and_a_page_are_followed() -> None:
    assert web("https://a.example/é?x=1#y") == "https://a.example/é?x=1#y"
    assert mailto("contact@a.example") == "mailto:contact@a.example"
    assert tel("+33123456789") == "tel:+33123456789"
    assert [mailto("x"), mailto("a@b.example?bcc=c@d.example"), tel("0123456789"), tel("+33 1")] == [""] * 4


def test_a_letter_is_begun_with_nothing_that_breaks_out_of_its_field() -> None:
    told = letter("contact@a.example", "Objet & suite?", "Bonjour,\n\nfin #1")
    assert told == "mailto:contact@a.example?subject=Objet%20%26%20suite%3F&body=Bonjour%2C%0D%0A%0D%0Afin%20%231"
    assert letter("nobody", "x", "y") == ""


def test_every_language_has_a_page_of_its_own_folder() -> None:
    assert [path_in(tongue, "a/b.html") for tongue in TONGUES] == ["a/b.html", "en/a/b.html"]
