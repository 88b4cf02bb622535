"""What the reader understands of a snapshot of the API Recherche d'entreprises: rows as written, and every doubt told."""

import json
from typing import Any

import pytest

from schemas.errors import SourceChanged
from schemas.found import Known
from schemas.mentions import RAW, STATES
from schemas.records import Anomaly, Reading, Row
from sources import activites
from sources.activites import Activity
from tests.flows.recherche_population import (
    CLOSED,
    FAR,
    HIDDEN,
    MICROSCOP,
    NO_WORD,
    PROJECT,
    SCHOOL,
    SCIC,
    SHY,
    UNION,
    Site,
    Unit,
)
from tests.flows.recherche_runs import DAY, SOURCE, harvested, read
from tests.flows.recherche_server import Register

KNOWN = Known((NO_WORD.siren, SCHOOL.siren, "356000000"), (("La Coopé des P'tits B", "16"), ("Au", "")))


@pytest.fixture(scope="module")
def body() -> bytes:
    """A harvest of the whole population; the two operators without a number are not in it but by name."""
    with Register() as register:
        return harvested(register, KNOWN)


@pytest.fixture(scope="module")
def reading(body: bytes) -> Reading:
    return read(body)


def row(reading: Reading, reference: str) -> Row:
    [found] = [one for one in reading.tables["mentions"] if one["reference"] == reference]
    return found


def doubts(reading: Reading, code: str) -> list[Anomaly]:
    return [doubt for doubt in reading.doubts if doubt.code == code]


def seen(*units: Unit, known: Known = KNOWN, **changed: object) -> Reading:
    """What is read of a few units, some of their values changed."""

    def spoil(n: int, asked: object, said: dict[str, Any]) -> dict[str, Any]:
        for unit in said["results"]:
            unit.update(changed)
        return said

    with Register(units, spoil) as register:
        return read(harvested(register, known))


def test_every_row_has_columns_of_mentions_only_and_a_known_state(reading: Reading) -> None:
    rows = reading.tables["mentions"]
    assert len(rows) > 200
    assert all(set(one) <= set(RAW) and one["etat"] in STATES and isinstance(one["reference"], str) for one in rows)
    assert all(isinstance(value, str) for one in rows for value in one.values())


def test_rows_are_sorted_and_none_comes_twice(reading: Reading) -> None:
    keys = [(one["table"], one["reference"]) for one in reading.tables["mentions"]]
    assert keys == sorted(set(keys))


def test_every_place_names_an_operator_that_is_there(reading: Reading) -> None:
    rows = reading.tables["mentions"]
    operators = {one["reference"] for one in rows if one["table"] == "gestionnaires"}
    assert {one["gestionnaire"] for one in rows if one["table"] == "etablissements"} <= operators


def test_a_scop_is_proven_by_its_category_in_insee_s_words(reading: Reading) -> None:
    assert row(reading, MICROSCOP.siren) == {
        "table": "gestionnaires",
        "reference": MICROSCOP.siren,
        "gestionnaire": "",
        "etat": "actif",
        "url": f"https://annuaire-entreprises.data.gouv.fr/entreprise/{MICROSCOP.siren}",
        "jour": DAY,
        "nom": "MICROSCOP",
        "autres_noms": "",
        "sigle": "MIC",
        "forme": "SCOP_SARL",
        "forme_source": "SARL coopérative de production (SCOP)",
        "categorie_juridique": "5458",
        "siren": MICROSCOP.siren,
        "est_ess": "true",
        "ape": "88.91A",
        "nomenclature_ape": "NAFRev2",
        "annee_creation": "2009",
        "date_fermeture": "",
        "rue": "4 RUE DU MOULIN",
        "code_postal": "59268",
        "commune": "ABANCOURT",
        "code_insee": "59001",
        "departement": "59",
        "adresse_source": "4 RUE DU MOULIN 59268 ABANCOURT",
    }


