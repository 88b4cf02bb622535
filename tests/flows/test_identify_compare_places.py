"""Two mentions of places: one, two, or a question for a person."""

from dataclasses import replace
from typing import Any

import pytest

from flows.identify.compare import RULES, compare
from flows.identify.compare.addresses import commune, door
from flows.identify.compare.traits import Traits

PANTIN = {"code_postal": "93500", "code_commune": "93055", "departement": "93"}
MONTREUIL = {"code_postal": "93100", "code_commune": "93048", "departement": "93"}
PHONE, OTHER_PHONE = "+33199001122", "+33199003344"
DOOR, OTHER_DOOR = "41 Rue Delizy", "7 Rue du Port"
ONE, TWO = "99000000100018", "99000000100026"


def place(*noms: str, **more: Any) -> Traits:
    return Traits("etablissements", "a", "x", noms, **{**PANTIN, **more})


def said(a: Traits, b: Traits) -> tuple[str, str]:
    verdict = compare(a, b)
    assert verdict == compare(b, a)
    assert verdict.rule in RULES
    return verdict.outcome, verdict.rule


def test_a_shared_siret_is_one_place_whatever_its_names() -> None:
    assert said(place("Les Lutins", siret=ONE), place("Tagada", siret=ONE, **MONTREUIL)) == ("meme", "meme_siret")


def test_two_sirets_are_two_places_and_no_chain_joins_them() -> None:
    a, b = place("Les Lutins", siret=ONE, adresse=DOOR), place("Tagada", siret=TWO, adresse=DOOR)
    assert said(a, b) == ("different", "autre_siret")
    assert compare(a, b).forbids


def test_a_succession_of_sirets_is_a_move() -> None:
    a, b = place("Les Lutins", siret=ONE), place("Tagada", siret=TWO, predecesseur=ONE, **MONTREUIL)
    assert said(a, b) == ("meme", "succession_siret")


def test_a_move_told_late_is_a_question_and_no_chain_joins_its_ends() -> None:
    a, b = place("Les Lutins", siret=ONE), place("Les Lutins", siret=TWO)
    assert said(a, b) == ("demander", "demenagement")
    assert compare(a, b).forbids
    assert said(a, replace(b, **MONTREUIL))[0] == "different"


def test_two_sections_under_one_siret_are_a_question() -> None:
    a, b = place("Les Lutins A", siret=ONE), place("Les Lutins B", siret=ONE)
    assert said(a, b) == ("demander", "siret_deux_sections")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{} A", "{} B"),
        ("{} 1", "{} 2"),
        ("{} I", "{} II"),
        ("Les Petits {}", "Les Grands {}"),
        ("{} Nord", "{} Sud"),
        ("{} Haut", "{} Bas"),
        ("{} bébés", "{} moyens"),
        ("{} section A", "{} section B"),
    ],
)
def test_two_sections_at_one_door_are_two_and_no_chain_joins_them(one: str, other: str) -> None:
    a = place(one.format("Galopins"), telephone=PHONE, adresse=DOOR, gestionnaire="1")
    b = replace(a, noms=(other.format("Galopins"),))
    assert said(a, b) == ("different", "sections")
    assert compare(a, b).forbids


def test_one_operator_and_one_name_in_a_commune_are_one_place() -> None:
    a, b = place("Les Lutins", gestionnaire="1"), place("Multi-accueil LES LUTINS", gestionnaire="1", adresse=DOOR)
    assert said(a, b) == ("meme", "meme_gestionnaire_et_nom")


def test_one_operator_and_one_name_at_two_doors_are_a_question() -> None:
    a, b = (
        place("Les Lutins", gestionnaire="1", adresse=OTHER_DOOR),
        place("Les Lutins", gestionnaire="1", adresse=DOOR),
    )
    assert said(a, b) == ("demander", "preuves_contraires")


def test_les_pitchous_of_two_communes_are_two() -> None:
    a, b = place("Les Pitchous", gestionnaire="1"), place("Les Pitchous", gestionnaire="1", **MONTREUIL)
    assert said(a, b) == ("different", "autre_commune")


