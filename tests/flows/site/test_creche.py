"""A nursery's page: every value with what proves it, no more certainty than there is, and a way to say that it is wrong."""

import dataclasses
from urllib.parse import parse_qs, urlsplit

import pytest

from flows.site.pages import creche
from flows.site.shown import Shown
from flows.site.values import title
from flows.site.words import TONGUES, Words
from schemas.tables import columns
from tests.flows.site.reading import changed, read, sound, structured, text, with_rows
from tests.flows.site.reading import nursery_page as page

DOUBTFUL, SURE = "cc-zfsrbyx4", "cc-yx5qmrti"
"""Les Pitchous of La Salle-en-Beaumont, whose proof is of 2019; Méli-Mélo, which its own site tells of."""


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_nursery_has_a_sound_page_under_its_name(about: Shown, tongue: str) -> None:
    found = read(creche.pages, about, tongue)
    for id_, row in about.places.items():
        one = found[f"creche/{id_}.html"]
        sound(one)
        assert text(one.xpath("//h1")[0]) == row["nom"]
        assert row["commune"] in text(one.xpath("//p[@class='lieu']")[0])


def test_every_filled_column_has_its_line_and_every_empty_one_is_said_to_be_empty(about: Shown) -> None:
    t = Words("fr")
    row = about.places[SURE]
    owner = about.operators[row["gestionnaire_id"]]
    tables = page(about, SURE).xpath("//table[contains(@class, 'preuves')]")
    both = (("etablissements", row, tables[:2]), ("gestionnaires", owner, tables[2:]))
    for name, cells, parts in both:
        heads = [text(one) for table in parts for one in table.xpath("tbody//th")]
        assert sorted(heads) == sorted(title(t, name, champ) for champ in columns(name) if cells[champ])
        silent = text(parts[0].getnext())
        assert all(title(t, name, champ) in silent for champ in columns(name) if not cells[champ])


def test_codes_the_point_and_days_are_folded_away_below_what_people_look_for(about: Shown) -> None:
    one = page(about, SURE)
    folded = {text(head) for head in one.xpath("//details//table[contains(@class, 'preuves')]/tbody//th")}
    assert {"Identifiant", "Code INSEE", "Longitude", "Origine du point", "Première vue"} <= folded
    assert not {"Nom", "Commune", "Catégorie", "Statut", "Forme"} & folded


def test_a_name_that_the_project_gave_is_not_said_to_be_read(about: Shown) -> None:
    (line,) = page(about, "cc-texptbxf").xpath("//table[contains(@class, 'preuves')]//tr[th='Nom'][1]")[:1]
    assert "donné par ce projet" in text(line.xpath("td[4]")[0])


def test_a_code_is_not_said_to_be_written_by_the_source(about: Shown) -> None:
    for tongue, words in (("fr", "d'après la source"), ("en", "after the source")):
        t = Words(tongue)  # type: ignore[arg-type]
        line = page(about, SURE, tongue).xpath(f"//tr[th='{t('colonnes.categorie')}']")[0]
        assert words in text(line.xpath("td[4]")[0])


def test_a_value_is_told_with_its_source_its_page_its_day_and_its_rule(about: Shown) -> None:
    t = Words("fr")
    proof = about.proofs[SURE]["nom"]
    line = page(about, SURE).xpath("//table[contains(@class, 'preuves')]//tr[th='Nom']")[0]
    link = line.xpath("td[2]/a")[0]
    assert (text(link), link.get("href")) == (about.titles[proof["source"]], proof["source_url"])
    assert text(line.xpath("td[3]")[0]) == t.day(proof["date"])
    assert text(line.xpath("td[4]")[0]) == t(f"regles.{proof['regle']}")


def test_the_words_of_the_source_stand_beside_a_value_that_was_made_of_them(about: Shown) -> None:
    proof = about.proofs[SURE]["departement"]
    line = page(about, SURE).xpath("//table[contains(@class, 'preuves')]//tr[th='Département']")[0]
    assert text(line.xpath(".//q")[0]) == proof["valeur_source"] != about.places[SURE]["departement"]


def test_what_the_project_makes_is_said_to_be_made_by_it(about: Shown) -> None:
    line = page(about, SURE).xpath("//table[contains(@class, 'preuves')]//tr[th='Identifiant']")[0]
    assert text(line.xpath("td[2]")[0]) == "ce projet"
    assert not line.xpath("td[3]/node()")
    assert "première référence" in text(line.xpath("td[4]")[0])


def test_why_a_nursery_is_not_confirmed_is_told_first(about: Shown) -> None:
    notice = page(about, DOUBTFUL).xpath("//div[@class='attention']")[0]
    assert "n'est pas confirmé" in text(notice)
    assert "trop ancienne" in text(notice)
    assert not page(about, SURE).xpath("//div[@class='attention']")


