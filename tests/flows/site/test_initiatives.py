"""Initiatives: figures with their period, who funds and who takes part, each with the page that says it."""

import pytest

from flows.site.pages import initiatives
from flows.site.shown import Shown
from flows.site.words import TONGUES
from tests.flows.site.reading import read, sound, text, with_rows


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_fact_figure_and_partner_has_its_page(about: Shown, tongue: str) -> None:
    one = read(initiatives.pages, about, tongue)["initiatives.html"]
    sound(one)
    (row,) = about.tables["initiatives"]
    assert [text(head) for head in one.xpath("//h2")] == [row["nom"]]
    figures, *partners, facts, _ = one.xpath("//table")
    count = len([figure for figure in about.tables["chiffres"] if figure["sujet_id"] == row["id"]])
    assert len(figures.xpath("tbody/tr[td[last()]/a/@href]")) == count
    assert sum(len(table.xpath("tbody/tr[td[last()]/a/@href]")) for table in partners) == len(
        about.tables["partenariats"]
    )
    assert "Qualiopi" in text(facts)


def test_a_figure_is_told_with_its_period_and_that_its_year_is_not_told(about: Shown) -> None:
    one = read(initiatives.pages, about)["initiatives.html"]
    (row,) = one.xpath("//tr[th='MAM ouvertes']")
    assert [text(cell) for cell in row.xpath("td")[:4]] == [
        "15 établissements",
        "non renseigné",
        "depuis 2014",
        "non renseigné",
    ]


def test_that_only_a_home_page_is_known_of_a_source_is_said(about: Shown) -> None:
    assert "page d'accueil de son site" in text(read(initiatives.pages, about)["initiatives.html"])
    found = [{**row, "source_url": "https://www.rtes.fr/pope"} for row in about.tables["chiffres"]]
    exact = read(initiatives.pages, with_rows(about, "chiffres", found))["initiatives.html"]
    assert "page d'accueil de son site" not in text(exact)


def test_one_place_is_told_in_the_singular(about: Shown) -> None:
    (row,) = read(initiatives.pages, about, "en")["initiatives.html"].xpath("//tr[th='family cafés opened']")
    assert text(row.xpath("td")[0]) == "1 place"


def test_partners_stand_by_what_they_do_funders_apart(about: Shown) -> None:
    one = read(initiatives.pages, about)["initiatives.html"]
    (funders,) = [table for table in one.xpath("//table") if text(table.xpath("caption")[0]).startswith("Financeurs")]
    names = {text(name) for name in funders.xpath("tbody/tr/th")}
    assert names == {row["partenaire"] for row in about.tables["partenariats"] if row["role"] == "financeur"}


def test_a_release_without_initiatives_says_so(about: Shown) -> None:
    one = read(initiatives.pages, with_rows(about, "initiatives", []))["initiatives.html"]
    assert "ne contient aucune initiative" in text(one.xpath("//main")[0])
