"""The harvest of the API Recherche d'entreprises: what it asks, at what pace, and what its snapshot holds."""

import hashlib
import json
import os
from collections.abc import Mapping
from unittest.mock import patch

import pytest

from flows.registers import recherche_asking
from flows.registers.recherche_query import Query, departements, searchable
from schemas.errors import UsageError
from schemas.found import Known
from sources import activites
from sources.activites import Activity
from sources.legal_categories import searched
from tests.flows.recherche_population import (
    BARRED,
    CARE,
    CLOSED,
    FAR,
    LEADERS,
    MICROSCOP,
    NO_WORD,
    PERSON,
    PROJECT,
    SCHOOL,
    SCIC,
    UNION,
    Site,
    Unit,
)
from tests.flows.recherche_runs import DAY, SOURCE, Watch, harvested, refusal, told, units
from tests.flows.recherche_server import RATE, Register, Said

EVERYONE = Known((NO_WORD.siren, SCHOOL.siren, MICROSCOP.siren), (("La Coopé des P'tits B", "16"),))


def test_every_unit_of_the_activity_in_a_cooperative_category_is_found_closed_ones_too() -> None:
    with Register() as register:
        found = units(told(register), "categories")
    sought = set(searched("cooperative"))
    there = {one.siren for one in register.units if one.ape == CARE and one.nature in sought}
    assert set(found) == there and {CLOSED.siren, UNION.siren, FAR.siren} <= there
    assert len(there) > 90


def test_all_establishments_of_a_unit_come_with_it() -> None:
    with Register() as register:
        found = units(told(register))
    assert len(found[FAR.siren]["matching_etablissements"]) == 13
    assert [place["siret"] for place in found[MICROSCOP.siren]["matching_etablissements"]] == [
        MICROSCOP.siret(0),
        MICROSCOP.siret(1),
    ]


def test_of_companies_with_the_ess_flag_only_those_whose_name_tells_a_cooperative_are_kept_the_others_are_counted() -> (
    None
):
    with Register() as register:
        body = told(register)
    [active, closed] = [count for count in body["comptes"] if count["raison"] == "ess"]
    assert set(units(body, "ess")) == {SCIC.siren}
    assert (active["annoncees"], active["trouvees"], active["gardees"]) == (63, 63, 1)
    assert active["ecartees"] == {"nom_sans_mot_cooperatif": 62} and closed["annoncees"] == 0
    assert BARRED.siren not in units(body)


def test_an_operator_that_we_know_is_looked_up_by_number_alone_then_its_establishments_by_name() -> None:
    with Register() as register:
        body = told(register, EVERYONE)
    [by_number] = [asked for asked in register.asked if asked.get("q") == NO_WORD.siren]
    assert by_number.keys() == {"q", "page", "per_page", "minimal", "include", "limite_matching_etablissements"}
    assert units(body, "siren")[NO_WORD.siren]["matching_etablissements"] == []
    assert len(units(body, "etablissements")[NO_WORD.siren]["matching_etablissements"]) == 3
    assert {"siren", "etablissements"} <= {answer["raison"] for answer in body["reponses"]}


def test_of_a_search_for_establishments_only_the_operator_looked_up_is_kept() -> None:
    twin = NO_WORD._replace(base="90000099", nom="LES PETITS D'HOMME BIS")
    with Register((NO_WORD, twin)) as register:
        body = told(register, Known((NO_WORD.siren,)))
    assert set(units(body)) == {NO_WORD.siren}
    assert body["comptes"][-1]["ecartees"] == {"autre_siren": 1}


def test_a_number_answered_by_two_units_ends_the_harvest() -> None:
    def doubled(n: int, asked: Mapping[str, str], said: Said) -> Said:
        if "q" not in asked:
            return said
        return said | {"results": said["results"] * 2, "total_results": 2}

    with Register((NO_WORD,), doubled) as register:
        assert "it announces 2 units for one SIREN" in refusal(register, Known((NO_WORD.siren,)))


def test_of_a_search_by_name_what_is_out_of_our_field_is_counted() -> None:
    town = Unit("90000098", "COMMUNE DE LA COOPE DES P'TITS B", "7210", (Site("16"),), ape="85.59A")
    with Register((PROJECT, town)) as register:
        body = told(register, Known(noms=(("La Coopé des P'tits B", "16"),)))
    assert set(units(body)) == {PROJECT.siren}
    assert body["comptes"][-1]["ecartees"] == {"categorie_hors_champ": 1}


def test_an_operator_found_already_is_not_looked_up_again() -> None:
    with Register() as register:
        told(register, EVERYONE)
    assert MICROSCOP.siren not in {asked.get("q") for asked in register.asked}


def test_a_number_that_the_service_does_not_know_is_told() -> None:
    with Register() as register:
        body = told(register, Known(("356000000", "123456789")))
    assert body["introuvables"] == ["356000000"] and body["non_demandes"] == {"siren_invalide": 1}
    assert "123456789" not in {asked.get("q") for asked in register.asked}


def test_an_operator_without_number_is_searched_by_name_where_it_is_first_page_only() -> None:
    with Register() as register:
        body = told(register, Known(noms=(("La Coopé des P'tits B", "16"), ("Creche cooperative", ""))))
    by_name = [asked for asked in register.asked if "q" in asked]
    assert [(asked["q"], asked.get("departement"), asked["page"]) for asked in by_name] == [
        ("Creche cooperative", None, "1"),
        ("La Coopé des P'tits B", "16", "1"),
    ]
    assert PROJECT.siren in units(body, "nom")
    assert len(units(body, "nom")) == 26


