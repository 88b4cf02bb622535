"""How fast members' pages are asked: politely, whatever a setting or a descriptor says, except of this very machine."""

import dataclasses
from pathlib import Path

import pytest

import sources
from flows import http
from flows.failure import NotFetched
from flows.pages.manners import is_loopback, pacing
from schemas.errors import UsageError
from schemas.records import Source
from tests.flows.loopback import Loopback, answer

HERE = "http://127.0.0.1:8799/"


def source(url: str, dossier: str = "benches/annuaire") -> Source:
    return dataclasses.replace(sources.load("coop_petite_enfance"), url=url, dossier=dossier, acces="pages")


@pytest.mark.parametrize("seconds", ["0", "0.01", "1"])
def test_a_public_host_has_one_line_and_a_second_of_rest_at_least(
    monkeypatch: pytest.MonkeyPatch, seconds: str
) -> None:
    monkeypatch.setenv("CRECHES_POLITE_SECONDS", seconds)
    (session,) = pacing(source("https://annuaire.example/")).sessions
    assert session.manners.limits.interval == 1 and session.wall.allow == frozenset()


def test_more_rest_than_a_second_is_given_to_any_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_POLITE_SECONDS", "5")
    assert pacing(source("https://annuaire.example/")).sessions[0].manners.limits.interval == 5


def test_this_machine_is_asked_on_many_lines_without_rest_when_the_settings_say_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CRECHES_WORKERS", "2")
    assert len(pacing(source(HERE)).sessions) == 1
    monkeypatch.setenv("CRECHES_POLITE_SECONDS", "0")
    sessions = pacing(source(HERE)).sessions
    assert len(sessions) == 8 and {session.manners.limits.interval for session in sessions} == {0}
    assert {session.wall.allow for session in sessions} == {frozenset({"127.0.0.1:8799"})}
    assert len({id(session.manners) for session in sessions}) == 1 and len({id(one.wall) for one in sessions}) == 8


def test_a_descriptor_of_the_project_cannot_name_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_POLITE_SECONDS", "0")
    with Loopback({"/": answer()}) as server:
        (session,) = pacing(source(server.url("/"), dossier="")).sessions
        with pytest.raises(NotFetched, match="neither 80 nor 443"):
            http.get(session, server.url("/"))
        assert server.asked == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1.example.org", "localhost.example.org", "10.0.0.1", "0.0.0.0", "example.org"]
)
def test_only_this_machine_is_this_machine(host: str) -> None:
    assert not is_loopback(f"http://{host}/") and is_loopback("http://localhost:80/") and is_loopback("http://[::1]/")


@pytest.mark.parametrize("text", ["-1", "vite", "1e3", "²"])
def test_a_setting_that_is_no_number_of_seconds_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("CRECHES_POLITE_SECONDS", text)
    with pytest.raises(UsageError, match="polite_seconds"):
        pacing(source(HERE))


def test_ten_failures_in_a_row_end_the_asking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.flows.many_pages import Directory, settings

    monkeypatch.setenv("CRECHES_WORKERS", "1")
    with Loopback({}) as server:
        directory = Directory(server, tmp_path, 300)
        settings(monkeypatch, directory.folder)
        monkeypatch.setenv("CRECHES_POLITE_SECONDS", "0.0001")
        for number in range(100, 300):
            directory.fails(number, 403)
        heard = directory.heard()
        assert "10 of 300 members' pages could not be had, 10 of them in a row" in getattr(heard, "why", "")
        assert directory.asked() == [*range(110)]
