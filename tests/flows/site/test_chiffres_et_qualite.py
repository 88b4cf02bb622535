"""The pages of figures and of quality: each picture has its words and its table; measures, doubts and sources are the release's."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from flows.site.pages import chiffres, qualite
from flows.site.shown import Shown
from flows.site.words import TONGUES
from tests.flows.site.reading import read, text, with_rows

BOTH = [(chiffres.pages, "chiffres.html"), (qualite.pages, "qualite.html")]


def quality(about: Shown, tongue: Any = "fr") -> Any:
    return read(qualite.pages, about, tongue)["qualite.html"]


def with_report(about: Shown, folder: Path, report: object) -> Shown:
    (folder / "qualite.json").write_text(json.dumps(report), encoding="utf-8")
    return dataclasses.replace(about, folder=folder)


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize(("maker", "path"), BOTH)
def test_each_picture_says_its_finding_and_stands_beside_its_table(
    about: Shown, maker: Any, path: str, tongue: str
) -> None:
    page = read(maker, about, tongue)[path]
    figures = page.xpath("//div[@class='figure']")
    assert len(figures) >= 3
    for one in figures:
        finding = text(one.xpath("p")[0])
        for image in one.xpath(".//img"):
            assert text_of(image.get("alt")) == finding
            assert int(image.get("width")) and int(image.get("height"))
            (dark,) = one.xpath(".//source/@srcset")
            assert dark == image.get("src").replace(".svg", "-sombre.svg")
            assert one.xpath(".//details//table")


def text_of(said: str) -> str:
    return " ".join(said.split())


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize(("maker", "path"), BOTH)
def test_every_table_says_what_it_is_and_has_headings(about: Shown, maker: Any, path: str, tongue: str) -> None:
    page = read(maker, about, tongue)[path]
    assert len(page.xpath("//h1")) == 1
    for table in page.xpath("//table"):
        assert text(table.xpath("caption")[0])
        assert {len(row.xpath("th|td")) for row in table.xpath(".//tr")} == {len(table.xpath("thead//th"))}
    labels = page.xpath("//*[@role='region']/@aria-label")
    assert len(labels) == len(set(labels)), "each region that scrolls has a name of its own"


def test_pictures_that_pages_name_are_built(site_folder: Path) -> None:
    from lxml.html import document_fromstring

    for path in (*site_folder.glob("*.html"), *site_folder.glob("en/*.html")):
        page = document_fromstring(path.read_text(encoding="utf-8"))
        for address in (*page.xpath("//main//img/@src"), *page.xpath("//source/@srcset")):
            assert (path.parent / address).is_file(), f"{path.name}: {address}"


def test_a_figure_without_data_is_words_and_no_empty_picture(about: Shown) -> None:
    page = read(chiffres.pages, with_rows(about, "territoires", []))["chiffres.html"]
    (figure,) = page.xpath("//h2[@id='f-besoin']/..")
    assert not figure.xpath(".//img|.//table")
    assert "ne contient pas le taux" in text(figure)


def test_measures_are_those_of_the_release_and_what_exceeds_its_limit_is_not_folded_away(
    about: Shown, tmp_path: Path
) -> None:
    told = {"fr": "3 lieux <b>retirés</b>.", "en": "3 places <b>withdrawn</b>."}
    gate = {"gate": "retraits", "measured": "3/10", "limit": "> 2 et >= 15 %", "messages": told}
    page = quality(with_report(about, tmp_path, {"gates": [{**gate, "ruling": "averti"}, {**gate, "ruling": "ok"}]}))
    open_, folded = page.xpath("//table[thead//th[text()='Verdict']]")
    assert [text(cell) for cell in open_.xpath(".//tbody/tr/*")] == [
        "3 lieux <b>retirés</b>.",
        "3 sur 10",
        "plus de 2, et au moins 15 %",
        "avertit",
    ]
    assert not open_.xpath("ancestor::details") and folded.xpath("ancestor::details")
    assert "1 mesure demande attention." in text(page)


@pytest.mark.parametrize("tongue", TONGUES)
def test_measures_call_sources_and_columns_as_people_do(about: Shown, tmp_path: Path, tongue: str) -> None:
    source = next(iter(about.sources.values()))
    told = {
        "fr": f"{source['id']} : code_postal : 1 valeur : x : code_postal.",
        "en": f"{source['id']}: code_postal: 1 value: x: code_postal.",
    }
    gate = {"gate": "valeurs_perdues", "ruling": "ok", "source": source["id"], "subject": "code_postal"}
    report = {"gates": [{**gate, "measured": "1", "limit": "> 0", "messages": told}]}
    said = text(quality(with_report(about, tmp_path, report), tongue).xpath("//details[1]//tbody//th")[0])
    title = " ".join(source["titre"].split())
    if tongue == "fr":
        assert said == f"« {title} » : Code postal : 1 valeur : x : code_postal."
    else:
        assert said == f"'{title}': Postcode: 1 value: x: code_postal."


def test_the_source_that_has_no_page_of_its_own_leads_to_where_it_is_described(about: Shown, site_folder: Path) -> None:
    (link,) = quality(about).xpath("//table[@class='sources']//a[contains(@href, '#sources')]/@href")
    assert link == "methode.html#sources" and 'id="sources"' in (site_folder / "methode.html").read_text()


@pytest.mark.parametrize("report", ["", "{", "[]"])
def test_a_release_that_tells_no_measures_says_so(about: Shown, tmp_path: Path, report: str) -> None:
    (tmp_path / "qualite.json").write_text(report)
    assert "ne dit pas ce qui a été mesuré" in text(quality(dataclasses.replace(about, folder=tmp_path)))


def test_doubts_are_counted_by_code_in_words_the_gravest_first(about: Shown) -> None:
    model = about.tables["anomalies"][0]
    rows = [
        {**model, "code": "homonyme", "gravite": "info", "message_fr": "a"},
        {**model, "code": "code_tout_neuf", "gravite": "doute", "message_fr": "<i>b</i>"},
        {**model, "code": "code_tout_neuf", "gravite": "doute", "message_fr": "c"},
    ]
    tables = quality(with_rows(about, "anomalies", rows)).xpath("//table[thead//th[text()='Doute']]")
    lines = [[text(cell) for cell in row.xpath("*")] for table in tables for row in table.xpath("tbody/tr")]
    assert lines == [["code tout neuf", "2", "<i>b</i>"], ["Autre structure du même nom", "1", "a"]]


def test_every_doubt_of_the_embedded_sources_has_words_of_its_own(about: Shown) -> None:
    from flows.site.words import Words

    words = Words("fr")
    assert {row["code"] for row in about.tables["anomalies"] if not words.has(f"qualite.doute_{row['code']}")} == set()


def test_a_release_without_doubts_says_so(about: Shown) -> None:
    assert "ne signale aucun doute" in text(quality(with_rows(about, "anomalies", [])))


def test_every_source_stands_with_its_licence_its_age_and_its_state(about: Shown) -> None:
    (table,) = quality(about).xpath("//table[@class='sources']")
    lines = {text(row.xpath("th")[0]): text(row) for row in table.xpath("tbody/tr")}
    for row in about.sources.values():
        line = lines[" ".join(row["titre"].split())]
        assert " ".join(row["licence"].split()) in line
        assert f"({row['age_jours']} jour" in line if row["age_jours"] else "sans date" in line


def test_a_source_s_address_that_is_no_web_address_is_no_link(about: Shown) -> None:
    first, *others = about.tables["sources"]
    page = quality(with_rows(about, "sources", [{**first, "url": "javascript:alert(1)"}, *others]))
    assert not page.xpath("//a[starts-with(@href, 'javascript')]")
    assert first["titre"] in page.xpath("//table[@class='sources']")[0].text_content()
