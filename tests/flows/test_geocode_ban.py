"""The step against a service on loopback that answers, and fails, as the BAN's does."""

import json
import time
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import pandas as pd
import pytest

from flows.geocode.chain import remote
from flows.geocode.match import Question
from flows.geocode.remote import Remote, on_this_machine
from tests.flows.geocode_places import geocode, places
from tests.flows.geocode_service import AGENT, Service, Trouble

PANTIN = ("41 Rue Delizy", "93500", "Pantin")
Q, PANTIN_CODE = "41 Rue Delizy 93500 Pantin", "93055"
ASKED = Question(*PANTIN, PANTIN_CODE)


def located(service: Service, *addresses: tuple[str, str, str]) -> tuple[pd.DataFrame, list[str]]:
    """Addresses placed with this service, which is not really waited for; and the codes of the doubts."""
    ask = Remote(AGENT, service.address, 0.3, sleep=lambda seconds: None)
    rows, told = geocode(places(*addresses), ask=ask)
    return rows, [anomaly.code for anomaly in told]


def outage(trouble: Trouble, rests: list[float] | None = None) -> str:
    """What is said of a service that answers nothing else; no question is answered."""
    sleep = (lambda seconds: None) if rests is None else rests.append
    with Service(always=trouble) as service:
        replies = Remote(AGENT, service.address, 0.2, sleep=sleep)([ASKED])
    assert replies.matches == {}
    return replies.panne


def test_a_door_is_found_with_its_evidence() -> None:
    with Service() as service:
        rows, told = located(service, PANTIN)
    row = rows.iloc[0]
    assert tuple(row[["geo_precision", "geo_qualite", "geo_source"]]) == ("numero", "11", "addok")
    assert tuple(row[["longitude", "latitude", "geo_libelle"]]) == ("2.4098", "48.8981", "41 Rue Delizy 93500 Pantin")
    assert told == []


def test_the_question_names_the_commune_and_wants_no_completion() -> None:
    with Service() as service:
        located(service, PANTIN)
    assert service.asked == [{"q": Q, "limit": "5", "autocomplete": "0", "citycode": PANTIN_CODE}]
    assert service.agents == [AGENT]


@pytest.mark.parametrize(
    ("address", "precision", "doubts"),
    [
        (("11 bis Rue du Manoir", "22100", "Taden"), "numero", []),
        (("9 Rue du Manoir", "22100", "Taden"), "voie", []),
        (("Rue du Port", "22100", "Taden"), "voie", []),
        (("48-50 Rue Delizy", "93500", "Pantin"), "numero", []),
        (("5 Rue de Paris", "93100", "Montreuil"), "commune", ["point_a_revoir"]),
        (("17 Rue Bichat", "75010", "Paris"), "numero", []),
        (("5 Rue Sans-Pareille", "93100", "Montreuil"), "commune", ["voie_non_trouvee"]),
        (("3 Rue Victor Hugo", "22100", "Taden"), "commune", ["conflit_commune"]),
        (("3 Rue Victor Hugo", "93100", "Montreuil"), "commune", ["voie_non_trouvee"]),
    ],
    ids=str,
)
def test_what_the_service_knows_decides(address: tuple[str, str, str], precision: str, doubts: list[str]) -> None:
    with Service() as service:
        rows, told = located(service, address)
    assert (rows.iloc[0]["geo_precision"], told) == (precision, doubts)


def test_a_door_across_the_commune_s_border_stays_at_the_declared_commune_s_centre() -> None:
    with Service() as service:
        rows, told = located(service, ("133 Rue des Charmettes", "69006", "Lyon"))
    row = rows.iloc[0]
    assert tuple(row[["code_insee", "geo_precision", "geo_statut"]]) == ("69386", "commune", "revue")
    assert tuple(row[["longitude", "latitude", "geo_id"]]) == ("4.85202", "45.77296", "69386")
    assert told == ["conflit_commune"]
    assert [asked.get("citycode") for asked in service.asked] == ["69386", None]