def test_another_cooperative_category_proves_a_cooperative_never_a_scic(reading: Reading) -> None:
    assert row(reading, UNION.siren)["forme"] == "COOP_AUTRE"
    assert row(reading, UNION.siren)["etat"] == "actif"


@pytest.mark.parametrize("one", [SCIC, NO_WORD, PROJECT], ids=lambda one: one.nom)
def test_what_its_category_does_not_prove_is_a_candidate(reading: Reading, one: Unit) -> None:
    found = row(reading, one.siren)
    assert found["etat"] == "candidat" and found["forme"] in ("", "ASSOCIATION")
    assert found["forme_source"] and row(reading, one.siret(0))["etat"] == "candidat"


def test_a_cooperative_that_only_its_name_found_is_a_candidate_too() -> None:
    found = row(seen(SCHOOL, known=Known(noms=((SCHOOL.nom, ""),))), SCHOOL.siren)
    assert (found["etat"], found["forme"]) == ("candidat", "SCOP_SARL")


def test_a_known_operator_of_another_activity_is_read_with_its_nurseries_and_its_head_office(reading: Reading) -> None:
    assert (row(reading, SCHOOL.siren)["ape"], row(reading, SCHOOL.siren)["etat"]) == ("85.59A", "actif")
    assert row(reading, SCHOOL.siret(0))["nature_lieu"] == "siege"
    assert row(reading, SCHOOL.siret(1))["nature_lieu"] == "accueil"


def test_a_closed_unit_says_since_when(reading: Reading) -> None:
    found = row(reading, CLOSED.siren)
    assert (found["etat"], found["date_fermeture"]) == ("ferme", "2019-06-30")
    assert row(reading, CLOSED.siret(0))["etat"] == "ferme"


def test_a_candidate_that_closed_stays_a_candidate_and_says_since_when() -> None:
    found = row(seen(SCIC._replace(etat="C")), SCIC.siren)
    assert (found["etat"], found["date_fermeture"]) == ("candidat", "2019-06-30")


def test_a_closed_establishment_says_since_when_whatever_its_unit(reading: Reading) -> None:
    found = row(reading, UNION.siret(2))
    assert (found["etat"], found["date_fermeture"]) == ("ferme", "2018-01-31")


@pytest.mark.parametrize(
    ("sites", "employer", "natures"),
    [
        ((Site("75"),), "O", ["accueil_et_siege"]),
        ((Site("75"),), "N", ["inconnu"]),
        ((Site("75"), Site("92")), "O", ["inconnu", "accueil"]),
        ((Site("75", "70.10Z"), Site("92")), "O", ["siege", "accueil"]),
        ((Site("75"), Site("92", "70.10Z")), "O", ["inconnu"]),
    ],
)
def test_what_a_place_is_used_for_is_told_only_as_far_as_the_register_proves_it(
    sites: tuple[Site, ...], employer: str, natures: list[str]
) -> None:
    one = Unit("50000001", "SCOP DU PARC", "5458", sites, employeur=employer)
    reading = seen(one, known=Known())
    places = [place for place in reading.tables["mentions"] if place["table"] == "etablissements"]
    assert [place["nature_lieu"] for place in places] == natures


def test_a_place_bears_its_own_sign_else_the_name_of_its_unit(reading: Reading) -> None:
    assert row(reading, MICROSCOP.siret(0))["nom"] == "MICRO CRECHE LES LUTINS"
    assert row(reading, MICROSCOP.siret(1))["nom"] == "MICROSCOP"
    assert len([one for one in reading.tables["mentions"] if one["gestionnaire"] == FAR.siren]) == 13


def test_other_signs_and_usual_names_are_kept_as_other_names() -> None:
    siege = json.loads(json.dumps(Register((MICROSCOP,)).search({"q": MICROSCOP.siren})["results"][0]["siege"]))
    siege |= {"liste_enseignes": ["LES LUTINS", "LES FEES"], "nom_commercial": "LUTINS ET FEES"}
    reading = seen(MICROSCOP, known=Known(), siege=siege, nom_raison_sociale=None)
    assert row(reading, MICROSCOP.siret(0))["autres_noms"] == "LES FEES|LUTINS ET FEES"
    assert row(reading, MICROSCOP.siren)["autres_noms"] == "LUTINS ET FEES"
    assert row(reading, MICROSCOP.siren)["nom"] == "MICROSCOP (MIC)"


