"""Two mentions of operators: one, two, or a question for a person."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.identify.compare import RULES, Verdict, compare
from flows.identify.compare.traits import Traits

TADEN = {"code_postal": "22100", "code_commune": "22339", "departement": "22"}
MONTREUIL = {"code_postal": "93100", "code_commune": "93048", "departement": "93"}
PANTIN = {"code_postal": "93500", "code_commune": "93055", "departement": "93"}
LILLE = {"code_postal": "59000", "code_commune": "59350", "departement": "59"}
SAINT_PIERRE = {"code_postal": "37700", "code_commune": "37233", "departement": "37"}
PHONE, OTHER_PHONE = "+33199001122", "+33199003344"
DOOR, OTHER_DOOR = "41 Rue Delizy", "7 Rue du Port"


def operator(*noms: str, **more: Any) -> Traits:
    return Traits("gestionnaires", "a", "x", noms, **{**MONTREUIL, **more})


def said(a: Traits, b: Traits) -> tuple[str, str]:
    verdict = compare(a, b)
    assert verdict == compare(b, a)
    assert verdict.rule in RULES
    return verdict.outcome, verdict.rule


COOPERATIVE = {"cooperative": True}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (operator("E2S Scop Petite Enfance", **COOPERATIVE), operator("E2S Petite Enfance", **COOPERATIVE)),
        (
            operator("A l'Abord'Ages", **TADEN, **COOPERATIVE),
            operator("Les crèches de AL", "A l'Abord'Ages", **TADEN, **COOPERATIVE),
        ),
        (operator("Microscop", **COOPERATIVE), operator("MicroScop", **COOPERATIVE)),
    ],
)
def test_two_cooperatives_of_one_name_in_one_commune_are_one(a: Traits, b: Traits) -> None:
    assert said(a, b) == ("meme", "meme_nom_cooperatives")


def test_a_shared_siren_is_one_operator_whatever_its_names() -> None:
    a, b = operator("Kaléide", siren="990000001"), operator("Service des Familles", siren="990000001", **LILLE)
    assert said(a, b) == ("meme", "meme_siren")
    assert compare(a, b).strength == 3
    assert said(a, replace(b, siren="", siret="99000000100018")) == ("meme", "meme_siren")


def test_two_sirens_are_two_whatever_agrees_and_no_chain_joins_them() -> None:
    a = operator("Kaléide", siren="990000001", telephone=PHONE, adresse=DOOR, **COOPERATIVE)
    b = replace(a, siren="990000002")
    assert said(a, b) == ("different", "autre_siren")
    assert compare(a, b).forbids


def test_meli_melo_of_lille_is_not_that_of_saint_pierre_des_corps() -> None:
    a = operator("Mêli-Mêlo", **LILLE, **COOPERATIVE)
    b = operator("Méli-Mélo", **SAINT_PIERRE, **COOPERATIVE)
    assert said(a, b) == ("different", "autre_departement")


def test_one_name_in_two_departements_with_one_site_is_a_question() -> None:
    a, b = operator("Kaléide", domaine="x.fr", **LILLE), operator("Kaléide", domaine="x.fr", **SAINT_PIERRE)
    assert said(a, b) == ("demander", "meme_nom_ailleurs")


@pytest.mark.parametrize(
    "shared", [{"telephone": PHONE}, {"domaine": "x.fr"}, {"courriel": "a@x.fr"}, {"adresse": DOOR}]
)
def test_one_name_and_one_thing_more_is_one_operator(shared: dict[str, str]) -> None:
    assert said(operator("Les Lutins", **shared), operator("SARL LES LUTINS", **shared))[0] == "meme"


def test_one_name_alone_is_a_question_where_one_is_no_known_cooperative() -> None:
    assert said(operator("Les Lutins"), operator("Les Lutins", **COOPERATIVE)) == ("demander", "meme_nom")


def test_one_name_with_another_phone_site_and_door_is_a_question() -> None:
    a = operator("Les Lutins", telephone=PHONE, domaine="x.fr", adresse=DOOR, **COOPERATIVE)
    b = operator("Les Lutins", telephone=OTHER_PHONE, domaine="y.fr", adresse=OTHER_DOOR, **COOPERATIVE)
    assert said(a, b) == ("demander", "preuves_contraires")


def test_an_association_and_a_cooperative_of_one_name_are_a_question() -> None:
    a, b = operator("Association Les Lutins", telephone=PHONE), operator("SCIC Les Lutins", telephone=PHONE)
    assert said(a, b) == ("demander", "formes_contraires")
    c, d = operator("SCIC E2S Scop", telephone=PHONE), operator("Association E2S Scop", telephone=PHONE)
    assert said(c, d) == ("demander", "formes_contraires")


@pytest.mark.parametrize("name", ["Petite Enfance", "Les Petits", "Association Petite Enfance"])
def test_a_name_of_the_trade_proves_nothing(name: str) -> None:
    a = operator(name, **COOPERATIVE)
    assert said(a, operator(name))[0] == "different"
    assert said(replace(a, telephone=PHONE), operator(name, telephone=PHONE))[0] == "demander"
    both = {"telephone": PHONE, "adresse": DOOR}
    assert said(replace(a, **both), operator(name, **both))[0] == "meme"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Les Marmousets", "Les Marrmousets"),
        ("Les Marmousets", "Les Mamrousets"),
        ("Les Petits Compères", "Compères Les Petits"),
        ("Les Trois Petits Tours", "TPT"),
        ("Les Mousquetaires de la Rivière bleue", "LES MOUSQUETAIRES DE LA RIVIERE BL"),
        ("Maison Kaléide", "Kaléide"),
    ],
)
def test_near_names_need_a_proof(one: str, other: str) -> None:
    a, b = operator(one), operator(other)
    assert said(a, b)[0] == "demander"
    assert said(replace(a, adresse=DOOR), replace(b, adresse=DOOR))[0] == "meme"


def test_a_slip_that_might_be_another_word_needs_two_proofs() -> None:
    a, b = operator("La Marelle", adresse=DOOR), operator("La Margelle", adresse=DOOR)
    assert said(a, b) == ("demander", "nom_proche")


@pytest.mark.parametrize(
    ("one", "other"), [("Le Château", "Le Chapeau"), ("Les Galopins", "Les Galopines"), ("La Roche", "La Ruche")]
)
def test_two_words_of_the_language_and_a_feminine_are_no_slip(one: str, other: str) -> None:
    assert said(operator(one), operator(other))[0] == "different"
    house = {"telephone": PHONE, "adresse": DOOR}
    assert said(operator(one, **house), operator(other, **house))[0] == "demander"


def test_one_more_word_is_never_the_same_operator() -> None:
    a, b = operator("Les Petits d'Homme", **COOPERATIVE), operator("Les Petits d'Homme Distillerie", **COOPERATIVE)
    assert said(a, b)[0] == "different"
    assert said(replace(a, domaine="x.fr"), replace(b, domaine="x.fr")) == ("demander", "nom_plus_long")


def test_an_operator_renamed_without_a_key_is_a_question() -> None:
    a = operator("A l'Abord'Ages", telephone=PHONE, adresse=DOOR)
    assert said(a, replace(a, noms=("Les Tournesols",))) == ("demander", "telephone_et_adresse")


def test_two_operators_behind_one_door_are_two() -> None:
    assert said(operator("Kaléide", adresse=DOOR), operator("Les Lutins", adresse=DOOR)) == ("different", "autre_nom")


def test_two_operators_of_one_phone_are_a_question() -> None:
    a, b = operator("Kaléide", telephone=PHONE), operator("Les Lutins", telephone=PHONE)
    assert said(a, b) == ("demander", "meme_contact")


def test_an_unknown_commune_leaves_a_question_unless_a_contact_agrees() -> None:
    a = operator("Kaléide", domaine="x.fr", **COOPERATIVE)
    b = replace(a, code_commune="", code_postal="", domaine="")
    assert said(a, b) == ("demander", "meme_nom_ailleurs")
    assert said(a, replace(b, domaine="x.fr"))[0] == "meme"
    assert said(a, replace(b, departement="59"))[0] == "different"


def test_nord_and_sud_of_one_company_are_two_and_no_chain_joins_them() -> None:
    a, b = operator("Babilou Nord", telephone=PHONE), operator("Babilou Sud", telephone=PHONE)
    assert said(a, b) == ("different", "sections")
    assert compare(a, b).forbids


def test_an_acronym_of_two_operators_is_no_proof_by_itself() -> None:
    a = operator("Les Tournesols", "ASF", **COOPERATIVE)
    b = operator("Kaléide", "ASF", **COOPERATIVE)
    assert said(a, b)[0] == "demander"


def test_every_rule_has_a_sentence_in_both_languages() -> None:
    for french, english in RULES.values():
        assert french.endswith(".") and english.endswith(".") and french != english


NAMES = [
    "Les Lutins",
    "Les Lutins A",
    "Les Lutins B",
    "Petite Enfance",
    "Kaléide",
    "ASF",
    "Les Lutines",
    "MAM Les Lutins",
]
TRAITS = st.builds(
    Traits,
    table=st.sampled_from(["gestionnaires", "etablissements"]),
    source=st.sampled_from(["a", "b", ""]),
    reference=st.just("x"),
    noms=st.lists(st.sampled_from(NAMES), min_size=0, max_size=3, unique=True).map(tuple),
    siren=st.sampled_from(["", "990000001", "990000002"]),
    siret=st.sampled_from(["", "99000000100018", "99000000100026", "99000000200018"]),
    telephone=st.sampled_from(["", PHONE, OTHER_PHONE]),
    domaine=st.sampled_from(["", "x.fr"]),
    adresse=st.sampled_from(["", DOOR, OTHER_DOOR, "41 bis Rue Delizy", "Rue Delizy"]),
    code_postal=st.sampled_from(["", "93500", "75010"]),
    code_commune=st.sampled_from(["", "93055", "93048", "75056"]),
    departement=st.sampled_from(["", "93"]),
    gestionnaire=st.sampled_from(["", "1", "2"]),
    categorie=st.sampled_from(["", "inconnu", "creche_collective", "mam"]),
    predecesseur=st.sampled_from(["", "99000000100018"]),
    cooperative=st.booleans(),
)


@given(TRAITS, TRAITS)
def test_the_order_of_two_mentions_does_not_count(a: Traits, b: Traits) -> None:
    b = replace(b, table=a.table)
    verdict = compare(a, b)
    assert verdict == compare(b, a)
    assert verdict.rule in RULES and isinstance(verdict, Verdict)
    assert verdict.outcome != "meme" or (verdict.strength in (2, 3) and not verdict.forbids)
    assert verdict.outcome != "demander" or 0 <= verdict.strength <= 100


@given(TRAITS)
def test_a_mention_is_never_another_than_itself(one: Traits) -> None:
    assert not compare(one, one).forbids
