"""The départements: what is known in each, where nothing is, whatever its code looks like."""

from collections import Counter

import pytest

from flows.site.kinds import kind
from flows.site.pages import departements
from flows.site.seats import seat_of
from flows.site.shown import Shown
from flows.site.words import TONGUES
from schemas.records import Row
from tests.flows.site.reading import changed, read, sound, text, with_rows

ID = "cc-yx5qmrti"


def rate(about: Shown, code: str, taux: str, niveau: str = "departement", **more: str) -> Row:
    empty = dict.fromkeys(about.tables["territoires"][0], "")
    return {**empty, "code": code, "niveau": niveau, "taux_couverture": taux, "millesime": "2023", **more}


def rated(about: Shown, *rows: Row) -> Shown:
    return with_rows(about, "territoires", [*about.tables["territoires"], *rows])


@pytest.mark.parametrize("tongue", TONGUES)
def test_each_departement_with_a_nursery_has_a_sound_page_that_lists_it(about: Shown, tongue: str) -> None:
    found = read(departements.pages, about, tongue)
    for one in found.values():
        sound(one)
    for code, rows in about.of_departement.items():
        links = found[f"departement/{code}.html"].xpath("//main//tbody/tr/th/a/@href")
        assert links == [f"../creche/{row['id']}.html" for row in rows]


@pytest.mark.parametrize(
    ("code", "region", "name"),
    [("2A", "94", "Corse-du-Sud"), ("2B", "94", "Haute-Corse"), ("974", "04", "La Réunion"), ("976", "06", "Mayotte")],
)
def test_corsica_and_overseas_have_their_pages(about: Shown, code: str, region: str, name: str) -> None:
    there = changed(about, "etablissements", ID, departement=code, region=region)
    one = read(departements.pages, there)[f"departement/{code}.html"]
    assert text(one.xpath("//h1")[0]) == f"Crèches coopératives : {name} ({code})"


def test_a_collectivity_that_is_in_no_region_has_its_rate_and_no_region(about: Shown) -> None:
    there = changed(about, "etablissements", ID, departement="975", region="975")
    one = read(departements.pages, rated(there, rate(about, "975", "61.5", "region")))["departement/975.html"]
    assert "61,5 places pour 100 enfants" in text(one)
    assert "Région" not in [text(term) for term in one.xpath("//dt")]


def test_where_need_is_greatest_and_no_cooperative_is_known_comes_first(about: Shown) -> None:
    with_rates = rated(about, rate(about, "23", "58.2"), rate(about, "02", "41"), rate(about, "2B", "49.9"))
    one = read(departements.pages, with_rates)["departements.html"]
    rows = one.xpath("//h2[@id='sans']/following-sibling::table[1]/tbody/tr")
    told = [[text(cell) for cell in row.xpath("th|td")] for row in rows]
    assert told[0] == ["Aisne (02)", "41", "2023", "aucune crèche coopérative connue"]
    assert [row[0] for row in told] == ["Aisne (02)", "Haute-Corse (2B)", "Creuse (23)"]


def test_a_rate_that_nobody_read_is_said_to_be_missing(about: Shown) -> None:
    one = read(departements.pages, about)["departements.html"]
    assert "n'a pas été lue" in text(one.xpath("//main")[0])
    silent = [text(item) for item in one.xpath("//ul[@class='serre']/li")]
    assert "Corse-du-Sud (2A)" in silent
    assert not {f"{about.departement(code)} ({code})" for code in about.of_departement} & {*silent}


def test_a_rate_of_another_source_is_told_as_such_with_what_is_doubtful_of_it(about: Shown) -> None:
    one = read(departements.pages, about)["departement/93.html"]
    short = text(one.xpath("//section[@aria-labelledby='bref']")[0])
    assert "Le taux de la Cnaf n'est pas renseigné" in short
    assert "Une autre source donne 32 places pour 100 enfants de moins de 3 ans, sans date." in short
    assert one.xpath("//section[@aria-labelledby='bref']//a[@href='#chiffres']")
    below = text(one.xpath("//h2[@id='chiffres']/..")[0])
    assert "n'est pas daté" in below
    assert "page d'accueil de son site" in below


def test_a_rate_of_the_cnaf_is_told_alone(about: Shown) -> None:
    one = read(departements.pages, rated(about, rate(about, "93", "41.5")))["departement/93.html"]
    short = text(one.xpath("//section[@aria-labelledby='bref']")[0])
    assert "41,5 places pour 100 enfants de moins de 3 ans (2023)" in short
    assert "autre source" not in short


