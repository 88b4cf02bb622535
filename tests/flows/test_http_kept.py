"""A line that is kept from one page to the next, where the limits say so: one by one, and never when it could mix two answers."""

import dataclasses
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests import Request

from flows import http, line, url_policy, wall
from flows.failure import NotFetched
from tests.flows.loopback import AGENT, PAGE, answer, chunked

KEEPS = http.Limits(interval=0, keeps=True)


class Talk:
    """A server that says these answers in turn, over one line as long as there is one; None: it hangs up without a word."""

    def __init__(self, answers: list[bytes | None]) -> None:
        self._answers = answers
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.lines = 0
        self.asked: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while self._answers:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self.lines += 1
            with line:
                self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        while self._answers:
            head = b""
            while b"\r\n\r\n" not in head:
                heard = line.recv(65536)
                if not heard:
                    return
                head += heard
            self.asked.append(head)
            said = self._answers.pop(0)
            if said is None:
                return
            line.sendall(said)
        time.sleep(0.5)  # a server that has nothing more to say waits, as all do

    def close(self) -> None:
        self._listener.close()


@contextmanager
def talking(*answers: bytes | None, limits: http.Limits = KEEPS) -> Iterator[tuple[Talk, http.Session, str]]:
    talk = Talk([answer(404, b""), *answers])
    session = http.open_session(AGENT, limits, frozenset({f"127.0.0.1:{talk.port}"}), sleep=lambda _: None)
    try:
        yield talk, session, f"http://127.0.0.1:{talk.port}/page"
    finally:
        http.hang_up(session)
        talk.close()


ENDED = answer(200, PAGE)
SAME = answer(304, b"", length=False)


def test_pages_come_over_one_line_whether_they_are_measured_chunked_or_unchanged() -> None:
    with talking(ENDED, chunked(PAGE, 5), SAME, ENDED) as (talk, session, url):
        bodies = [http.get(session, url, etag='"a"').body for _ in range(4)]
    assert bodies == [PAGE, PAGE, b"", PAGE]
    assert talk.lines == 1 and all(b"Connection: keep-alive" in head for head in talk.asked)


def test_a_server_that_says_so_hangs_up() -> None:
    with talking(answer(200, PAGE, connection="close"), ENDED) as (talk, session, url):
        assert [http.get(session, url).body for _ in range(2)] == [PAGE, PAGE]
    assert talk.lines == 2


def test_an_answer_whose_body_is_not_read_ends_its_line() -> None:
    with talking(answer(301, b"elsewhere", location="/page?b"), ENDED, ENDED) as (talk, session, url):
        assert http.get(session, url).body == PAGE
        assert http.get(session, url).body == PAGE
    assert talk.lines == 2


def test_what_a_server_says_unasked_is_never_the_next_page() -> None:
    late = ENDED + answer(200, b"<html>not asked for</html>") * 9000
    with talking(late, ENDED) as (talk, session, url):
        assert [http.get(session, url).body for _ in range(2)] == [PAGE, PAGE]
    assert talk.lines == 2


def test_a_line_that_the_server_left_is_replaced_at_once_and_counts_as_no_try() -> None:
    rests: list[float] = []
    with talking(ENDED, None, ENDED) as (talk, session, url):
        session.manners.pace._sleep = rests.append
        assert [http.get(session, url).body for _ in range(2)] == [PAGE, PAGE]
    assert talk.lines == 2 and rests == []


def test_a_new_line_that_the_server_leaves_is_a_failure() -> None:
    limits = dataclasses.replace(KEEPS, tries=1)
    with talking(None, None, limits=limits) as (_, session, url), pytest.raises(NotFetched) as error:
        http.get(session, url)
    assert error.value.kind in ("unreachable", "robots")


def test_the_time_limit_holds_on_a_line_that_was_kept() -> None:
    slow = answer(200, PAGE)[:-9]
    with talking(ENDED, slow, limits=dataclasses.replace(KEEPS, total=0.3)) as (talk, session, url):
        assert http.get(session, url).body == PAGE
        start = time.monotonic()
        with pytest.raises(NotFetched) as error:
            http.get(session, url)
    assert error.value.kind == "timeout" and time.monotonic() - start < 2.5 and talk.lines == 1
    assert session.web.kept is None


def test_a_session_that_hangs_up_has_no_line_left() -> None:
    with talking(ENDED) as (_, session, url):
        http.get(session, url)
        assert session.web.kept is not None
        http.hang_up(session)
        assert session.web.kept is None and session.wall._line is None


def test_without_the_limit_each_page_has_a_line_of_its_own() -> None:
    with talking(ENDED, ENDED, limits=http.Limits(interval=0)) as (talk, session, url):
        assert [http.get(session, url).body for _ in range(2)] == [PAGE, PAGE]
    assert talk.lines == 3 and all(b"Connection: close" in head for head in talk.asked)


@given(st.text(alphabet="ab09-_.~/%?é é;:@", max_size=12))
def test_the_shortcut_past_taking_an_address_apart_asks_for_the_same(path: str) -> None:
    url = f"http://127.0.0.1:80/{path}"
    asked = line.prepared(url, {})
    assert asked.path_url == Request("GET", url).prepare().path_url
    web = line.Web(verify=True)
    over = web.line_to(url_policy.Target(url, "http", "127.0.0.1", 80), wall.Wall(frozenset()))
    assert over.request_url(asked, None) == asked.path_url


@given(st.text(max_size=12))
def test_the_shortcut_past_looking_at_each_sign_of_an_address_refuses_the_same(text: str) -> None:
    url = f"http://a.fr/{text}"
    plain = url_policy._PRINTABLE.fullmatch(url) is not None
    assert not plain or url_policy._is_one_word(url)