ADDRESSES: list[tuple[dict[str, Any], str]] = [
    ({"adresse": "12 RUE DES LILAS 93100 MONTREUIL"}, "12 RUE DES LILAS"),
    ({"adresse": "BAT B 12 RUE DES LILAS 93100 MONTREUIL"}, "BAT B 12 RUE DES LILAS"),
    ({"adresse": "8 RUE DE LA CRECHE 81013 ALBI CEDEX 9", "code_postal": "81000"}, "8 RUE DE LA CRECHE"),
    ({"adresse": "CS 12345 8 RUE DES LILAS 93100 MONTREUIL"}, "CS 12345 8 RUE DES LILAS"),
    ({"adresse": "93100 MONTREUIL"}, ""),
    ({"adresse": "LIEU DIT LE MOULIN"}, "LIEU DIT LE MOULIN"),
    ({"adresse": None}, ""),
    (
        {
            "complement_adresse": "BATIMENT B",
            "numero_voie": "12",
            "dernier_numero_voie": "14",
            "indice_repetition": "B",
            "type_voie": "RUE",
            "libelle_voie": "DES LILAS",
            "distribution_speciale": "BP 12",
        },
        "BATIMENT B, 12-14 B RUE DES LILAS, BP 12",
    ),
]


@pytest.mark.parametrize(("said", "rue"), ADDRESSES)
def test_the_street_line_is_what_stands_before_the_postcode_or_the_parts_given(said: dict[str, Any], rue: str) -> None:
    siege = Register((MICROSCOP,)).search({"q": MICROSCOP.siren})["results"][0]["siege"]
    siege |= {"libelle_voie": None, "type_voie": None, "numero_voie": None, **said}
    found = row(seen(MICROSCOP, known=Known(), siege=siege), MICROSCOP.siren)
    assert found["rue"] == rue and found["adresse_source"]


@pytest.mark.parametrize("siret", [HIDDEN.siret(0), HIDDEN.siret(1), SHY.siret(1)])
def test_a_hidden_address_is_its_commune_and_is_told(reading: Reading, siret: str) -> None:
    found = row(reading, siret)
    assert "rue" not in found and "code_postal" not in found
    assert found["adresse_source"] == found["commune"] and found["code_insee"]
    assert [
        doubt.gravite for doubt in doubts(reading, "diffusion_partielle") if doubt.sur == f"etablissements:{siret}"
    ] == ["info"]


def test_an_ess_flag_that_is_false_says_nothing() -> None:
    assert row(seen(MICROSCOP._replace(ess=False)), MICROSCOP.siren)["est_ess"] == ""


def test_a_siren_whose_key_is_wrong_is_a_doubt_and_no_row() -> None:
    reading = seen(MICROSCOP, known=Known(), siren="900000018")
    assert reading.tables["mentions"] == ()
    assert [(doubt.gravite, doubt.valeur) for doubt in doubts(reading, "siren_invalide")] == [("doute", "900000018")]


def test_a_siret_of_another_unit_is_a_doubt_and_no_row() -> None:
    reading = seen(MICROSCOP, known=Known(), siren=UNION.siren)
    assert [one["reference"] for one in reading.tables["mentions"]] == [UNION.siren]
    assert [doubt.sur for doubt in doubts(reading, "siret_invalide")] == [f"gestionnaires:{UNION.siren}"] * 2


def test_a_unit_without_name_is_a_doubt_and_no_row() -> None:
    reading = seen(MICROSCOP, known=Known(), nom_complet=None, nom_raison_sociale="[NON-DIFFUSIBLE]")
    assert reading.tables["mentions"] == () and len(doubts(reading, "nom_absent")) == 1


