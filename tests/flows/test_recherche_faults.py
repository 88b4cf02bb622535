"""The service in trouble: waited for as it asks, three times at most, and never half believed."""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.flows.geocode_service import Trouble
from tests.flows.loopback import closed_port
from tests.flows.recherche_population import CANARY, MICROSCOP
from tests.flows.recherche_runs import Watch, harvested, refusal
from tests.flows.recherche_server import Register, Said

FEW = (MICROSCOP,)
BUSY = Trouble(429, headers=(("retry-after", "7"),))


def troubled(*troubles: Trouble) -> Callable[[int, Mapping[str, str], Said], Said | Trouble]:
    """The first answers are these."""
    return lambda n, asked, said: troubles[n - 1] if n <= len(troubles) else said


@pytest.mark.parametrize(
    ("trouble", "waits"),
    [
        (BUSY, (7.0, 7.0)),
        (Trouble(429, headers=(("retry-after", "86400"),)), (120.0, 120.0)),
        (Trouble(503, headers=(("retry-after", "3"),)), (3.0, 3.0)),
        (Trouble(429, headers=(("retry-after", "soon"),)), (0.5, 2.0)),
        (Trouble(500), (0.5, 2.0)),
        (Trouble(502), (0.5, 2.0)),
        (Trouble(504), (0.5, 2.0)),
        (Trouble(200, b"{}", missing=9), (0.5, 2.0)),
    ],
    ids=str,
)
def test_a_service_in_trouble_is_asked_again_after_the_rest_it_asks_for(
    trouble: Trouble, waits: tuple[float, float]
) -> None:
    watch = Watch()
    with Register(FEW, troubled(trouble, trouble)) as register:
        harvested(register, pace=watch.pace(0.0))
    assert len(register.asked) == 4 + 2
    assert len(watch.slept) == 2 and all(waits[0] <= slept <= waits[1] for slept in watch.slept)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_storm_ends_the_harvest_after_three_tries_of_one_question(status: int) -> None:
    with Register(FEW, lambda n, asked, said: Trouble(status)) as register:
        why = refusal(register)
    assert len(register.asked) == 3
    assert f"it answers {status}, 3 times" in why and "/search?activite_principale=88.91A" in why


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410])
def test_a_refusal_is_not_asked_again(status: int) -> None:
    with Register(FEW, lambda n, asked, said: Trouble(status)) as register:
        why = refusal(register)
    assert len(register.asked) == 1 and f"it answers {status}" in why


def test_nobody_there_is_told() -> None:
    class Gone(Register):
        address = ""

    with closed_port() as port:
        gone = Gone(FEW)
    gone.address = f"http://127.0.0.1:{port}"
    why = refusal(gone)
    assert f"127.0.0.1:{port}" in why and "3 times" in why


HTML = b"<!DOCTYPE html><html><body>Maintenance</body></html>"
NO_LIST = {"results": {}, "total_results": 0, "page": 1, "per_page": 25, "total_pages": 0}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (HTML, "a page of HTML"),
        (b"", "no JSON object"),
        (b'{"results": [{"siren": "9000', "the half of one"),
        (b'{"results": [], "total_results": NaN}', "no JSON object"),
        (b'{"results": [], "total_results": -Infinity}', "no JSON object"),
        (b"[]", "no JSON object"),
        (b"null", "no JSON object"),
        (b'\xff\xfe{"results": []}', "no JSON object"),
        (b"[" * 100_000, "no JSON object"),
        (b"{}", "no readable total_results"),
        (b'{"erreur": "maintenance"}', "no readable total_results"),
        (json.dumps(NO_LIST).encode(), "no readable results"),
        (json.dumps(NO_LIST | {"results": [], "total_results": True}).encode(), "no readable total_results"),
        (json.dumps(NO_LIST | {"results": [], "total_results": "0"}).encode(), "no readable total_results"),
        (json.dumps(NO_LIST | {"results": [], "page": 1.0}).encode(), "no readable page"),
        (json.dumps(NO_LIST | {"results": [], "total_results": -1, "total_pages": 0}).encode(), "page"),
    ],
)
def test_what_is_no_answer_ends_the_harvest_with_the_address_asked(body: bytes, told: str) -> None:
    with Register(FEW, lambda n, asked, said: Trouble(200, body)) as register:
        why = refusal(register)
    assert told in why and f"{register.address}/search?activite_principale=88.91A" in why
    assert len(register.asked) == 1


Change = Callable[[dict[str, Any]], object]
SHAPES: dict[str, tuple[Change, str]] = {
    "no siren": (lambda unit: unit.pop("siren"), "a unit has no siren"),
    "siren a number": (lambda unit: unit.update(siren=900000019), "siren is no text"),
    "no siege": (lambda unit: unit.pop("siege"), "a unit has no siege"),
    "no complements": (lambda unit: unit.pop("complements"), "a unit has no complements"),
    "complements a list": (lambda unit: unit.update(complements=[]), "complements is no object"),
    "no flag": (lambda unit: unit["complements"].pop("est_ess"), "complements has no est_ess"),
    "flag a word": (lambda unit: unit["complements"].update(est_ess="true"), "est_ess is neither true nor false"),
    "no establishments": (lambda unit: unit.pop("matching_etablissements"), "has no matching_etablissements"),
    "establishments null": (
        lambda unit: unit.update(matching_etablissements=None),
        "matching_etablissements is no list",
    ),
    "an establishment null": (
        lambda unit: unit.update(matching_etablissements=[None]),
        "an establishment is no object",
    ),
    "no siret": (lambda unit: unit["siege"].pop("siret"), "an establishment has no siret"),
    "siret null": (lambda unit: unit["siege"].update(siret=None), "no readable siret"),
    "state unknown": (lambda unit: unit["siege"].update(etat_administratif="X"), "no readable siret or etat"),
    "unit's state unknown": (lambda unit: unit.update(etat_administratif="F"), "no readable siren or etat"),
    "address a list": (lambda unit: unit["siege"].update(adresse=[CANARY]), "adresse is no text"),
    "signs a text": (lambda unit: unit["siege"].update(liste_enseignes=CANARY), "liste_enseignes is no list"),
    "a sign a number": (lambda unit: unit["siege"].update(liste_enseignes=[3]), "liste_enseignes is no text"),
    "count a text": (lambda unit: unit.update(nombre_etablissements="2"), "nombre_etablissements is no count"),
    "count below zero": (lambda unit: unit.update(nombre_etablissements=-1), "nombre_etablissements is no count"),
    "half a letter": (lambda unit: unit.update(nom_complet="\ud83d"), "nom_complet is no text"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_unit_of_another_shape_ends_the_harvest_and_its_values_are_not_told(shape: str) -> None:
    change, told = SHAPES[shape]

    def changed(n: int, asked: Mapping[str, str], said: Said) -> Said:
        for unit in said["results"]:
            change(unit)
        return said

    with Register(FEW, changed) as register:
        why = refusal(register)
    assert told in why and register.address in why
    assert CANARY not in why and MICROSCOP.siren not in why


def test_a_unit_that_is_no_object_ends_the_harvest() -> None:
    with Register(FEW, lambda n, asked, said: said | {"results": ["MICROSCOP"]}) as register:
        assert "results is no object" in refusal(register)


def test_the_log_tells_a_storm_without_a_value(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Register(FEW, troubled(BUSY)) as register:
        harvested(register)
    assert "it answers 429; try 2 of 3" in caplog.text
    assert CANARY not in caplog.text
