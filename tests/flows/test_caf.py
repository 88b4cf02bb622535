"""The harvest of the CAF's rates: every row of the newest year, or none; and the same bytes for the same answers."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import sources
from flows.registers import caf
from schemas.errors import FetchFailed, UsageError
from schemas.found import Known
from schemas.records import Snapshot
from sources.caf import DATASETS, canonical
from tests.flows.caf_server import BY_ID, HTML, Portal, Rows, Trouble, country, row_of
from tests.flows.loopback import closed_port

NOW = "2026-11-26T09:00:00+00:00"
DEP = BY_ID["txcouv_pe_dep"]
SMALL: dict[str, Rows] = {
    "txcouv_pe_nat": [
        {"annee": y, "national": "FRANCE ENTIERE HORS MAYOTTE", "txcouv_nat": 60.9} for y in ("2022", "2023")
    ],
    **{
        id_: [row_of(BY_ID[id_], code, "X", 50.5, year) for year in (2022, 2023)]
        for id_, code in (
            ("txcouv_pe_reg", "11"),
            ("txcouv_pe_dep", "93"),
            ("txcouv_pe_epci", "200054781"),
            ("txcouv_pe_com", "93066"),
        )
    },
}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """No rest between requests; the rests that would have been taken."""
    rests: list[float] = []
    monkeypatch.setattr(caf, "INTERVAL_S", 0.0)
    monkeypatch.setattr("flows.pace.Pace.rest", lambda self, seconds: rests.append(seconds))
    return rests


def harvested(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setenv("CRECHES_CAF", portal.address)
    with portal:
        return caf.harvest(sources.load("caf"), Known(), lambda: NOW)


def refusal(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> str:
    """Why nothing could be had."""
    with pytest.raises(FetchFailed) as caught:
        harvested(portal, monkeypatch)
    return str(caught.value)


def departments(count: int) -> dict[str, Rows]:
    """A country of so many départements, be there as many or not."""
    return {**SMALL, DEP.id: [row_of(DEP, f"{number:04}", "X", 50.0) for number in range(count)]}


def test_the_whole_country_is_had_and_read(monkeypatch: pytest.MonkeyPatch) -> None:
    portal = Portal()
    body = harvested(portal, monkeypatch)
    snapshot = Snapshot("caf", "x", body, NOW, hashlib.sha256(body).hexdigest(), "reseau")
    rows = sources.read(sources.load("caf"), snapshot).tables["territoires"]
    expected = [len([r for r in country()[d.id] if str(r["annee"]) == "2023"]) for d in DATASETS]
    assert len(rows) == sum(expected) - 1 > 2400  # the ghost is no territory
    assert {row["millesime"] for row in rows} == {"2023"}
    assert {id_ for id_, _ in portal.asked} == set(BY_ID)  # the history is not asked
    assert len(portal.asked) < 40
    assert all(agent.startswith("creches-cooperatives/") for agent in portal.agents)


def test_no_question_breaks_a_limit_of_the_service_and_a_dated_year_is_not_filtered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    portal = Portal(tables=SMALL)
    harvested(portal, monkeypatch)
    assert all(int(asked["limit"]) <= 100 for _, asked in portal.asked)
    pages = {id_: asked.get("where") for id_, asked in portal.asked if "offset" in asked}
    assert pages == {id_: None if id_ == "txcouv_pe_nat" else "annee=2023" for id_ in BY_ID}


def test_a_year_that_becomes_an_integer_everywhere_is_filtered_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = {**SMALL, "txcouv_pe_nat": [{**row, "annee": int(row["annee"])} for row in SMALL["txcouv_pe_nat"]]}
    body = json.loads(harvested(Portal(tables=tables), monkeypatch))
    (page,) = body["datasets"]["txcouv_pe_nat"]["pages"]
    assert page["answer"]["total_count"] == 1 and page["answer"]["results"][0]["annee"] == 2023


def test_the_body_holds_each_answer_with_its_address_moment_and_digest_and_no_field_but_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    datasets = json.loads(harvested(Portal(tables=SMALL), monkeypatch))["datasets"]
    assert set(datasets) == set(BY_ID)
    for id_, told in datasets.items():
        for answer in (told["newest"], *told["pages"]):
            assert f"/api/explore/v2.1/catalog/datasets/{id_}/records?" in answer["address"]
            assert answer["moment"] == NOW
            assert answer["sha256"] == hashlib.sha256(canonical(answer["answer"])).hexdigest()
            assert all(set(row) == set(BY_ID[id_].fields) for row in answer["answer"]["results"])


def test_the_same_answers_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = []
    for _ in range(2):
        portal = Portal(tables=SMALL)
        bodies.append(harvested(portal, monkeypatch).replace(portal.address.encode(), b""))
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("count", [99, 100, 101, 200])
def test_a_dataset_is_read_to_its_end(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    body = json.loads(harvested(Portal(tables=departments(count)), monkeypatch))
    pages = body["datasets"][DEP.id]["pages"]
    assert sum(len(page["answer"]["results"]) for page in pages) == count


def test_a_service_that_stumbles_twice_is_asked_again_and_waited_for(
    monkeypatch: pytest.MonkeyPatch, at_once: list[float]
) -> None:
    busy = Trouble(429, b"", (("retry-after", "7"),))
    assert harvested(Portal(busy, Trouble(503), tables=SMALL), monkeypatch)
    asked = [rest for rest in at_once if rest > 0]
    assert asked[0] == 7.0 and 0 < asked[1] <= 2.0 and len(asked) == 2


@pytest.mark.parametrize(
    ("trouble", "why", "tries"),
    [
        (Trouble(500), "answers 500", 3),
        (Trouble(429), "answers 429", 3),
        (Trouble(429, b"", (("retry-after", "3600"),)), "answers 429", 1),
        (Trouble(400), "answers 400", 1),
        (Trouble(404), "answers 404", 1),
        (Trouble(301, b"", (("location", "https://example.org/"),)), "answers 301", 1),
        (HTML, "no JSON", 1),
        (Trouble(200, b""), "no JSON", 1),
        (Trouble(200, b'{"total_count": 1, "results": [{"annee"'), "no JSON", 1),
        (Trouble(200, b'{"total_count": 1, "results": [{"annee"', missing=500), "", 3),
        (Trouble(200, b"[]"), "no total_count", 1),
        (Trouble(200, b'{"total_count": true, "results": []}'), "no total_count", 1),
        (Trouble(200, b'{"total_count": 2, "results": null}'), "no total_count", 1),
        (Trouble(200, b'{"total_count": 1, "results": [7]}'), "no row", 1),
        (Trouble(200, b'{"total_count": 0, "results": []}'), "empty", 1),
        (Trouble(200, b"[" * 100_000), "no JSON", 1),
    ],
)
def test_what_is_no_answer_ends_the_harvest_and_names_the_dataset(
    trouble: Trouble, why: str, tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = Portal(always=trouble, only=DEP.id, tables=SMALL)
    told = refusal(portal, monkeypatch)
    assert told.startswith("caf: the dataset txcouv_pe_dep cannot be had: ") and why in told
    assert sum(id_ == DEP.id for id_, _ in portal.asked) == tries
    assert "txcouv_pe_com" not in {id_ for id_, _ in portal.asked}


def lying(said: dict[str, Any]) -> None:
    said["total_count"] += 1


def short(said: dict[str, Any]) -> None:
    if len(said["results"]) > 1:
        said["results"].pop()


def without_a_rate(said: dict[str, Any]) -> None:
    del said["results"][-1]["txcouv_dep"]


def of_another_year(said: dict[str, Any]) -> None:
    if len(said["results"]) > 1:
        said["results"][-1]["annee"] = 2022


def twice(said: dict[str, Any]) -> None:
    if len(said["results"]) > 1:
        said["results"][-1] = said["results"][0]


def emptied(said: dict[str, Any]) -> None:
    if len(said["results"]) > 1:
        said.update(total_count=0, results=[])


def without_a_year(said: dict[str, Any]) -> None:
    said["results"][-1]["annee"] = None


def nested(said: dict[str, Any]) -> None:
    said["results"][-1]["nomdep"] = ["Ain"]


def infinite(said: dict[str, Any]) -> None:
    said["results"][-1]["txcouv_dep"] = float("inf")


def half_a_letter(said: dict[str, Any]) -> None:
    said["results"][-1]["nomdep"] = "\ud800"


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lying, "counts 151 rows and gives 150"),
        (short, "counts 150 rows and gives 99"),
        (without_a_rate, "lacks txcouv_dep"),
        (of_another_year, "rows of other years"),
        (twice, "a row twice"),
        (emptied, "its rows of 2023 are not among those it gives"),
        (without_a_year, "no year"),
        (nested, "a list where a value is expected"),
        (infinite, "no text or number can hold"),
        (half_a_letter, "no text or number can hold"),
    ],
)
def test_an_answer_that_contradicts_itself_is_refused(spoil: Any, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = refusal(Portal(spoil=spoil, only=DEP.id, tables=departments(150)), monkeypatch)
    assert "txcouv_pe_dep" in told and why in told


def test_a_count_that_changes_between_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def growing(said: dict[str, Any]) -> None:
        said["total_count"] += 1 if len(said["results"]) == 50 else 0

    told = refusal(Portal(spoil=growing, only=DEP.id, tables=departments(150)), monkeypatch)
    assert "counts 150 then 151 rows and gives 150" in told


def test_a_filter_that_the_service_loses_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf(Portal):
        def _records(self, id_: str, asked: Any, concerned: bool) -> Trouble:
            return super()._records(id_, {k: v for k, v in asked.items() if k != "where"}, concerned)

    assert "rows of other years" in refusal(Deaf(tables=SMALL), monkeypatch)


def test_more_rows_than_pages_may_hold_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caf, "MOST", 300)
    assert "more rows than the 300" in refusal(Portal(tables=departments(350)), monkeypatch)


def test_a_portal_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with closed_port() as port:
        monkeypatch.setenv("CRECHES_CAF", f"http://127.0.0.1:{port}")
        with pytest.raises(FetchFailed, match="txcouv_pe_nat"):
            caf.harvest(sources.load("caf"), Known(), lambda: NOW)


def test_a_setting_that_is_no_address_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_CAF", "data caf")
    with pytest.raises(UsageError, match="CRECHES_CAF"):
        caf.harvest(sources.load("caf"), Known(), lambda: NOW)


def test_the_descriptor_tells_the_licence_and_what_is_counted() -> None:
    source = sources.load("caf")
    assert (source.acces, source.lecteur, source.licence) == ("caf", "caf", "Licence Ouverte 2.0")
    assert source.attentes["table"] == "territoires" and not source.liste_des_membres
    assert (Path(sources.__file__).parent / "caf.toml").is_file()