def test_one_more_word_is_never_the_same_place() -> None:
    a = place("Les Petits d'Homme", gestionnaire="1", telephone=PHONE, adresse=DOOR)
    b = place("Les petits d'Homme Distillerie", gestionnaire="1", telephone=PHONE)
    assert said(a, b)[0] == "different"
    assert said(a, replace(b, adresse=DOOR))[0] == "demander"


def test_a_head_office_and_a_nursery_behind_one_door_are_a_question() -> None:
    a, b = place("E2S", gestionnaire="1", adresse=DOOR), place("Soli'mômes", gestionnaire="1", adresse=DOOR)
    assert said(a, b) == ("demander", "meme_porte")
    assert said(a, replace(b, adresse=""))[0] == "different"


def test_the_phone_of_one_operator_tells_nothing_of_its_places() -> None:
    a, b = place("Les Lutins", gestionnaire="1", telephone=PHONE), place("Tagada", gestionnaire="1", telephone=PHONE)
    assert said(a, b) == ("different", "autre_nom")


def test_names_that_a_slip_would_make_one_behind_one_door_are_a_question() -> None:
    a = place("La Marelle", gestionnaire="1", adresse=DOOR)
    assert said(a, replace(a, noms=("La Margelle",))) == ("demander", "nom_proche")
    assert said(a, replace(a, noms=("La Marele",))) == ("meme", "nom_proche_et_preuve")


def test_two_nurseries_that_both_name_their_operator_are_not_one() -> None:
    a = place("Les Lutins", "Kaléide", gestionnaire="1")
    b = place("Les Galopins", "Kaléide", gestionnaire="1")
    assert said(a, b) == ("different", "autre_nom")
    assert said(replace(a, adresse=DOOR), replace(b, adresse=DOOR)) == ("demander", "autre_nom_commun")
    assert said(a, place("Kaléide", gestionnaire="1")) == ("demander", "autre_nom_commun")
    owned = {"noms_gestionnaire": ("Kaléide",)}
    a, b = replace(a, adresse=DOOR, **owned), replace(b, adresse=DOOR, **owned)
    assert said(a, b) == ("demander", "meme_porte")


def test_the_operators_name_beside_the_nurserys_is_no_other_name() -> None:
    a = place("Les Lutins", gestionnaire="1")
    b = place("Kaléide - Les Lutins", gestionnaire="1", noms_gestionnaire=("Kaléide",))
    assert said(a, b) == ("meme", "meme_gestionnaire_et_nom")


def test_two_operators_have_two_places_but_a_take_over_is_a_question() -> None:
    a, b = (
        place("Les Lutins", gestionnaire="1", adresse=DOOR),
        place("Les Lutins", gestionnaire="2", adresse=OTHER_DOOR),
    )
    assert said(a, b) == ("different", "autre_gestionnaire")
    assert said(a, replace(b, adresse=DOOR)) == ("demander", "reprise")


@pytest.mark.parametrize("shared", [{"adresse": DOOR}, {"telephone": PHONE}])
def test_without_an_operator_one_name_needs_a_door_or_a_phone(shared: dict[str, str]) -> None:
    a, b = place("Les Lutins"), place("Crèche Les Lutins")
    assert said(a, b) == ("demander", "meme_nom")
    assert said(replace(a, **shared), replace(b, **shared)) == ("meme", "meme_nom_et_preuve")


def test_homonyms_of_a_commune_at_two_doors_with_two_phones_are_two() -> None:
    a = place("Les Lutins", adresse=DOOR, telephone=PHONE)
    b = place("Les Lutins", adresse=OTHER_DOOR, telephone=OTHER_PHONE)
    assert said(a, b) == ("different", "autre_adresse")


def test_a_mam_next_door_with_the_same_name_is_two() -> None:
    a = place("Les Lutins", adresse=DOOR, categorie="creche_collective")
    b = place("MAM Les Lutins", adresse="43 Rue Delizy")
    assert said(a, b) == ("different", "autre_categorie")


def test_a_relay_under_the_roof_of_a_nursery_is_two() -> None:
    a = place("La Maisonnette", adresse=DOOR, categorie="creche_collective", gestionnaire="1")
    b = place("Relais petite enfance", adresse=DOOR, categorie="rpe", gestionnaire="1")
    assert said(a, b) == ("different", "autre_categorie")


