"""What `creches doctor` says of runs that begin by themselves."""

import os
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from flows import shelf
from flows.integrity import keys
from flows.status.readiness import Check, readiness
from tests.commands import Creches
from tests.flows.runs import DAY
from tests.flows.watched_runs import proved


def of(output: Path, name: str, day: str = DAY) -> Check:
    return next(check for check in readiness(output, day) if check[0] == name)


def test_all_is_well_on_a_machine_that_has_what_it_needs(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    assert [name for name, well, _ in readiness(output, DAY) if not well] == []
    assert all(len(word) > 10 for _, _, word in readiness(output, DAY))


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("RUNNER", "spark", "write threads, processes, dask"),
        ("WORKERS", "many", "write a number"),
        ("SIGNING_KEY", "no-such.key", "cannot be read"),
    ],
)
def test_a_wrong_setting_says_what_to_write(
    output: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, word: str
) -> None:
    monkeypatch.setenv(f"CRECHES_{name}", value)
    (bad,) = [check for check in readiness(output, DAY) if not check[1]]
    assert word in bad[2]


def test_dask_must_be_there_when_the_setting_asks_for_it(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_RUNNER", "dask:tcp://127.0.0.1:8786")
    assert of(output, "runner")[1]
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert not of(output, "runner")[1] and "the extra dask" in of(output, "runner")[2]


def test_a_named_server_must_answer(output: Path, monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/version").respond_with_json(True)
    monkeypatch.setenv("PREFECT_API_URL", httpserver.url_for("/api"))
    assert of(output, "server")[1]
    monkeypatch.setenv("PREFECT_API_URL", httpserver.url_for("/wrong"))
    assert not of(output, "server")[1] and "ends with /api" in of(output, "server")[2]
    for dead in ("http://user:secret@127.0.0.1:9/api", "nonsense", "http://127.0.0.1:x/api"):
        monkeypatch.setenv("PREFECT_API_URL", dead)
        _, well, word = of(output, "server")
        assert not well and "use --direct" in word and "secret" not in word


@pytest.mark.parametrize("status", [401, 403])
def test_a_server_that_refuses_us_is_to_be_told_who_we_are(
    output: Path, monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer, status: int
) -> None:
    known = {"Authorization": "Basic YWRtaW46cw=="}  # admin:s
    httpserver.expect_request("/api/version", headers=known).respond_with_json("3.8.8")
    httpserver.expect_request("/api/version").respond_with_data(status=status)
    monkeypatch.setenv("PREFECT_API_URL", httpserver.url_for("/api"))
    for auth, is_well in (("", False), ("admin:wrong", False), ("admin:s", True)):
        monkeypatch.setenv("PREFECT_API_AUTH_STRING", auth)
        _, well, word = of(output, "server")
        assert well is is_well
        assert well or f"answers {status}: it refuses us: set PREFECT_API_AUTH_STRING" in word
        assert "wrong" not in word


def test_a_real_server_knows_the_one_who_asks(
    output: Path, prefect_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.settings import PREFECT_API_URL

    monkeypatch.setenv("PREFECT_API_URL", str(PREFECT_API_URL.value()))
    assert of(output, "server")[1:] == (True, f"{PREFECT_API_URL.value()} answers 200")


def test_a_key_that_can_sign_is_told_by_its_public_line(
    output: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    public = keys.make(tmp_path / "release.key")
    monkeypatch.setenv("CRECHES_SIGNING_KEY", str(tmp_path / "release.key"))
    assert of(output, "key")[1] and public in of(output, "key")[2]


def test_a_clock_behind_the_newest_release_is_to_be_set(output: Path) -> None:
    assert of(output, "clock")[1]
    _, well, word = of(output, "clock", "2026-11-21")
    assert not well and "set this machine's clock" in word


def test_a_late_release_is_told_with_what_renews_it(output: Path) -> None:
    assert "expires on 2027-01-06" in of(output, "expiry")[2]
    assert "expire; run creches release" in of(output, "expiry", "2027-02-01")[2]


def test_who_holds_the_folder_is_told(output: Path) -> None:
    with shelf.locked(output):
        assert f"process {os.getpid()}" in of(output, "holder")[2]


def test_the_doctors_document_is_what_its_schema_says(creches: Creches, output: Path) -> None:
    said = proved("doctor", creches("doctor", "--output", output, "--json").document)
    assert {check["check"] for check in said["checks"]} >= {
        "runner",
        "server",
        "schedules",
        "key",
        "clock",
        "expiry",
        "holder",
    }
