"""Mentions of any source made clean: capitals of registers, numbers, communes, contacts; what is refused is told."""

import dataclasses

import pandas as pd
import pytest

from flows.normalise.anomalies import KINDS
from flows.normalise.mention_texts import is_key
from flows.normalise.mentions import mentions
from schemas.mentions import COLUMNS
from schemas.records import Anomaly, Row, Source
from tests.flows.sources_for_tests import source

REGISTER = dataclasses.replace(source(), id="registre_fictif", classe="registre")
OPERATOR: Row = {
    "table": "gestionnaires",
    "reference": "356000000",
    "etat": "actif",
    "url": "https://registre.example.fr/356000000",
    "jour": "2026-11-20",
    "nom": "LES CRECHES DE L'ÎLE",
    "autres_noms": "LES CRÈCHES DE L’ILE|CRECHES DE L'ÎLE SCOP|Creches de l'ile Scop|",
    "forme": "SCIC SARL",
    "siren": "356 000 000",
    "est_ess": "O",
    "ape": "8891A",
    "nomenclature_ape": "NAFRev2",
    "annee_creation": "2008",
    "rue": "133 RUE DES CHARMETTES",
    "code_postal": "75015",
    "commune": "PARIS 15",
}
PLACE: Row = {
    "table": "etablissements",
    "reference": "les-lilas",
    "gestionnaire": "les-creches",
    "etat": "actif",
    "url": "http://presse.example.fr/lilas%C3%A8",
    "jour": "2025-01-01",
    "nom": "Les Lilas",
    "categorie": "creche_collective",
    "modes_accueil": "regulier|occasionnel",
    "capacite": "24",
    "avip": "true",
    "commune": "Monnières",
    "departement": "44",
}


def cleaned(row: Row, of: Source = REGISTER) -> tuple[Row, Row, list[Anomaly]]:
    """The one mention that a row gives: values, words, doubts."""
    made, told = mentions([row], of)
    assert len(made.values) == len(made.words) == 1
    values, words = (frame.to_dict("records")[0] for frame in (made.values, made.words))
    return {str(k): v for k, v in values.items()}, {str(k): v for k, v in words.items()}, told


def codes(told: list[Anomaly]) -> list[tuple[str, str]]:
    return [(one.code, one.champ) for one in told]


def test_a_register_s_capitals_become_french_title_case_and_its_words_stay_beside() -> None:
    values, words, told = cleaned(OPERATOR)
    assert told == []
    assert {name: value for name, value in values.items() if value} == {
        "table": "gestionnaires",
        "reference": "356000000",
        "etat": "actif",
        "url": "https://registre.example.fr/356000000",
        "jour": "2026-11-20",
        "nom": "Les Creches de l'Île",
        "autres_noms": "Creches de l'Île Scop",
        "forme": "SCIC_SARL",
        "forme_source": "SCIC SARL",
        "siren": "356000000",
        "est_ess": "true",
        "ape": "88.91A",
        "nomenclature_ape": "NAFRev2",
        "annee_creation": "2008",
        "adresse": "133 Rue des Charmettes",
        "code_postal": "75015",
        "commune": "Paris",
        "adresse_source": "133 RUE DES CHARMETTES, 75015 PARIS 15",
        "code_commune": "75056",
        "departement": "75",
    }
    assert (words["nom"], words["adresse"], words["commune"]) == (
        "LES CRECHES DE L'ÎLE",
        "133 RUE DES CHARMETTES",
        "PARIS 15",
    )
    assert (words["siren"], words["forme"], words["ape"]) == ("356 000 000", "SCIC SARL", "8891A")


def test_another_source_s_capitals_are_its_own() -> None:
    values, _, _ = cleaned({**OPERATOR, "nom": "AGAPI"}, source())
    assert values["nom"] == "AGAPI"


def test_a_known_spelling_wins_over_title_case() -> None:
    known = dataclasses.replace(REGISTER, lecture={"noms_connus": ["Les crèches de AL"]})
    assert cleaned({**OPERATOR, "nom": "LES CRECHES DE AL"}, known)[0]["nom"] == "Les crèches de AL"


def test_a_place_without_a_street_or_a_postcode_is_placed_by_its_name_and_departement() -> None:
    values, words, told = cleaned(PLACE)
    assert told == []
    assert (values["adresse"], values["adresse_source"], values["code_postal"]) == ("", "Monnières (44)", "")
    assert (values["code_commune"], values["departement"], words["code_commune"]) == ("44100", "44", "Monnières (44)")


def test_the_tables_are_text_in_the_source_s_order_even_when_empty() -> None:
    some, _ = mentions([{**PLACE, "reference": "zoe"}, {**PLACE, "reference": "agapi"}], source())
    none, told = mentions([], source())
    assert list(some.values["reference"]) == ["zoe", "agapi"] and told == []
    for frame in (some.values, some.words, none.values, none.words):
        assert tuple(frame.columns) == COLUMNS
        assert all(pd.api.types.is_string_dtype(kind) for kind in frame.dtypes)
        assert not frame.isna().to_numpy().any()