@pytest.mark.parametrize("name", ["123456789", "123 456 789", " 12345678901234 ", "Au", "", "１２３４５６７８９"])
def test_a_name_that_the_service_would_take_for_a_number_or_refuse_is_never_asked(name: str) -> None:
    with Register() as register:
        body = told(register, Known(noms=((name, "75"),)))
    assert not any("q" in asked for asked in register.asked)
    assert body["non_demandes"] == {"nom_trop_court_ou_chiffres": 1}
    assert searchable(name) == ""


def test_a_departement_that_is_none_is_not_asked_for() -> None:
    with Register() as register:
        told(register, Known(noms=(("La Coopé des P'tits B", "20"),)))
    assert "departement" not in register.asked[-1]


def test_the_least_is_asked_for_and_never_people_nor_accounts() -> None:
    with Register() as register:
        told(register, EVERYONE)
    assert {(asked["minimal"], asked["include"]) for asked in register.asked} == {
        ("true", "siege,complements,matching_etablissements")
    }
    assert all(int(asked["page"]) * int(asked["per_page"]) <= 10_000 for asked in register.asked)
    assert register.agents == {
        "creches-cooperatives/1.0 (+https://creches-cooperatives.fr; contact@creches-cooperatives.fr)"
    }


def test_it_never_asks_as_fast_as_the_service_allows() -> None:
    watch = Watch()
    with Register(clock=lambda: watch.now) as register:
        harvested(register, EVERYONE, pace=watch.pace(recherche_asking.INTERVAL_S))
    assert register.refused == 0
    assert watch.now / len(register.asked) > 1.5 / RATE


def test_the_same_population_gives_the_same_bytes_and_each_answer_its_day_and_sum() -> None:
    with Register() as register:
        once, again = harvested(register, EVERYONE), harvested(register, EVERYONE)
    assert once == again
    body = json.loads(once)
    assert once.decode() == json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    assert {answer["le"] for answer in body["reponses"]} == {f"{DAY}T10:00:00+00:00"}
    for answer in body["reponses"]:
        words = json.dumps(answer["reponse"], ensure_ascii=False, sort_keys=True, indent=1) + "\n"
        assert answer["sha256"] == hashlib.sha256(words.encode()).hexdigest()
        assert answer["demande"].startswith("/search?")


def test_each_answer_has_the_time_it_came() -> None:
    moments = (f"{DAY}T10:{n:02}:00+00:00" for n in range(60))
    with Register() as register:
        body = json.loads(harvested(register, now=lambda: next(moments)))
    times = [answer["le"] for answer in body["reponses"]]
    assert times == sorted(set(times)) and len(times) == len(register.asked)


def test_the_codes_asked_for_are_those_of_the_table_on_the_day() -> None:
    with Register() as register:
        body = json.loads(harvested(register, day="2026-12-31"))
    assert (body["activites"], body["nomenclature_ape"]) == (["88.91A"], "NAFRev2")


def test_from_2027_on_nothing_is_asked_while_the_new_code_is_not_known() -> None:
    with Register() as register:
        why = refusal(register, day="2027-01-01")
    assert register.asked == []
    assert "2027-01-01" in why and "NAF2025" in why and "activites.csv" in why


def test_from_2027_on_the_new_code_is_asked_for_once_the_table_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    row = Activity("85.59A", "NAF2025", "Accueil", "2027-01-01", "", "INSEE")
    monkeypatch.setattr(activites, "table", lambda: (row,))
    with Register() as register:
        body = json.loads(harvested(register, day="2027-01-01"))
    assert {asked["activite_principale"] for asked in register.asked} == {"85.59A"}
    assert set(units(body)) == {SCHOOL.siren} and body["nomenclature_ape"] == "NAF2025"


def test_sole_traders_are_never_kept_even_when_we_know_their_number() -> None:
    with Register() as register:
        body = told(register, Known((PERSON.siren,), (("Coop", "13"),)))
    assert PERSON.siren not in units(body)
    assert [count["ecartees"] for count in body["comptes"][-2:]] == [{"personnes_physiques": 1}] * 2


def test_a_setting_that_is_no_address_is_refused_before_anything_is_asked() -> None:
    with patch.dict(os.environ, CRECHES_RECHERCHE_ENTREPRISES="recherche?q=1"), pytest.raises(UsageError) as caught:
        recherche = __import__("flows.registers.recherche_entreprises", fromlist=["harvest"])
        recherche.harvest(SOURCE, EVERYONE, lambda: f"{DAY}T10:00:00+00:00")
    assert "CRECHES_RECHERCHE_ENTREPRISES" in str(caught.value)


def test_an_address_says_what_is_asked_before_the_long_list_of_where() -> None:
    path = Query("categories", "", ("88.91A",), ("5458",), "A", True, departements()).path(3)
    assert path.startswith(
        "/search?activite_principale=88.91A&nature_juridique=5458&etat_administratif=A&est_ess=true&page=3"
    )
    assert path.endswith("987,988,989") and len(path) < 800


def test_every_leader_of_the_population_is_one_legal_unit() -> None:
    assert len({one.siren for one in LEADERS}) == len(LEADERS)
