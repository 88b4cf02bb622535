"""What proves a legal form: registre > reseau > page > aucune. No code says Scic, nor cooperative SAS; no name proves."""

import pytest

from flows.identify.fuse.forms import Proven, agree, prove
from tests.flows.fuse_mentions import Said, marked, operator, proofs, row

NETWORK = "cr-aaaaaaaa"


def register(code: str, **said: str) -> Said:
    return operator("sirene", siren="000000001", categorie_juridique=code, **said)


def proven(*mentions: Said) -> Proven:
    return prove(marked(*mentions))


def published(*mentions: Said) -> tuple[str, str]:
    return proven(*mentions)[:2]


def doubts(*mentions: Said) -> list[tuple[str, str, str]]:
    return [(one.code, one.gravite, one.valeur) for one in proven(*mentions).anomalies]


@pytest.mark.parametrize(("code", "forme"), [("5458", "SCOP_SARL"), ("5558", "SCOP_SA"), ("5658", "SCOP_SA")])
def test_three_categories_prove_a_scop(code: str, forme: str) -> None:
    found = proven(register(code))
    assert (found.forme, found.forme_preuve) == (forme, "registre")
    assert found.forme_source.startswith(forme.split("_")[1])  # INSEE's label
    assert found.winner and found.winner["source"] == "sirene"


@pytest.mark.parametrize("code", ["5460", "5560", "5660", "5459", "5559", "5659"])
def test_six_categories_prove_a_cooperative_of_a_kind_not_told(code: str) -> None:
    assert published(register(code)) == ("COOP_AUTRE", "registre")


@pytest.mark.parametrize(("code", "forme"), [("5460", "SCIC_SARL"), ("5560", "SCIC_SA"), ("5660", "SCIC_SA")])
@pytest.mark.parametrize("said", ["SCIC", "same"])
def test_a_page_may_tell_that_it_is_a_scic_and_is_then_the_proof(code: str, forme: str, said: str) -> None:
    page = operator("fiche", forme=forme if said == "same" else said, forme_source="Scic")
    found = proven(register(code), page)
    assert (found.forme, found.forme_preuve, found.forme_source) == (forme, "page", "Scic")
    assert published(register(code), operator("liste", forme="SCIC", membre_de=NETWORK)) == (forme, "reseau")
    assert found.anomalies == ()


@pytest.mark.parametrize("said", ["SCOP", "SCOP_SARL", "SCIC_SAS", "SCIC_SA", "ASSOCIATION", "PRIVE_LUCRATIF"])
def test_a_page_that_the_category_of_a_cooperative_excludes_changes_nothing(said: str) -> None:
    both = register("5460"), operator("fiche", forme=said)
    assert published(*both) == ("COOP_AUTRE", "registre")
    assert doubts(*both) == [("forme_contredite", "avertissement", said)]


def test_the_page_that_agrees_with_the_category_goes_before_a_more_trusted_one_that_does_not() -> None:
    three = register("5460"), operator("liste", forme="SCOP"), operator("fiche", forme="SCIC")
    assert published(*three) == ("SCIC_SARL", "page")
    assert doubts(*three) == [("forme_contredite", "avertissement", "SCOP")]


@pytest.mark.parametrize(
    ("code", "said", "forme"),
    [
        ("5710", "SCOP", "SCOP_SAS"),
        ("5710", "SCIC", "SCIC_SAS"),
        ("5499", "SCOP", "SCOP_SARL"),
        ("5499", "SCIC", "SCIC_SARL"),
        ("5710", "COOP_AUTRE", "COOP_AUTRE"),
        ("5710", "PRIVE_LUCRATIF", "PRIVE_LUCRATIF"),
    ],
)
def test_a_plain_company_is_what_a_page_says_with_the_statute_of_the_register(code: str, said: str, forme: str) -> None:
    assert published(register(code), operator("fiche", forme=said)) == (forme, "page")
    assert published(register(code), operator("liste", forme=said, membre_de=NETWORK)) == (forme, "reseau")


@pytest.mark.parametrize("code", ["5710", "5499", "5599", ""])
def test_a_plain_company_of_which_nobody_says_more_is_unknown(code: str) -> None:
    assert published(register(code)) == ("INCONNU", "aucune")
    assert published(register(code), operator("fiche", forme="INCONNU")) == ("INCONNU", "aucune")


def test_a_page_that_has_the_kind_but_another_statute_proves_the_kind() -> None:
    both = register("5710"), operator("fiche", forme="SCOP_SARL")
    assert published(*both) == ("SCOP", "page")
    assert doubts(*both) == [("forme_contredite", "avertissement", "SCOP_SARL")]