def test_a_door_on_the_near_side_of_a_shared_street_is_found() -> None:
    with Service() as service:
        rows, _ = located(service, ("12 Rue des Charmettes", "69006", "Lyon"))
    assert tuple(rows.iloc[0][["geo_precision", "longitude"]]) == ("numero", "4.862")
    assert len(service.asked) == 1


def test_a_very_long_address_is_cut_and_still_answered() -> None:
    with Service() as service:
        rows, told = located(service, ("41 Rue Delizy " + "Bâtiment " * 40, "93500", "Pantin"))
    assert len(service.asked[0]["q"]) == 200
    assert (rows.iloc[0]["geo_statut"], told) == ("auto", ["voie_non_trouvee"])


def test_questions_are_spaced_below_the_limit_of_fifty_a_second() -> None:
    with Service() as service, patch("flows.geocode.remote.on_this_machine", return_value=False):
        remote(AGENT, service.address)([Question(f"{number} Rue Delizy", "", "", PANTIN_CODE) for number in range(8)])
    gaps = [later - sooner for sooner, later in pairwise(service.moments)]
    assert min(gaps) > 0.02
    assert service.moments[-1] - service.moments[0] >= 7 / 50


def test_a_service_on_this_machine_alone_is_asked_without_rests() -> None:
    hosts = ["127.0.0.1:7878", "localhost/x", "[::1]:80", "data.geopf.fr/geocodage", "127.example.org", "10.0.0.1:7878"]
    assert [host for host in hosts if on_this_machine(host)] == hosts[:3]
    rests: list[float] = []
    with Service() as service:
        ask = Remote(AGENT, service.address, sleep=rests.append)
        ask([Question(f"{number} Rue Delizy", "", "", PANTIN_CODE) for number in range(3)])
    assert (len(service.moments), rests) == (3, [])


def test_the_state_s_service_is_asked_by_default_and_is_the_ban() -> None:
    assert remote(AGENT).fournisseur == "ban"
    assert remote(AGENT, "https://api-adresse.data.gouv.fr").fournisseur == "ban"
    assert remote(AGENT, "addok.example.org").fournisseur == "addok"
    assert remote(AGENT, "http://notgeopf.fr:7878/x").fournisseur == "addok"


def test_a_busy_service_is_left_alone_as_long_as_it_asks_then_answers() -> None:
    rests: list[float] = []
    with Service(Trouble(429, headers=(("retry-after", "4"),)), Trouble(429)) as service:
        replies = Remote(AGENT, service.address, 0.3, sleep=rests.append)([ASKED])
    assert replies.matches[ASKED]
    assert [rest for rest in rests if rest >= 1] == [4.0, 5.5]


def test_a_service_that_asks_for_a_long_rest_is_not_asked_again() -> None:
    rests: list[float] = []
    start = time.monotonic()
    outage(Trouble(429, headers=(("retry-after", "3600"),)), rests)
    assert [rest for rest in rests if rest >= 1] == []
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("trouble", [Trouble(500), Trouble(503), Trouble(body=b"<html>", status=200)], ids=str)
def test_one_failure_is_tried_again(trouble: Trouble) -> None:
    with Service(trouble) as service:
        rows, told = located(service, PANTIN)
    assert (rows.iloc[0]["geo_precision"], told, len(service.asked)) == ("numero", [], 2)


def said(answer: Any) -> Trouble:
    return Trouble(200, json.dumps(answer).encode())


OUTAGES = [
    Trouble(429),
    Trouble(500),
    Trouble(502),
    Trouble(503),
    Trouble(403),
    Trouble(404),
    Trouble(410),
    Trouble(200, b"{}", pause=0.5),
    Trouble(200, b""),
    Trouble(200, b"<html>maintenance</html>"),
    Trouble(200, b'{"features": ['),
    Trouble(200, b"[" * 100_000),
    said({}),
    said([]),
    said(None),
    said({"code": 500, "message": "no"}),
    said({"features": None}),
    said({"features": ["x"]}),
    said({"features": [{"type": "Feature"}]}),
]


@pytest.mark.parametrize("trouble", OUTAGES, ids=lambda t: f"{t.status} {t.body[:24].decode()} {t.pause or ''}")
def test_an_outage_is_never_taken_for_not_found(trouble: Trouble) -> None:
    assert "run again later" in outage(trouble)


