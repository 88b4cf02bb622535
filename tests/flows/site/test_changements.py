"""The page of changes: releases newest first, rows in words with their causes, what was withdrawn or is gone with its reason."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import sources
from flows.site import past
from flows.site.pages import changements
from flows.site.render import html
from flows.site.shown import Shown
from flows.site.shown import shown as read_shelf
from flows.site.values import phone
from flows.site.words import Words
from schemas.tables import columns
from tests.flows.runs import pages_only, run_members
from tests.flows.site.html_read import Element, by_id, read
from tests.pages.members import MEMBERS, SEVENTH

FIRST, SECOND = "2026.11.22", "2026.11.29"
CALLED = replace(MEMBERS[0], telephone="+33 4 65 71 20 31")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Two releases: in the second one a member is new and one has another phone."""
    output = tmp_path_factory.mktemp("two") / "output"
    output.parent.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "pages", pages_only)
        run_members(output, MEMBERS, "2026-11-22")
        assert run_members(output, [CALLED, *MEMBERS[1:], SEVENTH], "2026-11-29").version == SECOND
    return read_shelf(output)


def page(about: Shown, folder: Path, tongue: str = "fr") -> Element:
    words = Words("en" if tongue == "en" else "fr")
    (made,) = changements.pages(about, words)
    (folder / "page.html").write_text(html(made, words, about), encoding="utf-8")
    return read(folder / "page.html")


def marked(about: Shown, version: str, **marks: object) -> Shown:
    """The same shelf with marks on one entry."""
    entries = tuple({**one, **marks} if one["version"] == version else one for one in about.entries)
    return replace(about, entries=entries)


def sections(whole: Element) -> list[str]:
    return [one.get("id") for one in whole.each("section")]


def test_the_newest_release_comes_first_and_the_current_one_is_named_so(two: Shown, tmp_path: Path) -> None:
    whole = page(two, tmp_path)
    assert sections(whole) == [f"v{SECOND}", f"v{FIRST}"]
    assert "29 novembre 2026" in next(by_id(whole, f"v{SECOND}").each("h2")).text
    labels = [
        [one.text for one in section.each("span") if "etiquette" in one.get("class")]
        for section in whole.each("section")
    ]
    assert labels == [["version courante"], []]


def test_rows_are_counted_by_table_as_the_release_counted_them(two: Shown, tmp_path: Path) -> None:
    counted = {}
    for row in next(by_id(page(two, tmp_path), f"v{SECOND}").each("tbody")).each("tr"):
        counted[next(row.each("th")).text] = [int(cell.text) for cell in row.each("td")]
    document = json.loads((two.folder / "changements.json").read_text())["tables"]
    kinds = document["etablissements"]
    assert counted["Établissements"] == [len(kinds[kind]) for kind in ("added", "removed", "changed")]
    assert counted["Établissements"][0] == 1


def test_a_row_that_came_is_told_with_its_place_its_cause_and_its_page(two: Shown, tmp_path: Path) -> None:
    (row,) = [
        one
        for one in by_id(page(two, tmp_path), f"v{SECOND}").each("li")
        if SEVENTH.nom in one.text and one.text.count("(") == 2
    ]
    assert "Cause : la source le cite pour la première fois" in row.text
    (link,) = row.each("a")
    assert link.get("href").removeprefix("creche/").removesuffix(".html") in two.places


def test_a_phone_that_gave_way_is_not_told_again_only_the_new_one(two: Shown, tmp_path: Path) -> None:
    text = by_id(page(two, tmp_path), f"v{SECOND}").text
    assert f"désormais {phone(Words('fr'), '+33465712031')}" in text
    assert not [line for line in two.past[SECOND] if line["champ"] == "telephone" and line["avant"]]


def test_what_stands_no_more_is_told_again_nowhere_when_it_was_a_contact_or_named_a_person(
    two: Shown, tmp_path: Path
) -> None:
    line = next(one for one in two.past[SECOND] if one["champ"] == "telephone")
    place = line["cle"]
    came = {**line, "avant": "", "apres": "+33149000000"}  # a later release took it away
    named = {**line, "champ": "adresse", "avant": "Chez Camille Exemple", "apres": "3 rue Neuve"}
    held = dict.fromkeys(columns("anomalies"), "") | {"code": "personne_retenue", "id": place, "champ": "adresse"}
    tables = {**two.tables, "anomalies": [held]}
    told = page(replace(two, past={SECOND: [came, named]}, tables=tables), tmp_path).text
    assert "01 49 00 00 00" not in told
    assert "Camille" not in told


