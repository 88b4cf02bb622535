"""The page of files: every one of the release, with its size and digest; how to open, prove and cite them."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from flows.catalogue.snippets import SNIPPETS
from flows.site.pages import fichiers
from flows.site.render import html
from flows.site.shown import Shown
from flows.site.words import Words
from tests.flows.site.html_read import Element, by_id, read

FOLDER = "donnees/latest/"


@pytest.fixture(scope="module")
def page(site_folder: Path) -> Element:
    return read(site_folder / "fichiers.html")


@pytest.fixture(scope="module")
def rows(page: Element) -> dict[str, list[str]]:
    """The cells of each file's row, by its name."""
    found = {}
    for table in page.each("table"):
        for row in table.each("tr"):
            links = [one.get("href") for head in row.each("th") for one in head.each("a")]
            if links:
                found[links[0].removeprefix(FOLDER)] = [cell.text for cell in row.each("td")]
    return found


def test_every_file_of_the_release_is_on_it(page: Element, about: Shown) -> None:
    there = {path.relative_to(about.folder).as_posix() for path in about.folder.rglob("*") if path.is_file()}
    linked = {one.get("href").removeprefix(FOLDER) for one in page.each("a") if one.get("href").startswith(FOLDER)}
    assert linked == there


def test_each_has_its_digest_but_the_sums_themselves(rows: dict[str, list[str]], about: Shown) -> None:
    for name, cells in rows.items():
        told = hashlib.sha256((about.folder / name).read_bytes()).hexdigest()
        assert cells[-1] == ("" if name.startswith("SHA256SUMS") else told), name


def test_each_says_what_it_is(rows: dict[str, list[str]], site_folder: Path) -> None:
    assert [name for name, cells in rows.items() if not cells[0]] == []
    assert rows["etablissements.csv"][0].startswith("Établissements (CSV) Un lieu par ligne")
    english = {one.text for one in read(site_folder / "en" / "fichiers.html").each("td")}
    assert any(text.startswith("Places (CSV) One place a row") or "Places (CSV)" in text for text in english)


def test_extracts_are_named_after_their_territory(page: Element) -> None:
    named = {one.get("aria-label"): one.get("href") for one in page.each("a") if "extraits/" in one.get("href")}
    assert named["CSV, Seine-Saint-Denis (93)"] == f"{FOLDER}extraits/departement/93.csv"
    assert named["GeoJSON, Bretagne (53)"] == f"{FOLDER}extraits/region/53.geojson"


def test_every_snippet_of_the_release_is_shown_with_the_public_address(page: Element, about: Shown) -> None:
    code = [one.text for one in page.each("pre")]
    titles = [one.text for one in page.each("h3")]
    assert [one.tool for one in SNIPPETS if one.tool not in titles] == []
    assert any(f"{about.settings.base_url}/latest/etablissements.geojson" in text for text in code)
    assert not [text for text in code if "https://ADDRESS" in text]


def test_a_code_in_a_text_is_code(page: Element) -> None:
    assert "etablissements.gpkg" in {one.text for one in page.each("code")}
    assert "`" not in "".join(one.text for one in page.each("p"))


def test_it_says_how_to_cite_and_under_which_licence(page: Element, about: Shown) -> None:
    (said,) = page.each("blockquote")
    for fact in (about.version, about.settings.homepage, "Crèches coopératives de France", "22 novembre 2026"):
        assert fact in said.text
    assert "https://www.etalab.gouv.fr/licence-ouverte-open-licence/" in {one.get("href") for one in page.each("a")}


def test_an_unsigned_release_is_said_to_be_so(page: Element, about: Shown, tmp_path: Path) -> None:
    assert any("n'est pas signée" in one.text for one in page.each("p"))


def test_the_key_of_a_signed_release_is_told(about: Shown, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "SHA256SUMS").write_text("")
    (folder / "SHA256SUMS.minisig").write_text("signature")
    signed = replace(about, folder=folder, settings=replace(about.settings, public_key="RWQabc"))
    (made,) = fichiers.pages(signed, Words("fr"))
    (tmp_path / "page.html").write_text(html(made, Words("fr"), signed), encoding="utf-8")
    text = read(tmp_path / "page.html").text
    assert "RWQabc" in text
    assert "n'est pas signée" not in text


def test_the_badge_is_shown_in_words_and_can_be_put_elsewhere(page: Element, about: Shown) -> None:
    (picture,) = page.each("img")
    assert (picture.get("src"), picture.get("alt")) == (
        "donnees/badge.svg",
        "données à jour, vérifiées le 22 novembre 2026",
    )
    assert any(f"{about.settings.base_url}/badge.svg" in one.text and "<img" in one.text for one in page.each("pre"))


def test_long_lists_are_folded_and_readable_without_a_script(page: Element) -> None:
    folded = [next(one.each("summary")).text for one in page.each("details")]
    assert folded == ["Montrer les 13 fichiers", "Montrer les 14 schémas"]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 octets"),
        (999, "999 octets"),
        (1000, "1,0 ko"),
        (12_400, "12 ko"),
        (3_450_000, "3,5 Mo"),
        (45_000_000, "45 Mo"),
    ],
)
def test_sizes_are_told_as_people_say_them(count: int, said: str) -> None:
    assert fichiers.size(count, Words("fr")) == said


def test_the_stable_addresses_are_those_of_the_settings(page: Element, about: Shown) -> None:
    told = next(page.each("dl")).text
    for name in ("latest/", f"releases/{about.version}/", "versions.json", "latest.json"):
        assert f"{about.settings.base_url}/{name}" in told
    assert by_id(page, "portails")