def test_where_an_operator_has_its_seat_is_not_where_nothing_is_known(about: Shown) -> None:
    one = read(departements.pages, about)["departements.html"]
    (row,) = one.xpath("//h2[@id='sieges']/following-sibling::table[1]/tbody/tr")
    assert text(row.xpath("th")[0]) == "La Réunion (974)"
    assert text(row.xpath("td")[0]) == "Run enfance (Saint-Paul)"
    assert row.xpath("td/a/@href") == ["reseaux.html#cg-cxopd6cp"]
    assert "La Réunion (974)" not in [text(item) for item in one.xpath("//ul[@class='serre']/li")]


def test_a_seat_in_a_commune_of_which_there_are_several_is_nowhere(about: Shown) -> None:
    settled = with_rows(about, "anomalies", [])
    assert seat_of(settled, about.operators["cg-cxopd6cp"]) == ""
    coded = changed(settled, "gestionnaires", "cg-cxopd6cp", code_postal_siege="97460")
    assert seat_of(coded, coded.operators["cg-cxopd6cp"]) == "974"


def test_a_place_that_may_be_a_head_office_is_counted_as_no_nursery(about: Shown) -> None:
    found = read(departements.pages, about)
    assert "1 lieu coopératif connu : 1 lieu de nature inconnue" in text(found["departement/75.html"])
    (row,) = found["departements.html"].xpath("//table[1]/tbody/tr[@id='d93']")
    assert text(row.xpath("td[2]")[0]).startswith("5 lieux : ")
    (listed,) = found["departement/75.html"].xpath("//h2[@id='lieux']/following-sibling::table[1]/tbody/tr")
    assert text(listed.xpath("td[2]")[0]) == "inconnue, peut-être un siège"
    kinds = Counter(kind(row) for row in about.places.values())
    assert kinds == {"creche": 23, "laep": 1, "inconnu": 5}


def test_the_region_93_is_not_taken_for_the_departement_93(about: Shown) -> None:
    sud = {"code": "93", "niveau": "region", "taux_couverture": "12.3"}
    figure = {**about.tables["chiffres"][0], "territoire_code": "93", "territoire_nom": "Provence-Alpes-Côte d'Azur"}
    both = with_rows(rated(about, rate(about, **{**sud, "taux": "12.3"})), "chiffres", [figure])
    one = read(departements.pages, both)["departement/93.html"]
    assert "12,3" not in text(one)
    assert not one.xpath("//h2[@id='chiffres']")


def test_a_figure_that_a_source_states_stands_with_its_source(about: Shown) -> None:
    one = read(departements.pages, about)["departement/93.html"]
    cells = one.xpath("//h2[@id='chiffres']/following-sibling::table[1]/tbody/tr[1]/*")
    assert [text(cell) for cell in cells[:2]] == ["taux de couverture", "32 places pour 100 enfants de moins de 3 ans"]
    assert cells[-1].xpath("a/@href") == [about.tables["chiffres"][0]["source_url"]]


def test_places_are_told_with_how_many_capacities_are_known(about: Shown) -> None:
    one = read(departements.pages, about)["departement/93.html"]
    assert "78 places, là où la capacité est connue (capacité connue de 3 sur 5)" in text(one)
    assert "Aucune capacité n'est connue." in text(read(departements.pages, about)["departement/38.html"])


def test_files_are_offered_where_the_release_has_them(about: Shown) -> None:
    links = read(departements.pages, about, "en")["departement/93.html"].xpath(
        "//h2[@id='fichiers']/following::ul[1]//a/@href"
    )
    assert links == [
        "../../donnees/latest/extraits/departement/93.csv",
        "../../donnees/latest/extraits/departement/93.geojson",
        "../../donnees/atom/93.atom",
    ]
    moved = changed(about, "etablissements", ID, departement="2A", region="94")
    assert not read(departements.pages, moved)["departement/2A.html"].xpath("//h2[@id='fichiers']")


def test_a_nursery_of_no_known_departement_is_listed_all_the_same(about: Shown) -> None:
    lost = changed(about, "etablissements", ID, departement="", region="", commune="")
    found = read(departements.pages, lost)
    assert f"creche/{ID}.html" in found["departements.html"].xpath(
        "//h2[@id='inconnu']/following-sibling::table//a/@href"
    )
    assert "departement/.html" not in found