def test_in_english_nothing_french_is_said_but_names(two: Shown, tmp_path: Path) -> None:
    text = by_id(page(two, tmp_path, "en"), f"v{SECOND}").text
    assert "Cause: the source names it for the first time" in text
    assert f"now {phone(Words('en'), '+33465712031')}" in text
    assert "29 November 2026" in text


def test_a_first_release_says_so_and_gives_no_causes(two: Shown, tmp_path: Path) -> None:
    section = by_id(page(two, tmp_path), f"v{FIRST}")
    assert "Première version" in section.text
    assert "Causes" not in [one.text for one in section.each("h3")]


def test_long_lists_end_with_a_pointer_to_the_file(two: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changements, "MOST_BEFORE", 2)
    section = by_id(page(two, tmp_path), f"v{FIRST}")
    links = {one.get("href") for one in section.each("a") if "changements.csv" in one.get("href")}
    assert links == {f"donnees/releases/{FIRST}/changements.csv"}
    assert "Et 4 autres" in section.text


def test_a_withdrawn_release_is_told_with_its_reason_and_nothing_of_its_rows(two: Shown, tmp_path: Path) -> None:
    gone = {"date": "2026-12-01", "reason": "Une liste <b>mal lue</b>."}
    section = by_id(page(marked(two, FIRST, withdrawn=gone), tmp_path), f"v{FIRST}")
    assert "retirée le 1er décembre 2026" in section.text
    assert "Une liste <b>mal lue</b>." in section.text
    assert not [*section.each("b")]
    assert MEMBERS[1].nom not in section.text


def test_a_release_whose_files_are_gone_keeps_its_numbers(two: Shown, tmp_path: Path) -> None:
    pruned = replace(marked(two, FIRST, pruned="2027-12-01"), past={SECOND: two.past[SECOND]})
    section = by_id(page(pruned, tmp_path), f"v{FIRST}")
    assert "Les fichiers de celle-ci ne le sont plus" in section.text
    entry = next(one for one in two.entries if one["version"] == FIRST)
    assert f"Lignes arrivées : {entry['changes']['ajoute']} ;" in section.text  # type: ignore[index]
    assert not [*section.each("a")]


def test_a_release_that_cannot_be_believed_says_so(two: Shown, tmp_path: Path) -> None:
    section = by_id(page(replace(two, past={SECOND: two.past[SECOND]}), tmp_path), f"v{FIRST}")
    assert "fichiers abîmés" in section.text


def test_a_reissued_release_says_what_it_replaces_and_not_who_asked(two: Shown, tmp_path: Path) -> None:
    again = marked(two, SECOND, reissued={"replaces": "2026.11.28", "date": "2026-12-03"})
    assert "Remplace la version 2026.11.28 depuis le 3 décembre 2026" in by_id(page(again, tmp_path), f"v{SECOND}").text


def test_only_the_newest_releases_are_told_the_list_has_all(two: Shown, tmp_path: Path) -> None:
    many = replace(two, entries=(*two.entries, *(two.entries[1],) * past.NEWEST))
    assert "2 versions plus anciennes ne sont pas décrites ici." in page(many, tmp_path).text


def test_it_leads_to_feeds_list_and_changelog(two: Shown, tmp_path: Path) -> None:
    links = {one.get("href") for one in page(two, tmp_path).each("a")}
    assert {"donnees/changements.atom", "donnees/versions.json", "donnees/latest/CHANGELOG.md"} <= links
    assert "donnees/atom/93.atom" in links


def test_a_release_without_news_for_readers_says_that_nothing_changed(two: Shown, tmp_path: Path) -> None:
    quiet = replace(two, past={**two.past, SECOND: []})
    assert "ni initiative n'a changé" in by_id(page(quiet, tmp_path), f"v{SECOND}").text
