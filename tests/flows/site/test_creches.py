"""The list of nurseries: readable without scripts, and told to scripts in one file."""

import pytest

from flows.site import kinds, rows
from flows.site.pages import creches
from flows.site.pictures import forms
from flows.site.shown import Shown
from flows.site.words import TONGUES, Words
from tests.browser.countries import large
from tests.flows.site.list_read import read, with_place


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_nursery_is_a_row_that_leads_to_its_page(about: Shown, tongue: str) -> None:
    found = read(about, tongue).xpath("//table//tbody/tr/th[@scope='row']/a")
    assert [one.get("href") for one in found] == [f"creche/{row['id']}.html" for row in rows.ordered(about)]
    assert [one.text for one in found] == [row["nom"] for row in rows.ordered(about)]


def test_the_table_is_one_for_screen_readers_too(about: Shown) -> None:
    table = read(about).xpath("//table")[0]
    assert table.xpath("string(caption)")
    heads = table.xpath("thead/tr/th")
    assert [one.get("scope") for one in heads] == ["col"] * 8
    assert [one.get("aria-sort") for one in heads] == ["ascending", *[None] * 7]
    assert {len(row.xpath("th|td")) for row in table.xpath("tbody/tr")} == {8}


def test_what_nobody_tells_is_said_to_be_unknown(about: Shown) -> None:
    page = read(
        with_place(about, id="cc-aaaaaaaa", nom="Zzz", commune="", departement="", capacite="", categorie="inconnu")
    )
    cells = [" ".join(one.text_content().split()) for one in page.xpath("//tbody/tr[last()]/td")]
    assert cells[:3] == ["inconnu", "inconnu", "inconnue"]
    assert cells[4] == "inconnu"
    assert not [one for one in page.xpath("//tbody/tr/td") if not one.text_content().strip()]


def test_places_that_may_be_head_offices_are_told_of(about: Shown) -> None:
    unsure = sum(row["nature_lieu"] == "inconnu" for row in about.places.values())
    assert f"Pour {unsure} d'entre eux, la source ne dit pas" in read(about).xpath("string(//main)")


def test_what_needs_scripts_is_hidden_until_they_run(about: Shown) -> None:
    page = read(about)
    for name in ("criteres", "resultat", "vue-carte", "pages"):
        assert page.xpath(f"//*[@id='{name}']")[0].get("hidden") is not None, name
    assert page.xpath("//*[@id='vue-liste']")[0].get("hidden") is None
    assert not page.xpath("//table//button")


def test_a_large_list_shows_its_beginning_and_leads_to_every_departement(about: Shown) -> None:
    country = large(about, 1_000)
    page = read(country)
    assert len(page.xpath("//tbody/tr")) == creches.FEW
    led = {one.get("href") for one in page.xpath("//*[@id='suite']//a")}
    assert led == {f"departement/{code}.html" for code in country.of_departement if code}


def test_filters_offer_what_there_is_with_its_count(about: Shown) -> None:
    page = read(about)
    for name, column in (("departement", "departement"), ("categorie", "categorie")):
        offered = {one.get("value"): one.text for one in page.xpath(f"//select[@id='{name}']/option")[1:]}
        codes = [row[column] for row in about.places.values()]
        assert offered.keys() == set(codes)
        assert all(text.endswith(f"({codes.count(code)})") for code, text in offered.items())


def test_a_family_of_forms_counts_all_its_forms(about: Shown) -> None:
    offered = {one.get("value"): one.text for one in read(about).xpath("//select[@id='forme']/option")[1:]}
    codes = [rows.form_of(about, row) for row in about.places.values()]
    scops = sum(form.startswith("SCOP") for form in codes)
    assert offered["SCOP"] == f"Toutes les Scop ({scops})"
    assert offered["SCOP_SARL"] == f"– Scop SARL ({codes.count('SCOP_SARL')})"


def test_families_of_forms_are_counted_as_the_figures_count_them(about: Shown) -> None:
    drawn = {one[0]: one[1] for one in forms.figure(about, Words("fr")).rows}
    offered = {one.get("value"): one.text for one in read(about).xpath("//select[@id='forme']/option")[1:]}
    assert {offered["SCOP"], offered["SCIC"]} == {f"Toutes les {name} ({drawn[name]})" for name in ("Scop", "Scic")}
    parts = [text for value, text in offered.items() if value in ("SCOP_SEULE", "SCOP_SARL")]
    assert [text.partition(" (")[0] for text in parts] == ["– Scop, sans autre précision", "– Scop SARL"]
    assert sum(int(text.rpartition("(")[2].rstrip(")")) for text in parts) == int(drawn["Scop"])


def test_places_are_not_all_called_nurseries(about: Shown) -> None:
    counts = kinds.counted(Words("fr"), about.places.values())
    assert len(counts) > 1 and f"Ce sont : {', '.join(counts)}." in read(about).xpath("string(//main)")


@pytest.mark.parametrize(
    ("precision", "told"),
    [("numero", "à l'adresse"), ("voie", "dans la rue"), ("lieu_dit", "au lieu-dit"), ("commune", "commune seule")],
)
def test_the_table_says_how_exactly_a_place_is_known(about: Shown, precision: str, told: str) -> None:
    page = read(with_place(about, id="cc-aaaaaaaa", nom="Zzz", geo_precision=precision))
    assert page.xpath("string(//tbody/tr[last()]/td[@data-titre='Position connue'])") == told
    bare = read(with_place(about, id="cc-aaaaaaaa", nom="Zzz", geo_precision=precision, longitude="", latitude=""))
    assert bare.xpath("string(//tbody/tr[last()]/td[@data-titre='Position connue'])") == "aucune"


def test_who_has_no_scripts_is_told_what_does_not_work(about: Shown) -> None:
    assert "sans tenir compte des mots cherchés" in read(about).xpath("string(//noscript)")


def test_who_finds_none_is_led_on(about: Shown) -> None:
    (block,) = read(about).xpath("//*[@id='aucune']")
    assert block.get("hidden") is not None
    assert block.xpath(".//a/@href") == ["departements.html", "index.html#signaler", "https://monenfant.fr/"]