@pytest.mark.parametrize("said", ["ASSOCIATION", "MUTUELLE", "PUBLIC"])
def test_a_company_is_no_association_whatever_a_page_says(said: str) -> None:
    both = register("5710"), operator("fiche", forme=said)
    assert published(*both) == ("INCONNU", "aucune")
    assert doubts(*both) == [("forme_contredite", "avertissement", said)]


def test_without_a_category_a_form_is_what_the_page_says_and_its_words_are_kept() -> None:
    page = operator("fiche", forme="SCOP_SARL", words={"forme": "SCOP/ARL"})
    assert proven(page)[:3] == ("SCOP_SARL", "page", "SCOP/ARL")
    assert proofs(page)["forme_source"]["valeur_source"] == "SCOP/ARL"


def test_a_scic_of_a_rare_statute_is_a_scic() -> None:
    assert published(register("5203"), operator("fiche", forme="SCIC")) == ("SCIC", "page")


@pytest.mark.parametrize("code", ["9210", "9220", "9230", "9260", "5195"])
def test_an_association_is_one_and_a_page_that_says_scop_or_scic_is_a_doubt(code: str) -> None:
    both = register(code), operator("fiche", forme="SCIC")
    assert published(*both) == ("ASSOCIATION", "registre")
    assert doubts(*both) == [("forme_contredite", "doute", "SCIC")]
    assert doubts(register(code), operator("fiche", forme="ASSOCIATION")) == []


def test_an_association_of_alsace_may_be_a_cooperative_and_another_one_is_in_doubt() -> None:
    page = operator("fiche", forme="COOP_AUTRE")
    assert published(register("5195"), page) == ("ASSOCIATION", "registre")
    assert doubts(register("5195"), page) == []
    assert doubts(register("9220"), page) == [("forme_contredite", "doute", "COOP_AUTRE")]


def test_a_page_less_precise_than_the_register_contradicts_nothing() -> None:
    for said in ("SCOP", "SCOP_SARL", "COOP_AUTRE"):
        both = register("5458"), operator("liste", forme=said, membre_de=NETWORK)
        assert published(*both) == ("SCOP_SARL", "registre")
        assert doubts(*both) == []


def test_a_page_that_says_another_form_than_a_proven_scop_is_told() -> None:
    assert doubts(register("5458"), operator("fiche", forme="SCIC")) == [("forme_contredite", "avertissement", "SCIC")]


def test_of_two_pages_the_networks_goes_first_then_the_more_trusted_class_then_the_newer() -> None:
    listed = operator("liste", forme="SCIC", membre_de=NETWORK, jour="2020-01-01")
    site, page = operator("site", forme="SCOP"), operator("fiche", forme="COOP_AUTRE", jour="2019-01-01")
    assert published(page, site, listed) == ("SCIC", "reseau")
    assert published(page, site) == ("SCOP", "page")
    assert published(page, operator("fiche", forme="SCIC", reference="2", jour="2024-01-01")) == ("SCIC", "page")


def test_two_pages_that_disagree_are_told() -> None:
    both = operator("site", forme="SCOP"), operator("fiche", forme="SCIC")
    assert doubts(*both) == [("valeurs_divergentes", "avertissement", "SCIC")]
    assert doubts(operator("site", forme="SCOP"), operator("fiche", forme="SCOP_SAS")) == []


def test_membership_alone_proves_a_cooperative_and_not_which() -> None:
    member = operator("liste", nom="AGAPI", membre_de=NETWORK)
    assert published(member) == published(member, register("5710")) == ("INCONNU", "reseau")
    found = proofs(member)
    assert "forme" not in found
    assert (found["forme_preuve"]["source"], found["forme_preuve"]["valeur_source"]) == ("liste", "AGAPI")


def test_the_name_of_a_member_tells_the_kind() -> None:
    member = operator("liste", nom="E2S Scop Petite Enfance", forme="SCOP", forme_source="Scop", membre_de=NETWORK)
    assert published(member) == ("SCOP", "reseau")


def test_a_name_in_a_register_or_a_directory_is_a_clue_that_needs_a_membership() -> None:
    named = register("5710", nom="KIDOU SCIC", forme="SCIC", forme_source="SCIC")
    listed = operator("annuaire", nom="Kidou Scic", forme="SCIC", forme_source="Scic")
    assert published(named) == published(named, listed) == ("INCONNU", "aucune")
    member = operator("liste", nom="Kidou", membre_de=NETWORK)
    assert published(named, member) == ("SCIC_SAS", "reseau")
    assert published(listed, member) == ("SCIC", "reseau")