def test_a_number_that_the_register_replaced_is_told() -> None:
    [doubt] = doubts(seen(MICROSCOP, known=Known(), siren_conserve=UNION.siren), "siren_doublon")
    assert (doubt.valeur, doubt.sur) == (UNION.siren, f"gestionnaires:{MICROSCOP.siren}")


def test_operators_that_the_register_does_not_know_or_that_could_not_be_asked_are_told(reading: Reading) -> None:
    [unknown] = doubts(reading, "siren_introuvable")
    assert (unknown.valeur, unknown.champ, unknown.gravite) == ("356000000", "siren", "avertissement")
    assert len(doubts(reading, "operateur_non_demande")) == 1


def test_establishments_that_are_counted_and_not_shown_are_told() -> None:
    many = Unit("50000002", "GRANDE SCOP", "5458", tuple(Site("75") for _ in range(130)))
    [doubt] = doubts(seen(many, known=Known()), "etablissements_non_montres")
    assert doubt.valeur == "30" and doubt.sur == f"gestionnaires:{many.siren}"


def test_what_may_be_an_operator_is_not_said_to_miss_establishments() -> None:
    found = seen(NO_WORD, known=Known(noms=((NO_WORD.nom, "75"),)))
    assert row(found, NO_WORD.siren) and doubts(found, "etablissements_non_montres") == []


def test_the_next_code_of_the_activity_is_told_as_soon_as_the_register_shows_it(reading: Reading) -> None:
    [doubt] = doubts(reading, "code_naf2025_releve")
    assert doubt.valeur.startswith("88.91Y (") and doubt.gravite == "info"


def test_the_next_code_is_told_no_more_once_the_table_has_it(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    row_ = Activity("88.91Y", "NAF2025", "Accueil", "2027-01-01", "", "INSEE")
    monkeypatch.setattr(activites, "table", lambda: (row_,))
    assert doubts(read(body), "code_naf2025_releve") == []


def test_the_nomenclature_is_that_of_the_snapshot_not_of_today(body: bytes) -> None:
    later = json.loads(body) | {"nomenclature_ape": "NAF2025"}
    assert row(read(json.dumps(later).encode()), MICROSCOP.siren)["nomenclature_ape"] == "NAF2025"


def test_a_unit_of_several_answers_is_one_row_with_all_its_establishments(reading: Reading) -> None:
    places = [one for one in reading.tables["mentions"] if one["gestionnaire"] == NO_WORD.siren]
    assert [one["siret"] for one in places] == [NO_WORD.siret(0), NO_WORD.siret(1)]  # the third is an office


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"<html></html>",
        b"[]",
        b"{}",
        b"null",
        b'{"reponses": []}',
        b'{"reponses": 3, "activites": [], "introuvables": []}',
    ],
)
def test_a_snapshot_of_another_shape_is_refused(wrong: bytes) -> None:
    with pytest.raises(SourceChanged):
        read(wrong)


def test_an_unknown_kind_of_question_is_refused(body: bytes) -> None:
    strange = body.replace(b'"raison": "categories"', b'"raison": "autre"')
    with pytest.raises(SourceChanged):
        read(strange)


def test_the_descriptor_expects_mentions_of_a_register_under_the_licence_ouverte() -> None:
    assert (SOURCE.acces, SOURCE.classe, SOURCE.base_legale) == ("recherche_entreprises", "registre", "licence_ouverte")
    assert SOURCE.attentes["table"] == "mentions" and not SOURCE.liste_des_membres


def test_a_bar_in_a_name_does_not_cut_it_in_two() -> None:
    reading = seen(MICROSCOP, nom_raison_sociale="LA RUCHE|LE MIEL COOP", sigle="A|B")
    operator = row(reading, MICROSCOP.siren)
    assert (operator["nom"], operator["sigle"]) == ("LA RUCHE / LE MIEL COOP", "A / B")
