"""What the reader understands of a snapshot of the Sirene stock: rows as written, and every doubt told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benches.sirene_stock import CANARY
from flows.normalise.mentions import mentions
from schemas.errors import SourceChanged
from schemas.found import Known
from schemas.mentions import RAW, STATES
from schemas.records import Anomaly, Reading, Row
from sources import activites, sirene_history
from sources.activites import Activity
from tests.flows.sirene_cases import (
    ASSOCIATION,
    CAE,
    FOUND,
    HIDDEN,
    NO_PLACE,
    OLD,
    PERSON,
    RENAMED,
    SCIC_SAS,
    SCOP,
    SIGN,
    SOURCE,
    TOWN,
    ZERO,
    harvested,
    keyed,
    place,
    read,
    siret,
    stock,
    unit,
)


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return harvested(stock(tmp_path_factory.mktemp("stock")))


@pytest.fixture(scope="module")
def reading(body: bytes) -> Reading:
    return read(body)


def row(reading: Reading, reference: str) -> Row:
    [found] = [one for one in reading.tables["mentions"] if one["reference"] == reference]
    return found


def doubts(reading: Reading, code: str) -> list[Anomaly]:
    return [doubt for doubt in reading.doubts if doubt.code == code]


def changed(body: bytes, change: Callable[[dict[str, Any]], None]) -> Reading:
    told = json.loads(body)
    change(told)
    return read(json.dumps(told).encode())


def test_every_unit_is_an_operator_by_its_siren(reading: Reading) -> None:
    operators = [one for one in reading.tables["mentions"] if one["table"] == "gestionnaires"]
    assert {one["reference"] for one in operators} == {one["siren"] for one in operators} == FOUND


def test_rows_hold_what_a_reader_may_give_and_nobody(reading: Reading) -> None:
    rows = reading.tables["mentions"]
    assert all({*one} <= {*RAW} and one["etat"] in STATES for one in rows)
    assert list(rows) == sorted(rows, key=lambda one: (one["table"], one["reference"]))
    assert CANARY not in str(reading) and not any(one.get("adresse") or one.get("complement_adresse") for one in rows)


def test_an_operator_is_told_as_the_register_writes_it(reading: Reading) -> None:
    assert row(reading, SCOP) == {
        "table": "gestionnaires",
        "reference": SCOP,
        "gestionnaire": "",
        "etat": "actif",
        "url": f"https://annuaire-entreprises.data.gouv.fr/entreprise/{SCOP}",
        "jour": "2026-10-30",
        "nom": "LES PETITS LUTINS",
        "autres_noms": "LUTINS ET CIE",
        "sigle": "LPL",
        "forme": "SCOP_SARL",
        "forme_source": "SARL coopérative de production (SCOP)",
        "forme_depuis": "",
        "categorie_juridique": "5458",
        "siren": SCOP,
        "est_ess": "true",
        "ape": "88.91A",
        "nomenclature_ape": "NAFRev2",
        "annee_creation": "2005",
        "date_fermeture": "",
        "rue": "BATIMENT B, 12 B RUE DES LILAS",
        "code_postal": "01000",
        "commune": "BOURG-EN-BRESSE",
        "code_insee": "01053",
        "adresse_source": "BATIMENT B, 12 B RUE DES LILAS, 01000 BOURG-EN-BRESSE",
    }


def test_an_establishment_is_told_by_its_siret(reading: Reading) -> None:
    assert row(reading, siret(CAE, 2)) == {
        "table": "etablissements",
        "reference": siret(CAE, 2),
        "gestionnaire": CAE,
        "etat": "actif",
        "url": f"https://annuaire-entreprises.data.gouv.fr/etablissement/{siret(CAE, 2)}",
        "jour": "2026-10-30",
        "nom": "LA CABANE",
        "autres_noms": "LA PETITE CABANE",
        "nature_lieu": "accueil",
        "siret": siret(CAE, 2),
        "predecesseur": siret(CAE, 3),
        "date_fermeture": "",
        "rue": "BATIMENT B, 12 B RUE DES LILAS",
        "code_postal": "01000",
        "commune": "BOURG-EN-BRESSE",
        "code_insee": "01053",
        "adresse_source": "BATIMENT B, 12 B RUE DES LILAS, 01000 BOURG-EN-BRESSE",
    }


def test_an_establishment_without_sign_has_its_usual_name_or_else_that_of_its_unit(reading: Reading) -> None:
    assert row(reading, siret(SCOP, 1))["nom"] == "CRECHE DES LUTINS"
    assert row(reading, siret(ZERO, 1))["nom"] == "LE ZERO DE TETE"


def test_what_neither_cares_for_children_nor_is_a_head_office_has_no_row(reading: Reading) -> None:
    assert siret(CAE, 4) not in {one["reference"] for one in reading.tables["mentions"]}


@pytest.mark.parametrize(
    ("number", "nature"),
    [
        (siret(CAE, 1), "siege"),
        (siret(CAE, 2), "accueil"),
        (siret(SCOP, 1), "accueil_et_siege"),  # its one establishment, that of an employer
        (siret(ZERO, 1), "inconnu"),  # it bears the activity of its unit, wherever the children are
    ],
)
def test_the_nature_of_a_place_is_what_the_register_proves(reading: Reading, number: str, nature: str) -> None:
    assert row(reading, number)["nature_lieu"] == nature


def test_a_closed_establishment_says_since_when(reading: Reading) -> None:
    closed = row(reading, siret(CAE, 3))
    assert (closed["etat"], closed["date_fermeture"]) == ("ferme", "2021-08-31")


def test_a_closed_unit_closes_its_establishments(reading: Reading) -> None:
    for reference in (OLD, siret(OLD, 1)):
        assert (row(reading, reference)["etat"], row(reading, reference)["date_fermeture"]) == ("ferme", "2019-12-31")


@pytest.mark.parametrize("siren", [SCIC_SAS, SIGN, ASSOCIATION])
def test_an_operator_whose_category_proves_no_cooperative_is_a_candidate(reading: Reading, siren: str) -> None:
    assert row(reading, siren)["etat"] == row(reading, siret(siren, 1))["etat"] == "candidat"
    assert row(reading, siren)["forme"] in ("", "ASSOCIATION")


def test_a_cedex_is_no_commune_and_a_post_box_is_in_the_street_line(reading: Reading) -> None:
    siege = row(reading, siret(CAE, 1))
    assert (siege["commune"], siege["rue"]) == ("LYON", "BATIMENT B, 12 B RUE DES LILAS, BP 12")


def test_former_names_are_the_other_names_the_newest_first(reading: Reading) -> None:
    assert row(reading, RENAMED)["autres_noms"] == "NUAGES ET SOLEIL|ASSOCIATION DES NUAGES"


def test_the_form_is_dated_by_the_history(reading: Reading) -> None:
    assert row(reading, RENAMED)["forme_depuis"] == "2013-01-01"


def test_an_establishment_that_succeeds_to_another_operators_names_it(reading: Reading) -> None:
    assert row(reading, siret(SCOP, 1))["predecesseur"] == siret(TOWN, 2)


def test_the_likeliest_of_several_predecessors_is_kept_and_that_is_told(body: bytes) -> None:
    def more(told: dict[str, Any]) -> None:
        link = {"siretEtablissementSuccesseur": siret(SCOP, 1), "continuiteEconomique": "false"}
        told["successions"] += [
            {**link, "siretEtablissementPredecesseur": siret(OLD, 1), "dateLienSuccession": "2024-01-01"},
            {**link, "siretEtablissementPredecesseur": siret(ZERO, 1), "continuiteEconomique": "true", "dateLienSuccession": "2022-01-01"},
        ]  # fmt: skip

    reading = changed(body, more)
    assert row(reading, siret(SCOP, 1))["predecesseur"] == siret(ZERO, 1)
    [told] = doubts(reading, "plusieurs_predecesseurs")
    assert (told.valeur, told.sur) == (f"{siret(TOWN, 2)}|{siret(OLD, 1)}", f"etablissements:{siret(SCOP, 1)}")


def test_what_is_not_fully_disclosed_keeps_its_commune_and_is_told(reading: Reading) -> None:
    for number in (siret(HIDDEN, 1), siret(HIDDEN, 2), siret(ZERO, 2)):
        hidden = row(reading, number)
        assert (hidden["rue"], hidden["code_postal"]) == ("", "")
        assert hidden["commune"] == hidden["adresse_source"] == "BOURG-EN-BRESSE" and hidden["code_insee"] == "01053"
    assert {doubt.sur for doubt in doubts(reading, "diffusion_partielle")} == {
        f"etablissements:{number}" for number in (siret(HIDDEN, 1), siret(HIDDEN, 2), siret(ZERO, 2))
    }


def test_a_siren_that_the_stock_does_not_give_is_told(reading: Reading) -> None:
    assert {doubt.valeur for doubt in doubts(reading, "siren_introuvable")} == {PERSON, keyed("99999999")}


def test_a_unit_without_establishment_is_told(reading: Reading) -> None:
    assert [doubt.sur for doubt in doubts(reading, "etablissements_absents")] == [f"gestionnaires:{NO_PLACE}"]
    assert "rue" not in row(reading, NO_PLACE)


def test_missing_files_are_told(body: bytes) -> None:
    reading = changed(body, lambda told: told.update(absents=["StockUniteLegaleHistorique_utf8"]))
    assert [doubt.valeur for doubt in doubts(reading, "fichier_absent")] == ["StockUniteLegaleHistorique_utf8"]


def test_numbers_with_a_wrong_key_are_left_out_and_told(tmp_path: Path) -> None:
    wrong = str(int(SCOP) + 1)
    rows = [place(SCOP), place(SCOP, 2, siret=siret(SCOP, 2)[:-1] + "x"), place(wrong)]
    reading = read(harvested(stock(tmp_path, units=[unit(SCOP, "5458"), unit(wrong, "5458")], places=rows), Known()))
    assert {one["reference"] for one in reading.tables["mentions"]} == {SCOP, siret(SCOP, 1)}
    assert [doubt.valeur for doubt in doubts(reading, "siren_invalide")] == [wrong]
    assert [doubt.sur for doubt in doubts(reading, "siret_invalide")] == [f"gestionnaires:{SCOP}"]


def test_a_unit_whose_name_is_not_told_is_left_out_and_told(tmp_path: Path) -> None:
    rows = {"units": [unit(SCOP, "5458", "[ND]"), unit(CAE, "5458")], "places": [place(SCOP), place(CAE)]}
    reading = read(harvested(stock(tmp_path, **rows), Known()))
    assert {one["gestionnaire"] or one["reference"] for one in reading.tables["mentions"]} == {CAE}
    assert [doubt.valeur for doubt in doubts(reading, "nom_absent")] == [SCOP]


def test_codes_of_an_older_nomenclature_are_not_published(tmp_path: Path) -> None:
    old = {"nomenclatureActivitePrincipaleUniteLegale": "NAFRev1", "dateCreationUniteLegale": "1900-01-01"}
    rows = {"units": [unit(SCOP, "5458", activity="85.3G", **old)], "places": [place(SCOP)]}
    told = row(read(harvested(stock(tmp_path, **rows), Known())), SCOP)
    assert (told["ape"], told["nomenclature_ape"], told["annee_creation"]) == ("", "", "")


def test_a_new_code_is_told_while_the_table_has_none(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def shown(told: dict[str, Any]) -> None:
        for one in told["unites"]:
            one["activitePrincipaleNAF25UniteLegale"] = "88.91Y"

    [told] = doubts(changed(body, shown), "code_naf2025_releve")
    assert told.valeur == "88.91Y (9)"
    table = (*activites.table(), Activity("88.91Y", "NAF2025", "Accueil", "2027-01-01", "", "essai"))
    monkeypatch.setattr(activites, "table", lambda: table)
    assert doubts(changed(body, shown), "code_naf2025_releve") == []


def test_every_row_passes_the_normalisation(reading: Reading) -> None:
    rows = reading.tables["mentions"]
    clean, told = mentions(rows, SOURCE)
    assert len(clean.values) == len(rows)
    assert {doubt.code for doubt in told} <= {"commune_contradictoire"}  # LYON CEDEX 6, with the code of another
    assert set(clean.values["complement_adresse"]) >= {"Bâtiment B"}


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"unites": 3}', b"<html>", b"null", b'"x"'])
def test_a_snapshot_of_another_shape_is_refused(body: bytes) -> None:
    with pytest.raises(SourceChanged):
        read(body)


PRESENT = {"dateDebut": "2017-07-01", "categorieJuridiqueUniteLegale": "5458"}
BEFORE = {"dateDebut": "2010-01-01", "dateFin": "2017-06-30", "categorieJuridiqueUniteLegale": "9220"}


@pytest.mark.parametrize(
    ("periods", "created", "day"),
    [
        ([BEFORE, PRESENT], "2010-01-01", "2017-07-01"),
        ([PRESENT, BEFORE], "2010-01-01", "2017-07-01"),
        ([{**BEFORE, "categorieJuridiqueUniteLegale": "5458"}, PRESENT], "2010-01-01", "2010-01-01"),
        ([{**BEFORE, "categorieJuridiqueUniteLegale": "5458"}, PRESENT], "2009-05-05", ""),
        ([PRESENT], "2017-07-01", "2017-07-01"),
        ([PRESENT], "2001-01-01", ""),
        ([PRESENT], "", ""),
        ([{**BEFORE, "dateFin": "2015-12-31"}, PRESENT], "2010-01-01", ""),  # nothing is known of what lies between
        ([{**BEFORE, "categorieJuridiqueUniteLegale": ""}, PRESENT], "2010-01-01", ""),
        ([{"dateDebut": "2010-01-01", "dateFin": "2017-06-30"}, PRESENT], "2010-01-01", ""),
        ([{**PRESENT, "categorieJuridiqueUniteLegale": "5710"}], "2017-07-01", ""),
        ([{**PRESENT, "dateDebut": "1900-01-01"}], "1900-01-01", ""),
        ([{"categorieJuridiqueUniteLegale": "5458"}], "", ""),
        ([{**BEFORE, "dateDebut": "demain", "dateFin": "hier"}, PRESENT], "2010-01-01", ""),
        ([], "2010-01-01", ""),
    ],
)
def test_since_when_a_form_is_held(periods: list[Row], created: str, day: str) -> None:
    assert sirene_history.since(periods, "5458", created) == day


@given(st.lists(st.sampled_from(["5458", "9220", "5710"]), min_size=1, max_size=6), st.randoms())
def test_a_form_is_never_older_than_its_last_change(categories: list[str], chance: Any) -> None:
    days = [f"20{n:02d}-01-01" for n in range(10, 17)]
    periods = [
        {"dateDebut": days[n], "dateFin": f"20{n + 10:02d}-12-31", "categorieJuridiqueUniteLegale": category}
        for n, category in enumerate(categories)
    ]
    del periods[-1]["dateFin"]
    chance.shuffle(periods)
    last = max((n for n, category in enumerate(categories) if category != categories[-1]), default=-1)
    assert sirene_history.since(periods, categories[-1], days[0]) == days[last + 1]


def test_a_bar_in_a_name_does_not_cut_it_in_two(tmp_path: Path) -> None:
    named = unit(SCOP, "5458", "LA RUCHE|LE MIEL COOP", denominationUsuelle1UniteLegale="X|Y")
    signs = place(SCOP, enseigne1Etablissement="UN | DEUX", enseigne2Etablissement="TROIS|QUATRE")
    read_again = read(harvested(stock(tmp_path / "bars", units=[named], places=[signs])))
    operator, nursery = row(read_again, SCOP), row(read_again, siret(SCOP, 1))
    assert (operator["nom"], nursery["nom"]) == ("LA RUCHE / LE MIEL COOP", "UN / DEUX")
    assert "X / Y" in operator["autres_noms"].split("|") and nursery["autres_noms"] == "TROIS / QUATRE"