def test_a_directory_that_says_it_beside_the_name_is_a_page() -> None:
    assert published(operator("annuaire", nom="Kidou", forme="SCIC", forme_source="Scic SA")) == ("SCIC", "page")
    assert published(operator("annuaire", nom="", forme="SCIC")) == ("SCIC", "page")


def test_what_an_operators_own_page_or_its_network_calls_it_is_said_by_a_page() -> None:
    named = {"nom": "Kidou Scic", "forme": "SCIC", "forme_source": "Scic"}
    assert published(operator("site", **named)) == published(operator("fiche", **named)) == ("SCIC", "page")
    assert published(operator("annuaire", membre_de=NETWORK, **named)) == ("SCIC", "reseau")


def test_the_proof_of_a_form_is_the_registers_code_or_the_words_of_the_page() -> None:
    page = operator("fiche", forme="SCIC", forme_source="société coopérative d'intérêt collectif")
    by_page, by_code = proofs(register("5460"), page), proofs(register("5458"), page)
    assert (by_page["forme"]["source"], by_page["forme"]["valeur_source"]) == ("fiche", page.values["forme_source"])
    assert {by_page[c]["regle"] for c in ("forme", "forme_preuve")} == {"deduite"} and by_page["forme_source"][
        "regle"
    ] == "lue"
    assert (by_code["forme"]["source"], by_code["forme"]["valeur_source"]) == ("sirene", "5458")


def test_since_when_is_told_only_by_a_source_that_says_the_form_published() -> None:
    page = operator("fiche", forme="SCIC", forme_depuis="2013-10-01")
    assert proven(page, register("5460")).forme_depuis == "2013-10-01"
    assert proven(page, register("5460", forme_depuis="2013-11-15")).forme_depuis == "2013-11-15"
    assert proven(page, register("5710", forme_depuis="1999-01-01")).forme_depuis == "2013-10-01"
    assert proven(page, register("5458", forme_depuis="1999-01-01")).forme_depuis == "1999-01-01"
    assert proven(page, register("5458")).forme_depuis == ""
    assert proven(page, register("9220")).forme_depuis == ""
    assert row(page)["forme_depuis"] == "2013-10-01" and proofs(page)["forme_depuis"]["source"] == "fiche"


def test_the_category_of_a_legal_person_that_is_no_more_proves_nothing() -> None:
    closed = operator("sirene", siren="000000002", reference="2", categorie_juridique="9220", etat="ferme")
    assert published(closed, register("5458")) == ("SCOP_SARL", "registre")
    assert published(closed, register("")) == ("INCONNU", "aucune")


def test_neither_the_form_nor_the_day_of_a_legal_person_that_is_no_more_is_taken() -> None:
    old = {"siren": "000000002", "reference": "2", "etat": "ferme", "forme": "SCOP_SARL", "forme_depuis": "1990-01-01"}
    closed = operator("sirene", categorie_juridique="5458", **old)
    assert published(closed, register("5710"), operator("liste", membre_de=NETWORK)) == ("INCONNU", "reseau")
    assert proven(closed, register("5458")).forme_depuis == ""


def test_the_day_of_a_less_precise_or_another_form_is_not_taken() -> None:
    vague = operator("fiche", forme="COOP_AUTRE", forme_depuis="1990-01-01")
    assert proven(operator("site", forme="SCIC"), vague).forme_depuis == ""
    assert proven(register("5458"), operator("fiche", forme="SCOP_SA", forme_depuis="1990-01-01")).forme_depuis == ""
    assert proven(register("5458"), operator("fiche", forme="SCOP", forme_depuis="1990-01-01")).forme_depuis != ""


def test_what_a_page_says_of_a_category_is_no_registers_word() -> None:
    assert published(operator("fiche", categorie_juridique="5458")) == ("INCONNU", "aucune")


@pytest.mark.parametrize(
    ("a", "b", "agreed"),
    [
        ("SCOP", "SCOP_SARL", True),
        ("SCOP_SA", "SCOP_SARL", False),
        ("COOP_AUTRE", "SCIC_SA", True),
        ("COOP_AUTRE", "ASSOCIATION", False),
        ("SCOP", "SCIC", False),
        ("ASSOCIATION", "ASSOCIATION", True),
    ],
)
def test_a_scop_is_a_cooperative_and_a_scop_sarl_is_a_scop(a: str, b: str, agreed: bool) -> None:
    assert agree(a, b) == agree(b, a) == agreed
