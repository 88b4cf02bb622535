"""The service on loopback holds to the published limits and traps of the real one: what we test against is not kinder."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.flows.recherche_population import CANARY, CARE, HIDDEN, MICROSCOP, SCIC, Site, Unit
from tests.flows.recherche_runs import Watch
from tests.flows.recherche_server import RATE, Register

SERVER = Register()
"""It has no port: its answers are asked of it directly."""


def ask(**asked: object) -> tuple[int, dict[str, Any]]:
    answer = SERVER.answer(f"/search?{urlencode(asked)}")
    return answer.status, json.loads(answer.body)


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "crèche", "page": 0},
        {"q": "crèche", "page": 1001, "per_page": 1},
        {"q": "crèche", "page": "deux"},
        {"q": "crèche", "per_page": 26},
        {"q": "crèche", "per_page": 0},
        {"q": "crèche", "page": 401, "per_page": 25},
        {"q": "crèche", "limite_matching_etablissements": 101},
        {"nature_juridique": "5459,9999"},
        {"activite_principale": "88.91"},
        {"departement": "20"},
        {"departement": "75,2A,96"},
        {"etat_administratif": "F"},
        {"est_ess": "oui"},
        {"q": "crèche", "include": "siege"},
        {"q": "crèche", "minimal": "true", "include": "siege,personnes"},
        {"q": "ab"},
        {"page": 1},
        {},
    ],
    ids=str,
)
def test_a_question_out_of_its_limits_is_refused_with_words(asked: dict[str, object]) -> None:
    status, said = ask(**asked)
    assert status == 400 and said["erreur"]


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "crèche", "page": 400, "per_page": 25},
        {"q": "ab", "etat_administratif": "A"},
        {"departement": "75,2A,974,989"},
        {"nature_juridique": "5458,5558"},
        {"q": "crèche", "minimal": "true", "include": "siege,complements,matching_etablissements"},
    ],
    ids=str,
)
def test_a_question_at_its_limits_is_answered(asked: dict[str, object]) -> None:
    assert ask(**asked)[0] == 200


def test_another_path_is_not_found() -> None:
    assert SERVER.answer("/").status == 404


@pytest.mark.parametrize("q", [MICROSCOP.siren, f"{MICROSCOP.siren[:3]} {MICROSCOP.siren[3:]}", MICROSCOP.siret(1)])
def test_nine_or_fourteen_digits_ignore_every_filter_in_silence_and_show_no_establishment(q: str) -> None:
    status, said = ask(q=q, departement="2A", etat_administratif="C", activite_principale="85.59A")
    assert status == 200
    assert [unit["siren"] for unit in said["results"]] == [MICROSCOP.siren]
    assert said["results"][0]["matching_etablissements"] == []


def test_a_filter_that_it_does_not_know_is_ignored_in_silence() -> None:
    assert ask(q="microscop", forme_juridique="5710")[1]["total_results"] == 1


def test_activity_and_category_filter_units_and_a_departement_filters_establishments() -> None:
    said = ask(activite_principale=CARE, nature_juridique="5458", departement="62")[1]
    [unit] = [unit for unit in said["results"] if unit["siren"] == MICROSCOP.siren]
    assert unit["siege"]["departement"] == "59"
    assert [place["siret"] for place in unit["matching_etablissements"]] == [MICROSCOP.siret(1)]


def test_filters_on_units_alone_show_no_establishment() -> None:
    assert not any(unit["matching_etablissements"] for unit in ask(nature_juridique="5458")[1]["results"])


def test_its_total_is_cut_at_ten_thousand() -> None:
    crowd = Register(Unit(f"{n:08}", f"CRECHE {n}", "9220", (Site("75"),)) for n in range(20_000_000, 20_010_050))
    said = crowd.search({"q": "creche", "per_page": "25"})
    assert (said["total_results"], said["total_pages"]) == (10_000, 400)


def test_people_come_unless_the_least_is_asked_for() -> None:
    assert "dirigeants" in ask(q=SCIC.siren)[1]["results"][0]
    least = ask(q=SCIC.siren, minimal="true", include="siege")[1]["results"][0]
    assert "dirigeants" not in least and "finances" not in least and "complements" not in least
    assert CANARY in json.dumps(least)


def test_what_asked_not_to_be_disclosed_has_no_address() -> None:
    [unit] = ask(q=HIDDEN.siren)[1]["results"]
    assert unit["siege"]["adresse"] == unit["siege"]["code_postal"] == "[NON-DIFFUSIBLE]"


def test_more_than_seven_questions_in_a_second_are_refused_with_the_time_to_wait() -> None:
    watch = Watch()
    server = Register((), clock=lambda: watch.now)
    statuses = [server.answer("/search?q=creche") for _ in range(RATE + 2)]
    assert [answer.status for answer in statuses] == [200] * RATE + [429] * 2
    assert statuses[-1].headers == (("retry-after", "1"),)
    watch.sleep(1.0)
    assert server.answer("/search?q=creche").status == 200
