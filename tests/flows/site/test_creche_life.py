"""What a nursery's page tells of its past: what changed and why, no contact that gave way, and where an old id leads."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest

from flows.site.gone import gone
from flows.site.pages import creche
from flows.site.shown import Shown
from flows.site.words import Words
from schemas.records import Row
from tests.flows.site.reading import changed, read, sound, text, with_rows

ID = "cc-yx5qmrti"


def line(champ: str, before: str, after: str, cause: str = "source") -> Row:
    named = {"table": "etablissements", "cle": ID, "nom": "Méli-Mélo", "nature": "modifie"}
    return {**named, "champ": champ, "avant": before, "apres": after, "cause": cause, "source": "curation"}


def history(about: Shown, *lines: Row, tongue: Any = "fr") -> str:
    lived = dataclasses.replace(about, past={about.version: list(lines)})
    few = with_rows(lived, "etablissements", [about.places[ID]])
    one = read(creche.pages, few, tongue)[f"creche/{ID}.html"]
    return text(one.xpath("//ul[@class='histoire']")[0])


def test_a_change_is_told_from_what_to_what_and_why(about: Shown) -> None:
    told = history(about, line("capacite", "10", "12"))
    assert "Capacité : « 10 » devient « 12 »." in told
    assert "la source le dit autrement" in told
    assert f"Version {about.version}" in told


def test_codes_are_told_in_words_in_both_languages(about: Shown) -> None:
    moved = line("statut", "actif", "non_confirme", "source_muette")
    assert "Statut : « actif » devient « non confirmé »." in history(about, moved)
    assert "Status: “active” became “not confirmed”." in history(about, moved, tongue="en")


@pytest.mark.parametrize("champ", ["telephone", "courriel"])
def test_a_contact_that_gave_way_is_not_repeated_not_even_as_what_once_came(about: Shown, champ: str) -> None:
    told = history(about, line(champ, "+33102030405", "+33102030406"), line(champ, "x@y.fr", ""))
    assert "n'est pas répétée" in told
    assert not any(part in told for part in ("0405", "04 05", "0406", "04 06", "x@y.fr"))


def test_a_text_that_a_person_was_taken_out_of_is_not_repeated(about: Shown) -> None:
    doubt = {**about.tables["anomalies"][0], "id": ID, "code": "personne_retenue", "champ": "nom"}
    doubted = with_rows(about, "anomalies", [doubt])
    assert "Jeanne" not in history(doubted, line("nom", "Chez Jeanne D.", "Méli-Mélo"))


def test_a_nursery_that_came_is_said_to_have_come(about: Shown) -> None:
    one = read(creche.pages, about)[f"creche/{ID}.html"]
    assert "Entrée dans les données." in text(one.xpath("//ul[@class='histoire']")[0])


def stones(about: Shown, rows: Sequence[Row]) -> Shown:
    return with_rows(about, "retraits", list(rows))


def stone(id_: str, motive: str = "source_retire", heir: str = "") -> Row:
    told = {"date": "2026-11-20", "motif": motive, "remplace_par": heir, "derniere_release": "2026.11.13"}
    return {"id": id_, "nom": "Les Oubliés", **told}


def test_a_withdrawn_id_says_so_and_repeats_nothing(about: Shown) -> None:
    one = read(creche.pages, stones(about, [stone("cc-aaaaaaaa", "demande")]))["creche/cc-aaaaaaaa.html"]
    sound(one)
    told = text(one.xpath("//main")[0])
    assert "retiré à la demande de la structure" in told
    assert "20 novembre 2026" in told
    assert "Les Oubliés" not in one.text_content()


def test_a_replaced_id_leads_to_the_one_that_stands_for_it(about: Shown) -> None:
    chain = [stone("cc-aaaaaaaa", "fusionne", "cc-bbbbbbbb"), stone("cc-bbbbbbbb", "fusionne", ID)]
    found = read(creche.pages, stones(about, chain))
    for id_ in ("cc-aaaaaaaa", "cc-bbbbbbbb"):
        assert f"{ID}.html" in found[f"creche/{id_}.html"].xpath("//main//a/@href")
        assert not found[f"creche/{id_}.html"].xpath("//meta[@http-equiv='refresh']")


def test_an_id_that_only_the_references_remember_leads_there_too(about: Shown) -> None:
    known = [
        *about.tables["identifiants"],
        {**about.tables["identifiants"][0], "id": "cc-cccccccc", "remplace_par": ID},
    ]
    (one,) = gone(with_rows(about, "identifiants", known))
    assert (one.id, one.motive, one.heir) == ("cc-cccccccc", "fusionne", ID)


def test_ids_in_a_circle_lead_nowhere(about: Shown) -> None:
    circle = [stone("cc-aaaaaaaa", heir="cc-bbbbbbbb"), stone("cc-bbbbbbbb", heir="cc-aaaaaaaa")]
    assert [one.heir for one in gone(stones(about, circle))] == ["", ""]


def test_what_is_no_nursery_any_more_is_not_in_the_site_map_and_what_is_one_again_is(about: Shown) -> None:
    found = list(creche.pages(stones(about, [stone("cc-aaaaaaaa"), stone(ID), stone("cg-aaaaaaaa")]), Words("fr")))
    assert [page.path for page in found if not page.listed] == ["creche/cc-aaaaaaaa.html"]
    assert [page.listed for page in found if page.path == f"creche/{ID}.html"] == [True]


def test_a_closed_nursery_is_said_to_be_closed(about: Shown) -> None:
    closed = changed(about, "etablissements", ID, statut="ferme", date_fermeture="2026-06-30")
    notice = read(creche.pages, closed)[f"creche/{ID}.html"].xpath("//div[@class='attention']")[0]
    assert "a fermé le 30 juin 2026" in text(notice)
