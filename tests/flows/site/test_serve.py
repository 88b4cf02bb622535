"""`creches site serve`: what a careful server would send, from this machine alone."""

import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from flows.site.serve import server
from schemas.errors import UsageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site of few files."""
    for name, text in {"index.html": "<p>home", "404.html": "<p>none", "a.geojson": "{}", "b.atom": "<feed/>"}.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "creche").mkdir()
    return tmp_path


@pytest.fixture
def port(folder: Path) -> Iterator[int]:
    with server(folder, 0) as found:
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield int(found.server_address[1])
        found.shutdown()
        thread.join()


def asked(port: int, path: str, method: str = "GET") -> tuple[HTTPResponse, bytes]:
    line = HTTPConnection("127.0.0.1", port, timeout=10)
    line.request(method, path)
    answer = line.getresponse()
    body = answer.read()
    line.close()
    return answer, body


def test_it_gives_the_home_page_with_the_headers_that_a_page_cannot_set(port: int) -> None:
    answer, body = asked(port, "/")
    assert (answer.status, body) == (200, b"<p>home")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"


@pytest.mark.parametrize(
    "path", ["/creche/cc-00000000.html", "/creche/", "/nowhere", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd"]
)
def test_an_address_that_is_none_shows_the_sites_own_page(port: int, path: str) -> None:
    answer, body = asked(port, path)
    assert (answer.status, body) == (404, b"<p>none")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_head_has_no_body(port: int) -> None:
    assert asked(port, "/nowhere", "HEAD")[1] == b""


@pytest.mark.parametrize(
    ("path", "kind"), [("/a.geojson", "application/geo+json"), ("/b.atom", "application/atom+xml")]
)
def test_files_are_told_by_their_kind(port: int, path: str, kind: str) -> None:
    assert asked(port, path)[0].headers["Content-Type"] == kind


def test_it_listens_to_this_machine_alone(folder: Path) -> None:
    with server(folder, 0) as found:
        assert found.server_address[0] == "127.0.0.1"


def test_a_folder_without_a_site_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="creches site build"):
        server(tmp_path / "none", 0)


@pytest.mark.parametrize("number", [70_000, -1])
def test_a_port_that_is_none_is_refused(folder: Path, number: int) -> None:
    with pytest.raises(UsageError, match="--port"):
        server(folder, number)


def test_a_port_that_is_taken_is_refused(folder: Path, port: int) -> None:
    with pytest.raises(UsageError, match="--port"):
        server(folder, port)
