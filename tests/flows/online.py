"""Runs that fetch: a server on loopback with the network's list and the geocoder, and shelves whose list came from it."""

import dataclasses
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import sources
from flows import http
from flows.outcome import Outcome
from tests.flows.loopback import Action, Loopback, answer
from tests.flows.runs import DAY, pages_only, rows, run
from tests.pages.markups import MARKUPS, MEMBERS
from tests.pages.members import Member, to_bytes

ID = "coop_petite_enfance"
DOWN = answer(500, b"")
NOWHERE = answer(200, b'{"type":"FeatureCollection","features":[]}', content_type="application/json")

Online = Callable[..., Outcome]


def page(*members: Member, **headers: str) -> bytes:
    return answer(200, to_bytes(MARKUPS["h3_p"](members or MEMBERS)), **{"etag": '"v1"', **headers})


@pytest.fixture(scope="session")
def list_server() -> Iterator[Loopback]:
    """The network's site and the geocoder, both on loopback. The geocoder finds no street."""
    with Loopback({"/page": page(), "*": NOWHERE}) as loopback:
        yield loopback


def reach(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """The member list is at the server, and so is the geocoder; nothing else of a run is changed."""
    there = pages_only()
    there[ID] = dataclasses.replace(there[ID], url=server.url("/page"))
    opened = http.open_session

    def open_session(agent: str, *_given: object) -> http.Session:
        limits = http.Limits(connect=2, read=2, total=5)
        return opened(agent, limits, frozenset({f"127.0.0.1:{server.port}"}), sleep=lambda s: None)

    monkeypatch.setattr(http, "open_session", open_session)
    monkeypatch.setattr(sources, "pages", lambda: there)
    monkeypatch.setenv("CRECHES_GEOCODER", f"http://127.0.0.1:{server.port}/geo")


def served(server: Loopback, *actions: Action) -> None:
    """The server gives these answers to whoever asks the page, the last one for ever; it has been asked nothing yet."""
    server.asked.clear()
    server.routes["/page"] = list(actions) or [page()]


def ended(server: Loopback, output: Path, day: str, *actions: Action) -> Outcome:
    """A run made once, for several tests."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        reach(server, monkeypatch)
        served(server, *actions)
        return run(output, day, offline=False)


@pytest.fixture(scope="session")
def _fetched(list_server: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("fetched") / "output"
    result = ended(list_server, output, DAY)
    assert (result.result, result.exit_code, result.rows["etablissements"]) == ("published", 0, 6)
    return output


@pytest.fixture(scope="session")
def _down(list_server: Loopback, _fetched: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    output = tmp_path_factory.mktemp("down") / "output"
    shutil.copytree(_fetched, output)
    return output, ended(list_server, output, "2026-12-02", DOWN)


@pytest.fixture
def fetched(_fetched: Path, tmp_path: Path) -> Path:
    """A shelf with one release, of 2026-11-22, whose member list was fetched from the server."""
    shutil.copytree(_fetched, tmp_path / "output")
    return tmp_path / "output"


@pytest.fixture
def down(_down: tuple[Path, Outcome], tmp_path: Path) -> tuple[Path, Outcome]:
    """That shelf after a run, of 2026-12-02, that could not have the page; and how that run ended."""
    output, result = _down
    return Path(shutil.copytree(output, tmp_path / "down")), result


@pytest.fixture
def online(list_server: Loopback, monkeypatch: pytest.MonkeyPatch) -> Online:
    """A run on a folder and a day; the server gives these answers to whoever asks the page, the last one for ever."""
    reach(list_server, monkeypatch)

    def go(output: Path, day: str, *actions: Action, **asked: object) -> Outcome:
        served(list_server, *actions)
        return run(output, day, offline=False, **asked)

    return go


def source_row(output: Path, id_: str = ID) -> dict[str, str]:
    (row,) = [row for row in rows(output, "sources") if row["id"] == id_]
    return row


def word(output: Path) -> dict[str, str]:
    """What is told of the state of the member list."""
    (told,) = [row for row in rows(output, "anomalies") if row["source"] == ID and row["code"].startswith("source_")]
    return told


def bad(body: bytes) -> bytes:
    """An answer 200 with a page that is not the list."""
    return answer(200, body, etag='"bad"')
