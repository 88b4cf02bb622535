"""Privacy, opposition and accessibility: a letter that is begun works without any script, and what is said is what is so."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from flows.site.pages import accessibilite, confidentialite
from flows.site.render import html
from flows.site.shown import Shown
from flows.site.words import TONGUES, Words
from tests.flows.site.html_read import Element, by_id, every_page, read

LANGUAGES = pytest.mark.parametrize("folder", ["", "en"])


def letters(page: Element) -> list[tuple[str, dict[str, list[str]]]]:
    """Mailbox, and fields of each letter that a page begins."""
    found = [urlsplit(one.get("href")) for one in page.each("a") if one.get("href").startswith("mailto:")]
    return [(parts.path, parse_qs(parts.query)) for parts in found if parts.query]


@LANGUAGES
def test_each_request_begins_a_letter_to_the_projects_mailbox(site_folder: Path, about: Shown, folder: str) -> None:
    begun = letters(read(site_folder / folder / "confidentialite.html"))
    assert {mailbox for mailbox, _ in begun} == {about.settings.contact}
    subjects = [fields["subject"][0] for _, fields in begun]
    assert len(set(subjects)) == len(confidentialite.LETTERS)
    assert all(set(fields) == {"subject", "body"} and "\r\n" in fields["body"][0] for _, fields in begun)


@LANGUAGES
def test_who_publishes_is_named_and_who_hosts_is_left_to_who_serves_the_folder(
    site_folder: Path, about: Shown, folder: str
) -> None:
    page = read(site_folder / folder / "confidentialite.html")
    assert by_id(page, "mentions")
    said = page.text.partition("Mentions légales" if not folder else "Legal notice")[2]
    assert "creches-cooperatives" in said and about.settings.contact in said
    assert (
        "hébergeur est celui qui sert ce dossier" if not folder else "host is the one who serves this folder"
    ) in said


def test_the_letters_of_each_language_are_in_it(site_folder: Path) -> None:
    bodies = [letters(read(site_folder / folder / "confidentialite.html"))[0][1]["body"][0] for folder in ("", "en")]
    assert [body.split(",")[0] for body in bodies] == ["Bonjour", "Hello"]


@LANGUAGES
def test_the_right_to_object_has_its_anchor_and_the_authority_is_named(site_folder: Path, folder: str) -> None:
    page = read(site_folder / folder / "confidentialite.html")
    assert by_id(page, "opposition")
    assert confidentialite.AUTHORITY in {one.get("href") for one in page.each("a")}
    assert "CNIL" in page.text


def test_no_page_sets_a_cookie_or_asks_another_host_by_itself(site_folder: Path) -> None:
    for path in every_page(site_folder):
        page = read(path)
        assert not [one for one in page.each("meta") if one.get("http-equiv").lower() in ("set-cookie", "refresh")]
        assert not [one for tag in ("img", "script", "iframe") for one in page.each(tag) if "//" in one.get("src")]
        assert not [
            one for one in page.each("link") if one.get("rel") in ("preconnect", "dns-prefetch", "preload", "prefetch")
        ]


@pytest.mark.parametrize("made", [confidentialite, accessibilite], ids=["privacy", "accessibility"])
@pytest.mark.parametrize("tongue", TONGUES)
def test_a_contact_that_is_no_mailbox_is_shown_without_a_link(
    about: Shown, tmp_path: Path, made: object, tongue: str
) -> None:
    words = Words("en" if tongue == "en" else "fr")
    strange = replace(about, settings=replace(about.settings, contact="https://a.example/contact"))
    (one,) = made.pages(strange, words)  # type: ignore[attr-defined]
    (tmp_path / "page.html").write_text(html(one, words, strange), encoding="utf-8")
    page = read(tmp_path / "page.html")
    assert "https://a.example/contact" in page.text
    assert letters(page) == []
    assert "" not in {link.get("href") for link in page.each("a")}


@LANGUAGES
def test_the_accessibility_statement_claims_no_audit_and_names_its_limits(site_folder: Path, folder: str) -> None:
    page = read(site_folder / folder / "accessibilite.html")
    for said in ("2016/2102", "2019-768", "RGAA", "axe-core", "320"):
        assert said in page.text
    assert ("Aucun audit" if not folder else "No audit") in page.text
    assert by_id(page, "limites")
    assert letters(page)
    assert "creches.html" in {one.get("href") for one in page.each("a")}