def test_a_source_that_could_not_be_read_is_a_reason(about: Shown) -> None:
    quiet = with_rows(about, "anomalies", [])
    stale = changed(quiet, "sources", "curation", statut="cassee")
    title_ = about.titles["curation"]
    assert title_ in text(page(stale, DOUBTFUL).xpath("//div[@class='attention']")[0])
    assert "Aucune source lue" in text(page(quiet, DOUBTFUL).xpath("//div[@class='attention']")[0])


def test_the_centre_of_a_commune_is_never_told_as_a_door(about: Shown) -> None:
    one = page(about, DOUBTFUL)
    where = text(one.xpath("//section[@aria-labelledby='ou']")[0])
    assert "centre de la commune" in where
    assert "\u00a0km" in one.xpath("string(//section[@aria-labelledby='ou'])")
    assert "geo" not in structured(one, "ChildCare")


def test_a_point_at_the_house_number_is_told_to_machines(about: Shown) -> None:
    near = changed(about, "etablissements", DOUBTFUL, geo_precision="numero", geo_rayon_m="")
    one = page(near, DOUBTFUL)
    assert structured(one, "ChildCare")["geo"]["latitude"] == float(about.places[DOUBTFUL]["latitude"])
    assert "au numéro de la rue" in text(one.xpath("//section[@aria-labelledby='ou']")[0])


def test_machines_are_told_of_the_operator_and_of_no_register_as_a_page_about_the_nursery(about: Shown) -> None:
    told = structured(page(about, SURE), "ChildCare")
    assert told["parentOrganization"]["name"] == about.operators[about.places[SURE]["gestionnaire_id"]]["nom"]
    assert not [one for one in told["subjectOf"] if "insee.fr" in one["url"]]
    way = structured(page(about, SURE), "BreadcrumbList")["itemListElement"]
    assert [one["position"] for one in way] == [1, 2, 3, 4]
    assert way[-1]["item"] == told["mainEntityOfPage"]


@pytest.mark.parametrize("name", ["L'Étoile & compagnie", "100 % ? #1", "a&body=b", 'Les "petits"\r\nBcc: x@y.fr'])
def test_the_letter_is_whole_whatever_the_name(about: Shown, name: str) -> None:
    one = page(changed(about, "etablissements", SURE, nom=name), SURE)
    href = one.xpath("//h2[@id='signaler']/following-sibling::p/a[starts-with(@href, 'mailto:')]/@href")[0]
    parts = urlsplit(href)
    fields = parse_qs(parts.query, strict_parsing=True)
    assert (parts.path, set(fields)) == (about.settings.contact, {"subject", "body"})
    assert fields["subject"][0] == f"Erreur à signaler : {' '.join(name.split())} ({SURE})"
    lines = fields["body"][0].split("\r\n")
    assert f"Page : {about.settings.homepage}/creche/{SURE}.html" in lines
    assert f"Version des données : {about.version}" in lines
    assert [line for line in lines if line] == [line for line in one.xpath("//pre")[0].text.split("\n") if line]


def test_without_a_mailbox_of_the_project_the_text_can_still_be_copied(about: Shown) -> None:
    settings = dataclasses.replace(about.settings, contact="nobody")
    one = page(dataclasses.replace(about, settings=settings), SURE)
    assert not one.xpath("//h2[@id='signaler']/following-sibling::p/a[starts-with(@href, 'mailto:')]")
    assert SURE in one.xpath("//pre")[0].text


def test_opposition_and_the_permanent_address_are_one_step_away(about: Shown) -> None:
    links = page(about, SURE, "en").xpath("//h2[@id='signaler']/following-sibling::p/a/@href")
    assert "../confidentialite.html" in links
    assert f"{about.settings.homepage}/en/creche/{SURE}.html" in links


def test_a_value_that_may_not_be_followed_is_shown_and_leads_nowhere(about: Shown) -> None:
    cells = {"site_web": "javascript:alert(1)", "courriel": "a@b.fr?cc=c@d.fr", "telephone": "0102"}
    one = page(changed(about, "etablissements", SURE, **cells), SURE)
    shown = text(one.xpath("//section[@aria-labelledby='essentiel']")[0])
    assert all(cell in shown for cell in cells.values())
    assert not {*cells.values()} & {link.split(":", 1)[-1] for link in one.xpath("//@href")}
    assert not [link for link in one.xpath("//@href") if link.startswith("javascript")]


def test_two_nurseries_of_one_name_in_one_commune_are_told_apart(about: Shown) -> None:
    twin = {**about.places[SURE], "id": "cc-aaaaaaaa"}
    both = with_rows(about, "etablissements", [about.places[SURE], twin])
    titles = [one.xpath("string(//title)") for one in read(creche.pages, both).values()]
    assert len(titles) == len(set(titles)) == 2


def test_the_same_name_in_two_communes_has_two_titles(about: Shown) -> None:
    found = read(creche.pages, about)
    titles = [one.xpath("string(//title)") for one in found.values()]
    assert len([one for one in titles if one.startswith("Les Pitchous,")]) == 2
    assert len(titles) == len(set(titles))