@pytest.mark.parametrize(
    ("where", "code", "departement", "doubts"),
    [
        ({"code_postal": "69006", "commune": "LYON 06"}, "69123", "69", []),
        ({"code_postal": "93507", "commune": "PANTIN CEDEX"}, "93055", "93", []),
        ({"commune": "Paris", "code_insee": "75115"}, "75056", "75", []),
        ({"commune": "Saint-Paul", "departement": "974"}, "97415", "974", []),
        ({"commune": "Taden"}, "22339", "22", []),
        ({"commune": "Saint-Denis"}, "", "", [("commune_non_departagee", "commune")]),
        ({"commune": "Saint-Denis", "departement": "59"}, "", "59", [("commune_non_reconnue", "commune")]),
        ({"commune": "Nulle-Part"}, "", "", [("commune_non_reconnue", "commune")]),
        ({"departement": "38"}, "", "38", []),
        ({"commune": "Lille", "departement": "Nord"}, "59350", "59", [("valeur_refusee", "departement")]),
        ({"commune": "Lille", "code_insee": "99999"}, "59350", "59", [("valeur_refusee", "code_insee")]),
        ({"code_postal": "59800", "commune": "Lille", "code_insee": "59508"}, "59350", "59", [("commune_contradictoire", "commune")]),
        ({"code_postal": "59800", "commune": "Lille", "departement": "62"}, "59350", "59", [("commune_contradictoire", "commune")]),
        ({}, "", "", []),
    ],
)  # fmt: skip
def test_the_commune_is_the_gazetteer_s_or_is_told(
    where: Row, code: str, departement: str, doubts: list[tuple[str, str]]
) -> None:
    values, _, told = cleaned({**PLACE, "commune": "", "departement": "", **where})
    assert (values["code_commune"], values["departement"], codes(told)) == (code, departement, doubts)


@pytest.mark.parametrize(
    ("table", "cells", "doubt"),
    [
        (OPERATOR, {"siren": "356000001"}, ("siren_invalide", "siren")),
        (PLACE, {"siret": "35600000000049"}, ("siret_invalide", "siret")),
        (PLACE, {"predecesseur": "123"}, ("siret_invalide", "predecesseur")),
        (OPERATOR, {"forme": "SNCF"}, ("forme_inconnue", "forme")),
        (OPERATOR, {"forme_depuis": "2013-10"}, ("valeur_refusee", "forme_depuis")),
        (OPERATOR, {"date_fermeture": "31/08/2025"}, ("valeur_refusee", "date_fermeture")),
        (OPERATOR, {"est_ess": "peut-être"}, ("valeur_refusee", "est_ess")),
        (OPERATOR, {"ape": "crèche"}, ("valeur_refusee", "ape")),
        (OPERATOR, {"nomenclature_ape": "NAF1993"}, ("valeur_refusee", "nomenclature_ape")),
        (OPERATOR, {"annee_creation": "208"}, ("valeur_refusee", "annee_creation")),
        (OPERATOR, {"categorie_juridique": "54-58"}, ("valeur_refusee", "categorie_juridique")),
        (OPERATOR, {"url": "javascript:alert(1)"}, ("valeur_refusee", "url")),
        (OPERATOR, {"jour": "2026-02-30"}, ("valeur_refusee", "jour")),
        (PLACE, {"capacite": "500"}, ("capacite_refusee", "capacite")),
        (PLACE, {"capacite": "0"}, ("capacite_refusee", "capacite")),
        (PLACE, {"capacite": "24 places"}, ("capacite_refusee", "capacite")),
        (PLACE, {"categorie": "laep"}, ("capacite_sans_objet", "capacite")),
        (PLACE, {"categorie": "rpe"}, ("capacite_sans_objet", "capacite")),
        (PLACE, {"categorie": "multi-accueil"}, ("valeur_refusee", "categorie")),
        (PLACE, {"modes_accueil": "regulier|multi"}, ("valeur_refusee", "modes_accueil")),
        (PLACE, {"nature_lieu": "bureau"}, ("valeur_refusee", "nature_lieu")),
        (PLACE, {"financement": "PSU"}, ("valeur_refusee", "financement")),
        (PLACE, {"age_min_mois": "73"}, ("valeur_refusee", "age_min_mois")),
        (PLACE, {"age_min_mois": "48", "age_max_mois": "3"}, ("ages_contradictoires", "age_min_mois")),
        (PLACE, {"code_postal": "1000"}, ("code_postal_invalide", "code_postal")),
        (PLACE, {"site_web": "http://localhost/"}, ("site_web_invalide", "site_web")),
        (PLACE, {"telephone": "06 39 98 00 01"}, ("telephone_mobile_retenu", "telephone")),
        (PLACE, {"courriel": "prenom.nom@wanadoo.fr"}, ("courriel_personnel_retenu", "courriel")),
    ],
)
def test_a_value_that_may_not_stay_is_emptied_and_told(table: Row, cells: Row, doubt: tuple[str, str]) -> None:
    values, words, told = cleaned({**table, **cells})
    column = doubt[1]
    assert codes(told) == [doubt]
    assert told[0].sur == f"{table['table']}:{table['reference']}"
    assert values[column] == words[column] == ("regulier" if column == "modes_accueil" else "")
    assert not any(cell in told[0].message_fr for cell in cells.values() if len(cell) > 4)


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        ({"capacite": "024"}, "capacite", "24"),
        ({"forme": "SCOP/ARL"}, "forme", "SCOP_SARL"),
        ({"forme": "INCONNU"}, "forme", "INCONNU"),
        ({"siret": "356 000 000 00048"}, "siret", "35600000000048"),
        ({"predecesseur": "35600000049837"}, "predecesseur", "35600000049837"),
        ({"itinerante": "false"}, "itinerante", "false"),
        ({"gestion_parentale": ""}, "gestion_parentale", ""),
        ({"modes_accueil": "familial|familial|collectif"}, "modes_accueil", "familial|collectif"),
        ({"telephone": "06 39 98 00 01|+33 (0)1 99 00 12 34"}, "telephone", "+33199001234"),
        ({"courriel": "prenom.nom@lilas.example.fr|Contact@lilas.example.fr"}, "courriel", "contact@lilas.example.fr"),
        ({"site_web": "www.lilas.example.fr"}, "site_web", "https://www.lilas.example.fr"),
        ({"rue": "41 R DELIZY, BAT B"}, "complement_adresse", "Bâtiment B"),
        ({"adresse_source": "• 41 rue Delizy à Pantin"}, "adresse_source", "41 rue Delizy à Pantin"),
    ],
)
def test_a_good_value_is_brought_to_its_one_form(cells: Row, column: str, value: str) -> None:
    values, words, _ = cleaned({**PLACE, **cells})
    assert values[column] == value and bool(words[column]) == bool(value)


