"""The dictionary: every table and column, with an anchor each, in the page's language only, its codes in words."""

from pathlib import Path

import pytest

from flows.catalogue.dictionary import sheets
from flows.site.codes import choices
from flows.site.words import TONGUES, Words
from tests.flows.site.html_read import by_id, read

PATHS = {"fr": "dictionnaire.html", "en": "en/dictionnaire.html"}


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_table_and_column_has_its_anchor_and_its_meaning(site_folder: Path, tongue: str) -> None:
    page = read(site_folder / PATHS[tongue])
    for sheet in sheets():
        section = by_id(page, sheet.name)
        assert (sheet.en if tongue == "en" else sheet.fr) in section.text
        for column in sheet.columns:
            row = by_id(page, f"{sheet.name}/{column.name}")
            meaning = " ".join((column.en if tongue == "en" else column.fr).replace("`", "").split())
            assert meaning[:40].split()[0] in row.text
            assert next(row.each("th")).text == column.name


def test_a_page_has_one_language_only(site_folder: Path) -> None:
    french, english = (read(site_folder / PATHS[tongue]).text for tongue in TONGUES)
    for sheet in sheets():
        assert sheet.en not in french
        assert sheet.fr not in english


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_code_that_a_column_may_hold_is_there_in_words(site_folder: Path, tongue: str) -> None:
    page = read(site_folder / PATHS[tongue])
    for sheet in sheets():
        for column in sheet.columns:
            row = by_id(page, f"{sheet.name}/{column.name}")
            told = {next(one.each("dt")).text: next(one.each("dd")).text for one in row.each("div")}
            assert ", ".join(told) == column.choices
            assert all(told.values())


def test_no_code_is_left_in_french_letters_for_english_readers() -> None:
    same = {"page", "confederation", "federation", "initiative", "commune"}  # the same word in both languages
    for sheet in sheets():
        for column in sheet.columns:
            for code, words in choices(sheet.name, column.name, Words("en")):
                assert words.replace(" ", "_") != code or code in same, (sheet.name, column.name, code)


def test_a_code_is_told_in_words_and_a_table_by_its_title() -> None:
    assert dict(choices("changements", "table", Words("fr")))["etablissements"] == "Établissements"
    assert dict(choices("changements", "cause", Words("en")))["calendrier"] == "time went by"
    assert dict(choices("sources", "classe", Words("fr")))["premiere_main"] == "première main"
    assert choices("etablissements", "nom", Words("fr")) == []