def test_a_service_that_moved_is_an_outage_and_not_followed() -> None:
    with Service() as elsewhere:
        location = f"{elsewhere.address}/search?q=41+Rue+Delizy&limit=1"
        error = outage(Trouble(301, headers=(("location", location),)))
    assert "settings" in error
    assert elsewhere.asked == []


def test_a_service_that_is_not_there_is_an_outage() -> None:
    with Service() as service:
        address = service.address
    replies = Remote(AGENT, address, 0.3, sleep=lambda seconds: None)([ASKED])
    assert replies.matches == {} and "does not answer" in replies.panne


def test_a_slow_service_is_left_at_the_time_limit() -> None:
    start = time.monotonic()
    outage(Trouble(200, b"{}", pause=1.0))
    assert time.monotonic() - start < 2


def test_a_service_that_goes_down_leaves_the_rest_waiting_and_is_left_in_peace() -> None:
    with Service(always=Trouble(500)) as service:
        rows, told = located(service, PANTIN, ("7 Rue du Manoir", "22100", "Taden"), ("", "93100", "Montreuil"))
    assert list(rows["geo_statut"]) == ["en_attente", "en_attente", "auto"]
    assert list(rows["geo_precision"]) == ["commune"] * 3
    assert told == ["geocodeur_indisponible"]
    assert len(service.asked) == 6  # two questions, each tried three times


def test_a_question_that_is_refused_waits_alone() -> None:
    with Service(Trouble(400)) as service:
        rows, told = located(service, PANTIN, ("7 Rue du Manoir", "22100", "Taden"))
    assert list(rows["geo_statut"]) == ["en_attente", "auto"]
    assert told == ["geocodeur_indisponible"]


def test_no_place_at_all_is_an_answer() -> None:
    with Service(always=said({"type": "FeatureCollection", "features": []})) as service:
        rows, told = located(service, PANTIN)
    assert (rows.iloc[0]["geo_statut"], told) == ("auto", ["voie_non_trouvee"])


def proposal(**changed: Any) -> dict[str, Any]:
    """An answer with the door of PANTIN, spoilt."""
    feature: dict[str, Any] = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": changed.pop("coordinates", [2.4098, 48.8981])},
        "properties": {"type": "housenumber", "label": "L", "citycode": PANTIN_CODE, "housenumber": "41"},
    }
    feature["properties"] |= {"street": "Rue Delizy", "score": 0.9, **changed}
    return {
        "type": "FeatureCollection",
        "features": [feature | ({} if feature["geometry"]["coordinates"] else {"geometry": None})],
    }


@pytest.mark.parametrize(
    "coordinates",
    [[48.8981, 2.4098], [0, 0], ["2.4098", "48.8981"], [float("nan"), 48.8981], [2.4098], [], [True, False],
     [2.4098, 1e400], [2.4098, 98.8981], [-73.57, 45.5], [10**400, 1], {"lon": 2.4}],
    ids=str,
)  # fmt: skip
def test_a_spoilt_point_is_never_published(coordinates: Any) -> None:
    with Service(always=said(proposal(coordinates=coordinates))) as service:
        rows, told = located(service, PANTIN)
    assert tuple(rows.iloc[0][["geo_precision", "longitude", "latitude"]]) == ("commune", "2.40898", "48.8986")
    assert told == ["point_impossible"]


@pytest.mark.parametrize(
    "changed", [{"citycode": None}, {"citycode": 93055}, {"type": None}, {"street": ["a"]}], ids=str
)
def test_a_property_of_another_type_proves_nothing(changed: dict[str, Any]) -> None:
    with Service(always=said(proposal(**changed))) as service:
        rows, _ = located(service, PANTIN)
    assert rows.iloc[0]["geo_precision"] == "commune"


def test_a_door_of_another_commune_is_a_conflict_even_when_the_service_forgets_the_filter() -> None:
    with Service(always=said(proposal(citycode="93048"))) as service:
        rows, told = located(service, PANTIN)
    assert (rows.iloc[0]["geo_precision"], told) == ("commune", ["conflit_commune"])