def test_a_family_creche_and_a_nursery_of_one_name_at_one_door_are_a_question() -> None:
    a = place("La Maisonnette", adresse=DOOR, categorie="creche_collective")
    b = place("Crèche familiale La Maisonnette", adresse=DOOR)
    assert said(a, b) == ("demander", "formes_contraires")
    assert said(a, replace(b, noms=("LAEP La Maisonnette",))) == ("different", "autre_categorie")


def test_a_micro_creche_and_a_multi_accueil_of_one_name_are_a_question() -> None:
    a, b = place("Micro-crèche Les Lutins", gestionnaire="1"), place("Multi-accueil Les Lutins", gestionnaire="1")
    assert said(a, b) == ("demander", "formes_contraires")


def test_a_nursery_renamed_at_its_door_is_a_question() -> None:
    a = place("Les Lutins", adresse=DOOR, telephone=PHONE)
    assert said(a, replace(a, noms=("Tagada",))) == ("demander", "telephone_et_adresse")


def test_a_name_of_the_trade_proves_nothing() -> None:
    a, b = place("Multi-accueil"), place("Multi-accueil")
    assert said(a, b)[0] == "different"
    assert said(replace(a, adresse=DOOR), replace(b, adresse=DOOR)) == ("demander", "nom_banal")


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("41 Rue Delizy", "41 RUE DELIZY", "same"),
        ("48-50 Rue du Port", "50 Rue du Port", "same"),
        ("41 Rue du Docteur Delizy", "41 Rue du Docteur Deliizy", "same"),
        ("41 bis Rue Delizy", "41 Rue Delizy", "like"),
        ("12 Avenue Jean Jaurès", "12 Avenue Jaurès", "like"),
        ("41 Rue Delizy", "Rue Delizy", "like"),
        ("Le Bourg", "Le Bourg", "line"),
        ("41 Rue Delizy", "43 Rue Delizy", "other"),
        ("3 Rue de Dinan", "3 Route de Dinan", "other"),
        ("3 Rue Verdun", "3 Rue Verdon", "other"),
        ("41 Rue Delizy", "Quartier des Morillons", "unknown"),
        ("", "41 Rue Delizy", "unknown"),
    ],
)
def test_a_door_is_one_other_or_unknown(one: str, other: str, told: str) -> None:
    a, b = place(adresse=one), place(adresse=other)
    assert door(a, b, commune(a, b)) == door(b, a, commune(b, a)) == told


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("75010", "75015", "other"),
        ("75116", "75016", "same"),
        ("75010", "", "same"),
        ("75010", "75480", "same"),
    ],
)
def test_two_arrondissements_are_two_communes(one: str, other: str, told: str) -> None:
    paris = {"code_commune": "75056", "departement": "75"}
    assert commune(place(**paris, code_postal=one), place(**paris, code_postal=other)) == told


def test_homonyms_of_two_arrondissements_are_two() -> None:
    paris = {"code_commune": "75056", "departement": "75", "telephone": PHONE}
    assert said(
        place("Les Lutins", **paris, code_postal="75010"), place("Les Lutins", **paris, code_postal="75015")
    ) == (
        "different",
        "autre_commune",
    )


def test_two_rows_that_bear_the_former_and_the_present_name_of_their_operator_at_one_door_are_its_one_seat() -> None:
    own = ("Les crèches de AL", "A l'Abord'Ages")
    where = {"adresse": "2 Chemin de la Crèche", "code_postal": "22100", "code_commune": "22339", "departement": "22"}
    listed = Traits("etablissements", "liste", "a", own[1:], gestionnaire="x", noms_gestionnaire=own, **where)
    seat = Traits("etablissements", "sirene", "b", own[:1], gestionnaire="x", noms_gestionnaire=own, **where)
    assert compare(listed, seat).rule == compare(seat, listed).rule == "meme_gestionnaire_et_nom"
    nursery = Traits(
        "etablissements", "sirene", "c", ("Les Mousses",), gestionnaire="x", noms_gestionnaire=own, **where
    )
    assert compare(listed, nursery).outcome == "demander"
