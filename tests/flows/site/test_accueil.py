"""The first page: how many there are and that there may be more, how fresh, where to go on, and what machines are told."""

import dataclasses
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from flows.site.dataset import dataset
from flows.site.pages import accueil
from flows.site.shown import Shown
from flows.site.words import TONGUES, Words
from tests.flows.site.html_read import by_id
from tests.flows.site.html_read import read as parsed
from tests.flows.site.reading import read, structured, text, with_rows


def home(about: Shown, tongue: Any = "fr") -> Any:
    return read(accueil.pages, about, tongue)["index.html"]


def numbers(page: Any) -> list[str]:
    return [text(one) for one in page.xpath("//ul[contains(@class, 'nombres')]//a")]


def test_the_numbers_are_those_of_the_release_and_say_that_they_are_not_all(about: Shown) -> None:
    page = home(about)
    known = {row["departement"] for row in about.places.values()} - {""}
    counted = (about.places, about.operators, known, about.networks)
    assert [int(line.split()[0]) for line in numbers(page)] == [len(one) for one in counted]
    assert "n'est pas complète" in text(page.xpath("//*[@class='attention']")[0])


def test_places_of_which_nobody_says_what_they_are_are_not_called_nurseries(about: Shown) -> None:
    first, *others = about.tables["etablissements"]
    unknown = {**first, "nature_lieu": "inconnu", "statut": "actif"}
    plain = ({**row, "nature_lieu": "accueil", "categorie": "creche_collective"} for row in others)
    said = text(home(with_rows(about, "etablissements", [unknown, *plain])).xpath("//*[@class='attention']")[0])
    assert f"Ces {len(others) + 1} lieux : {len(others)} crèches, 1 lieu de nature inconnue." in said


@pytest.mark.parametrize(("days", "when"), [
    (("2026-11-22", "2026-11-22"), "le 22 novembre 2026"),
    (("2026-11-20", "2026-11-22"), "entre le 20 novembre 2026 et le 22 novembre 2026"),
])  # fmt: skip
def test_being_named_by_a_source_is_told_with_its_day_and_not_as_being_open(
    about: Shown, days: tuple[str, str], when: str
) -> None:
    model = about.tables["etablissements"][0]
    rows = [{**model, "id": f"cc-{n}", "statut": "actif", "date_derniere_vue": day} for n, day in enumerate(days)]
    said = text(home(with_rows(about, "etablissements", rows)).xpath("//*[@class='attention']")[0])
    assert f"2 lieux sont cités par une source lue {when}. Ce n'est pas la preuve" in said


def test_each_number_leads_to_where_they_are_listed(about: Shown, site_folder: Path) -> None:
    links = home(about).xpath("//ul[contains(@class, 'nombres')]//a/@href")
    assert links == ["creches.html", "reseaux.html", "departements.html", "reseaux.html"]
    assert about.operators.keys() <= {one.get("id") for one in parsed(site_folder / "reseaux.html").each("tr")}


@pytest.mark.parametrize("tongue", TONGUES)
def test_without_scripts_the_search_says_what_it_will_do(about: Shown, tongue: str) -> None:
    assert "JavaScript" in text(home(about, tongue).xpath("//form[@role='search']//noscript")[0])


def test_what_the_signs_of_the_map_mean_is_told_in_letters_of_the_page(about: Shown) -> None:
    model = about.tables["etablissements"][0]
    rows = [{**model, "id": f"cc-{n}", "geo_precision": one} for n, one in enumerate(("commune", "commune", "numero"))]
    key = home(with_rows(about, "etablissements", rows)).xpath("//figcaption/ul/li")
    assert [text(one) for one in key] == [
        "2 lieux situés à leur commune seulement",
        "1 lieu situé à l'adresse, la rue ou le lieu-dit",
    ]


def test_the_words_of_the_first_lines_lead_to_what_they_mean(about: Shown, site_folder: Path) -> None:
    (link,) = home(about).xpath("//p[@class='chapeau']/a/@href")
    path, _, anchor = link.partition("#")
    assert by_id(parsed(site_folder / path), anchor)


def test_closed_nurseries_are_not_counted_and_unconfirmed_ones_are_said_to_be(about: Shown) -> None:
    first, *others = about.tables["etablissements"]
    rows = [{**first, "statut": "ferme"}, *({**row, "statut": "non_confirme"} for row in others)]
    page = home(with_rows(about, "etablissements", rows))
    assert int(numbers(page)[0].split()[0]) == len(others)
    said = text(page.xpath("//*[@class='attention']")[0])
    assert f"Pour {len(others)} lieux, aucune source récente" in said and "1 lieu fermé" in said
    assert "cité" not in said, "no source names any of them"


