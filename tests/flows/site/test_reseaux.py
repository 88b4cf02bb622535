"""Networks with the members that are known, and every cooperative, whether one knows its nurseries or not."""

import pytest

from flows.site.pages import reseaux
from flows.site.shown import Shown
from flows.site.words import TONGUES
from tests.flows.site.reading import read, sound, structured, text

NETWORK, CONFEDERATION = "cr-x4ft55qi", "cr-6h5nkywk"


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_network_has_a_sound_page_that_the_list_leads_to(about: Shown, tongue: str) -> None:
    found = read(reseaux.pages, about, tongue)
    for one in found.values():
        sound(one)
    links = found["reseaux.html"].xpath("//table[1]//th/a/@href")
    assert {*links} == {f"reseau/{id_}.html" for id_ in about.networks} == {*found} - {"reseaux.html"}


def test_a_network_tells_its_members_and_their_nurseries(about: Shown) -> None:
    one = read(reseaux.pages, about)[f"reseau/{NETWORK}.html"]
    members = {row["gestionnaire_id"] for row in about.tables["adhesions"]}
    assert {row.get("id") for row in one.xpath("//h2[@id='membres']/following-sibling::table[1]/tbody/tr")} == members
    shown = {*one.xpath("//h2[@id='lieux']/following-sibling::table[1]//th/a/@href")}
    theirs = {f"../creche/{row['id']}.html" for row in about.places.values() if row["gestionnaire_id"] in members}
    assert shown == theirs


def test_a_network_without_known_members_does_not_say_that_it_has_none(about: Shown) -> None:
    one = read(reseaux.pages, about)[f"reseau/{CONFEDERATION}.html"]
    assert "Aucun membre n'est connu ici." in text(one)
    assert "ne veut pas dire" in text(one)


def test_figures_about_a_network_stand_on_its_page(about: Shown) -> None:
    one = read(reseaux.pages, about)[f"reseau/{CONFEDERATION}.html"]
    rows = one.xpath("//h2[@id='chiffres']/following-sibling::table[1]/tbody/tr")
    assert [text(cell) for cell in rows[0].xpath("*")[:2]] == ["fédérations de métier", "3 fédérations"]


def test_every_cooperative_is_listed_even_without_a_known_nursery(about: Shown) -> None:
    rows = read(reseaux.pages, about)["reseaux.html"].xpath(
        "//h2[@id='cooperatives']/following-sibling::table[1]/tbody/tr"
    )
    assert {row.get("id") for row in rows} == {*about.operators}
    alone = next(id_ for id_ in about.operators if not about.of_operator.get(id_))
    (row,) = [row for row in rows if row.get("id") == alone]
    assert text(row.xpath("td[last()]")[0]) == "aucun connu"


def test_no_proof_is_told_of_a_form_that_is_not_known(about: Shown) -> None:
    one = read(reseaux.pages, about)["reseaux.html"]
    rows = one.xpath("//h2[@id='cooperatives']/following-sibling::table[1]/tbody/tr")
    unknown = {id_ for id_, row in about.operators.items() if row["forme"] == "INCONNU"}
    assert unknown
    for row in rows:
        assert (text(row.xpath("td[2]")[0]) == "–") == (row.get("id") in unknown)


def test_what_proves_a_form_leads_to_its_page_and_is_said_once(about: Shown) -> None:
    one = read(reseaux.pages, about)["reseaux.html"]
    (link,) = one.xpath("//tr[@id='cg-cxopd6cp']/td[2]/a")
    assert text(link) == "une page lue : Run enfance"
    assert link.get("href") == about.proofs["cg-cxopd6cp"]["forme_preuve"]["source_url"]
    assert text(link.getparent()).count("page lue") == 1


def test_the_way_to_a_network_is_told_to_machines(about: Shown) -> None:
    way = structured(read(reseaux.pages, about, "en")[f"reseau/{NETWORK}.html"], "BreadcrumbList")["itemListElement"]
    assert [one["name"] for one in way] == ["Home", "Networks", "Coop Petite Enfance"]