@pytest.mark.parametrize("column", ["nom", "autres_noms", "sigle", "forme_source", "forme", "adresse_source", "rue"])
def test_a_contact_or_a_person_in_a_text_is_taken_out_and_told(column: str) -> None:
    secret = "Scop c/o Mme Prénom Nom, 06 39 98 00 01"
    values, words, told = cleaned({**PLACE, column: secret})
    shown = " ".join([*values.values(), *words.values(), *(one.message_fr + one.message_en for one in told)])
    assert "9800" not in shown.replace(" ", "") and "Prénom" not in shown
    assert {"contact_dans_le_texte", "personne_retenue"} <= {one.code for one in told}


@pytest.mark.parametrize(
    ("cells", "code", "champ"),
    [
        ({"nom": "=HYPERLINK(1)"}, "texte_dangereux", "nom"),
        ({"rue": "12 rue \u202eselil"}, "texte_dangereux", "rue"),
        ({"nom": "A" * 600}, "texte_dangereux", "nom"),
        ({"nom": "Crèche &amp; Cie"}, "texte_dangereux", "nom"),
        ({"nom": "06 39 98 00 01"}, "nom_vide", "nom"),
        ({"nom": "CHEZ MME EXEMPLE", "siret": "35600000000048"}, "nom_vide", "nom"),
        ({"reference": "@lilas"}, "texte_dangereux", "reference"),
        ({"nom": " – "}, "nom_vide", "nom"),
        ({"table": "reseaux"}, "mention_refusee", "table"),
        ({"etat": "ouvert"}, "mention_refusee", "etat"),
        ({"reference": ""}, "mention_refusee", "reference"),
        ({"reference": "Lilas 06 39 98 00 01"}, "mention_refusee", "reference"),
        ({"gestionnaire": "prenom.nom@lilas.example.fr"}, "mention_refusee", "gestionnaire"),
    ],
)
def test_what_is_dangerous_nameless_or_without_its_key_is_set_aside_with_a_doubt(
    cells: Row, code: str, champ: str
) -> None:
    made, told = mentions([{**PLACE, **cells}, {**PLACE, "reference": "other"}], source())
    assert list(made.values["reference"]) == ["other"]
    assert [(one.code, one.gravite, one.champ) for one in told] == [(code, "doute", champ)]
    assert not any(cell in told[0].message_fr + told[0].sur for cell in cells.values() if cell and cell != "reseaux")


def test_a_reference_that_comes_twice_is_kept_once_and_told() -> None:
    made, told = mentions([PLACE, {**PLACE, "nom": "Autre"}, {**PLACE, "table": "gestionnaires"}], source())
    assert list(made.values["nom"]) == ["Les Lilas", "Les Lilas"]
    assert codes(told) == [("reference_double", "reference")]


def test_every_code_has_its_sentence_in_both_languages() -> None:
    assert all("{membre}" in kind.fr and "{membre}" in kind.en and kind.fr != kind.en for kind in KINDS.values())


@pytest.mark.parametrize("reference", ["01013816200010", "W751234567", "Les Lilas (69006)", "les-lilas"])
def test_a_key_whose_digits_look_like_a_phone_is_still_a_key(reference: str) -> None:
    assert is_key(reference)


@pytest.mark.parametrize("reference", ["06 39 98 00 01", "0639980001", "Les Lilas 06 39 98 00 01"])
def test_a_reference_that_is_a_phone_is_no_key(reference: str) -> None:
    assert not is_key(reference)