@pytest.mark.parametrize("tongue", TONGUES)
def test_the_badge_and_the_map_say_in_words_what_they_show(about: Shown, tongue: str) -> None:
    page = home(about, tongue)
    images = {one.get("src").rpartition("/")[2]: one for one in page.xpath("//main//img")}
    assert images["badge.svg"].get("alt") == Words(tongue)("accueil.badge_a_jour")  # type: ignore[arg-type]
    map_ = images[f"carte-{tongue}.svg"]
    assert str(len(about.places)) in map_.get("alt") and "(" in map_.get("alt")
    assert page.xpath("//picture/source/@media") == ["(prefers-color-scheme: dark)"]
    assert about.version in text(page.xpath("//h2[@id='fraicheur']/..")[0])


def test_downloads_are_those_that_the_release_has_with_their_size(about: Shown, site_folder: Path) -> None:
    links = home(about).xpath("//a[@download]")
    assert len(links) >= 4
    for link in links:
        path = site_folder / link.get("href")
        kilo = max(1, round(path.stat().st_size / 1000))
        assert text(link.getparent()).endswith(f"({kilo} ko)")


def test_sizes_are_said_in_thousands() -> None:
    french, english = map(Words, TONGUES)
    assert [accueil.size(french, n) for n in (3, 1499, 999_000, 1_000_000)] == ["1 ko", "1 ko", "999 ko", "1,0 Mo"]
    assert accueil.size(english, 12_340_000) == "12.3 MB"


def test_a_format_that_the_release_leaves_out_is_not_offered(about: Shown, tmp_path: Path) -> None:
    (tmp_path / "etablissements.csv").write_text("id\n")
    links = home(dataclasses.replace(about, folder=tmp_path)).xpath("//a[@download]")
    assert [link.get("href") for link in links] == ["donnees/latest/etablissements.csv"]


def test_every_departement_with_a_nursery_has_its_link(about: Shown) -> None:
    links = home(about).xpath("//h2[@id='departements']/following-sibling::ul[1]//a")
    assert [link.get("href") for link in links] == [f"departement/{code}.html" for code in about.of_departement if code]


def test_what_is_not_known_is_counted_the_largest_gap_first(about: Shown) -> None:
    rows = [{**row, "adresse": "", "siret": "1", "telephone": "1"} for row in about.tables["etablissements"]]
    lines = list(
        map(
            text,
            home(with_rows(about, "etablissements", rows)).xpath("//h2[@id='inconnu']/following-sibling::ul[1]/li"),
        )
    )
    whole = len(rows)
    assert f"Adresse inconnue pour {whole} lieux sur {whole}." in lines
    assert not any("SIRET" in line or "Téléphone" in line for line in lines)
    counts = [
        int(line.split(" lieux")[0].rpartition(" ")[2])
        for line in lines
        if line.startswith(("Adresse", "Nombre", "Site"))
    ]
    assert counts == sorted(counts, reverse=True)


def test_an_error_can_be_told_by_mail_and_the_search_leads_to_the_list(about: Shown) -> None:
    page = home(about)
    (letter,) = page.xpath("//main//a[starts-with(@href, 'mailto:')]/@href")
    assert urlsplit(letter).path == about.settings.contact and about.version in letter
    (form,) = page.xpath("//form[@role='search']")
    assert (form.get("action"), form.get("method")) == ("creches.html", "get")
    (field,) = form.xpath(".//input")
    assert field.get("name") == "q" and form.xpath(f".//label[@for='{field.get('id')}']")


def test_machines_are_told_what_the_release_says_of_itself(about: Shown) -> None:
    told = structured(home(about), "Dataset")
    assert told["@context"] == "https://schema.org"
    assert told["version"] == about.version and told["license"].startswith("https://")
    assert structured(home(about, "en"), "Dataset")["name"] == told["alternateName"] != told["name"]
    assert told["spatialCoverage"]["@type"] == "Place"
    assert all(one["@type"] == "DataDownload" and one["contentUrl"] for one in told["distribution"])
    assert any(
        one["contentUrl"] == f"{about.settings.base_url}/latest/etablissements.csv" for one in told["distribution"]
    )
    assert "'sc:" not in str(told) and "recordSet" not in told


def test_a_release_without_a_description_has_no_structured_data(about: Shown, tmp_path: Path) -> None:
    (tmp_path / "croissant.json").write_text("{")
    assert dataset(dataclasses.replace(about, folder=tmp_path), Words("fr")) is None
    assert not home(dataclasses.replace(about, folder=tmp_path)).xpath("//script[@type='application/ld+json']")


def test_a_release_without_any_place_has_a_page(about: Shown) -> None:
    page = home(with_rows(about, "etablissements", []))
    assert numbers(page)[0] == "0 lieu connu"
    assert "Aucun département" in text(page.xpath("//main")[0])
