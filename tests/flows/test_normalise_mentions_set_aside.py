"""One bad row of a register never stops a release: it is set aside with what hangs on it, or its one bad cell is emptied."""

import pytest

from flows.normalise.mentions import mentions
from schemas.mentions import Mentions
from schemas.records import Anomaly, Row
from tests.flows.test_normalise_mentions import OPERATOR, PLACE, REGISTER, codes

SIEGE: Row = {**PLACE, "reference": "35600000000048", "siret": "35600000000048", "gestionnaire": "356000000"}
OTHER: Row = {**OPERATOR, "reference": "les-autres", "siren": "", "nom": "Les Autres"}
OTHERS: Row = {**PLACE, "reference": "autre", "gestionnaire": "les-autres"}


def made(*rows: Row) -> tuple[Mentions, list[Anomaly]]:
    return mentions(rows, REGISTER)


def references(told: Mentions) -> list[str]:
    return list(told.values["reference"])


@pytest.mark.parametrize(
    "nom", ["=HYPERLINK(1)", "@HOME CRECHE", "R&amp;D CRECHE", "A" * 600, "Mme EXEMPLE MARIE", "06 39 98 00 01", ""]
)
def test_an_operator_without_a_clean_name_is_set_aside_with_its_places_even_when_it_has_a_number(nom: str) -> None:
    kept, told = made(SIEGE, {**OPERATOR, "nom": nom}, OTHERS, OTHER)
    assert references(kept) == ["autre", "les-autres"]
    assert [(one.gravite, one.sur) for one in told] == [
        ("doute", "etablissements:35600000000048"),
        ("doute", "gestionnaires:356000000"),
    ]
    assert told[0].code == "gestionnaire_ecarte" and told[1].code in ("texte_dangereux", "nom_vide")


def test_a_place_of_an_operator_that_the_source_never_named_is_not_set_aside_here() -> None:
    kept, told = made(SIEGE)
    assert references(kept) == ["35600000000048"] and told == []


@pytest.mark.parametrize(
    ("column", "text", "left"),
    [
        ("sigle", "=1+1", ""),
        ("sigle", "06 39 98 00 01 =1+1", ""),
        ("forme_source", "CrÃ¨che", ""),
        ("autres_noms", "Lilas|<b>Lilas</b>|@HOME|Les Roses", "Lilas|Les Roses"),
    ],
)
def test_a_secondary_text_that_is_dangerous_is_left_out_and_told_and_the_row_stays(
    column: str, text: str, left: str
) -> None:
    row = {**OPERATOR, "forme": "", column: text}
    kept, told = made(row)
    (values,) = kept.values.to_dict("records")
    (words,) = kept.words.to_dict("records")
    assert (values[column], values["nom"], words[column]) == (left, "Les Creches de l'Île", left)
    assert ("texte_retire", column) in codes(told)
    assert all(one.gravite != "doute" and "HOME" not in one.message_en for one in told)


@pytest.mark.parametrize("blank", ["\n", "\r\n", "\t", "\x00", "\x0b"])
def test_a_control_character_in_a_text_of_a_register_is_a_blank(blank: str) -> None:
    kept, told = made({**OPERATOR, "nom": f"LA RUCHE{blank}COOP", "rue": f"133 RUE{blank}DES CHARMETTES"})
    assert (kept.values["nom"][0], kept.values["adresse"][0]) == ("La Ruche Coop", "133 Rue des Charmettes")
    assert told == []


@pytest.mark.parametrize("sign", ["CHEZ MME EXEMPLE", "06 39 98 00 01", "", "MADAME EXEMPLE JEANNE"])
def test_a_place_whose_own_sign_was_emptied_takes_its_company_s_name(sign: str) -> None:
    kept, told = made({**SIEGE, "nom": sign}, OPERATOR)
    assert list(kept.values["nom"]) == ["Les Creches de l'Île"] * 2
    assert list(kept.words["nom"]) == ["LES CRECHES DE L'ÎLE"] * 2
    assert all(one.gravite == "info" for one in told)


@pytest.mark.parametrize("cells", [{"siret": "35600000000048"}, {"reference": "35600000000048"}])
def test_a_place_without_a_name_of_its_own_nor_of_its_company_is_set_aside_even_with_a_number(cells: Row) -> None:
    kept, told = made({**PLACE, "nom": "", **cells})
    assert references(kept) == [] and codes(told) == [("nom_vide", "nom")]


def test_references_that_are_equal_once_folded_are_one_and_the_second_is_set_aside_with_its_places() -> None:
    twice = {**OTHER, "reference": "Les Autres", "nom": "Les Autres encore"}
    kept, told = made(OTHER, twice, {**OTHERS, "gestionnaire": "Les Autres"}, {**OTHERS, "reference": "lot-2"})
    assert references(kept) == ["les-autres", "lot-2"]
    assert codes(told) == [("reference_double", "reference"), ("gestionnaire_ecarte", "gestionnaire")]
