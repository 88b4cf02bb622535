"""Asking for one page: what is sent, what is accepted, what is refused, and how often we try."""

import gzip
import logging
import pickle
import socket
import time
from pathlib import Path

import pytest

from flows import http
from flows.failure import KINDS, Kind, NotFetched
from schemas.errors import UsageError
from tests.flows.loopback import AGENT, PAGE, Loopback, answer, chunked, closed_port, refused


def test_a_page_comes_with_its_bytes_untouched_and_the_headers_that_matter() -> None:
    sent = answer(etag='"v1"', last_modified="Sat, 21 Nov 2026 10:00:00 GMT", set_cookie="a=b", server="x")
    with Loopback({"/page": sent}) as server:
        got = http.get(server.session(), server.url("/page#members"))
    assert (got.status, got.body, got.robots) == (200, PAGE, "absent")
    assert (got.url, got.final_url) == (server.url("/page#members"), server.url("/page"))
    assert set(got.headers) == {"content-type", "content-length", "etag", "last-modified"}


def test_a_request_names_the_project_and_a_contact_asks_for_gzip_only_and_carries_no_cookie_back() -> None:
    with Loopback({"/page": answer(set_cookie="track=1; Path=/")}) as server:
        session = server.session()
        for _ in range(2):
            http.get(session, server.url())
    sent = server.asked[-1][1]
    assert sent["user-agent"] == AGENT
    assert sent["accept-encoding"] == "gzip"
    assert not {"cookie", "authorization", "if-none-match", "if-modified-since"} & set(sent)


@pytest.mark.parametrize(
    "agent", ["creches-cooperatives/0.1", "", "(+https://a.fr)", "crèches (a@b.fr)", "x\r\nh: (a@b)"]
)
def test_a_user_agent_without_project_or_contact_is_refused(agent: str) -> None:
    with pytest.raises(UsageError, match="user agent"):
        http.open_session(agent)


def test_proxies_of_the_environment_are_not_used_but_its_certificate_bundle_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.write_text("")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    with closed_port() as nobody, Loopback({"/page": answer()}) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{nobody}")
        session = server.session()
        assert http.get(session, server.url()).body == PAGE
    assert session.web.verify == str(bundle)


def test_a_password_that_the_environment_keeps_for_a_host_is_not_sent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = tmp_path / "netrc"
    kept.write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(kept))
    with Loopback({"/page": answer()}) as server:
        http.get(server.session(), server.url())
    assert "authorization" not in server.asked[-1][1]


def test_a_certificate_bundle_that_is_not_there_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")
    with pytest.raises(UsageError, match=r"/nowhere/ca\.pem"):
        http.open_session(AGENT)


def test_validators_are_sent_and_304_comes_back_without_a_body() -> None:
    with Loopback({"/page": answer(304, b"", etag='"v1"')}) as server:
        got = http.get(server.session(), server.url(), etag='"v1"', last_modified="Sat, 21 Nov 2026 10:00:00 GMT")
    assert (got.status, got.body) == (304, b"")
    assert server.asked[-1][1]["if-none-match"] == '"v1"'
    assert server.asked[-1][1]["if-modified-since"] == "Sat, 21 Nov 2026 10:00:00 GMT"


def test_304_to_a_request_without_validators_is_refused() -> None:
    with Loopback({"/page": answer(304, b"")}) as server:
        assert refused(server).kind == "status"


def test_a_validator_that_is_no_header_text_is_not_sent() -> None:
    with Loopback({"/page": answer()}) as server:
        assert http.get(server.session(), server.url(), etag='"é\r\nHost: x"').status == 200
    assert "if-none-match" not in server.asked[-1][1]


@pytest.mark.parametrize(
    "sent",
    [
        answer(403),
        answer(200, cf_mitigated="challenge"),
        answer(503, cf_mitigated="challenge"),
        answer(202, b""),
        answer(202, b" \n"),
        answer(200, b"<html><title>Just a moment...</title></html>"),
        answer(200, b"<html><script>window._cf_chl_opt={}</script></html>"),
        answer(200, b"<html>Request unsuccessful. Incapsula incident ID: 1-2</html>"),
        answer(200, b"<html><script src='https://geo.captcha-delivery.com/c.js'></script></html>"),
        answer(200, b"<html><div id='px-captcha'></div></html>"),
        answer(202, b"<html><script>window.gokuProps = {}</script></html>"),
        answer(202, b"<html><meta http-equiv=refresh content='0;/.well-known/sgcaptcha/?r=1'></html>"),
    ],
)
def test_a_robot_check_is_a_refusal_whatever_its_status(sent: bytes) -> None:
    with Loopback({"/page": sent}) as server:
        error = refused(server)
        assert error.kind == "blocked"
        assert "do not work around" in str(error)


def test_a_challenge_is_not_asked_again() -> None:
    with Loopback({"/page": answer(503, cf_mitigated="challenge")}) as server:
        refused(server)
        assert len(server.paths) == 1


@pytest.mark.parametrize(
    "sent", [answer(body=b""), answer(body=b" \r\n"), answer(body=gzip.compress(b""), content_encoding="gzip")]
)
def test_an_empty_page_is_refused(sent: bytes) -> None:
    with Loopback({"/page": sent}) as server:
        assert refused(server).kind == "truncated"


def test_an_error_says_what_where_why_and_what_next_and_survives_pickling() -> None:
    with Loopback({"/page": answer(404)}) as server:
        error = refused(server)
        assert str(error).startswith(f"No page: {server.url()}: the site answers 404. ")
        assert "correct the url" in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.kind, again.url) == (str(error), error.kind, error.url)


@pytest.mark.parametrize("kind", KINDS)
def test_no_error_shows_a_password_or_a_control_character(kind: Kind) -> None:
    text = str(NotFetched(kind, "https://me:secret@a.fr/\x1b[31mred\r\nSet: x", "because\x07"))
    assert "secret" not in text
    assert text.isprintable()


def test_logs_hold_neither_page_content_nor_control_characters(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="flows")
    with Loopback({"/page": [answer(500, b"", x="\x1b[31m"), answer()]}) as server:
        http.get(server.session(), server.url())
    assert len(caplog.messages) == 2
    assert all(message.isprintable() and "Cr" not in message for message in caplog.messages)


def test_no_connection_is_kept_open_between_two_requests() -> None:
    """Each is made anew, by the wall and under its own deadline, even if the server would keep it."""
    heard: list[bytes] = []

    def keeping(line: socket.socket) -> None:
        line.sendall(answer())
        line.settimeout(1.0)
        heard.append(line.recv(1))

    with Loopback({"/page": keeping}) as server:
        session = server.session()
        http.get(session, server.url())
        deadline = time.monotonic() + 2
        while not heard and time.monotonic() < deadline:
            time.sleep(0.01)
    assert heard == [b""]


def test_chunks_are_put_together() -> None:
    with Loopback({"/page": chunked(PAGE, 7)}) as server:
        assert http.get(server.session(), server.url()).body == PAGE


def test_gzip_is_undone() -> None:
    with Loopback({"/page": chunked(gzip.compress(PAGE), 5, content_encoding="gzip")}) as server:
        assert http.get(server.session(), server.url()).body == PAGE


def test_one_session_asks_one_host_once_a_second() -> None:
    with Loopback({"/page": answer()}) as server:
        session = http.open_session(AGENT, http.Limits(interval=0.15), frozenset({f"127.0.0.1:{server.port}"}))
        start = time.monotonic()
        for _ in range(3):
            http.get(session, server.url())
        assert time.monotonic() - start >= 3 * 0.15  # robots.txt and three pages: three rests
