"""How often a page is asked for: again when that may help, never when the answer is clear."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import http
from flows.failure import NotFetched
from schemas.errors import FetchFailed
from tests.flows.loopback import AGENT, PAGE, Loopback, answer, closed_port, refused, reset


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 522, 524])
def test_a_server_in_trouble_is_asked_three_times_and_may_recover(status: int) -> None:
    with Loopback({"/page": [answer(status, b""), answer(status, b""), answer()]}) as server:
        assert http.get(server.session(), server.url()).body == PAGE
        assert len(server.paths) == 3
    with Loopback({"/page": answer(status, b"")}) as server:
        assert refused(server).kind == ("blocked" if status == 503 else "status")
        assert len(server.paths) == 3


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, "blocked"),
        (403, "blocked"),
        (451, "blocked"),
        (404, "status"),
        (410, "status"),
        (501, "status"),
        (206, "status"),
    ],
)
def test_a_clear_answer_is_taken_at_the_first_word(status: int, kind: str) -> None:
    with Loopback({"/page": [answer(status), answer()]}) as server:
        assert refused(server).kind == kind
        assert len(server.paths) == 1


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([200, 404, 408, 429, 500, 503, 504]), min_size=3, max_size=5))
def test_any_sequence_of_statuses_ends_at_the_first_clear_answer_or_the_third_try(statuses: list[int]) -> None:
    clear = next((index for index, status in enumerate(statuses) if status in (200, 404)), 99)
    with Loopback({"/page": [answer(status) for status in statuses]}) as server:
        session = server.session()
        if clear < 3 and statuses[clear] == 200:
            assert http.get(session, server.url()).body == PAGE
        else:
            with pytest.raises(FetchFailed):
                http.get(session, server.url())
        assert len(server.paths) == min(clear + 1, 3)


def test_a_refused_connection_is_tried_three_times_then_said_in_plain_words() -> None:
    rests: list[float] = []
    with closed_port() as port:
        session = http.open_session(AGENT, allow_hosts=frozenset({f"127.0.0.1:{port}"}), sleep=rests.append)
        with pytest.raises(NotFetched, match="Connection refused") as caught:
            http.get(session, f"http://127.0.0.1:{port}/page")
    assert caught.value.kind == "unreachable"
    assert "0x" not in str(caught.value)
    assert len([rest for rest in rests if rest]) >= 2


def test_a_reset_connection_is_tried_again() -> None:
    with Loopback({"/page": [reset, reset, answer()]}) as server:
        assert http.get(server.session(), server.url()).body == PAGE


def test_a_host_that_answers_429_to_the_last_try_is_left_in_peace_for_the_run() -> None:
    with Loopback({"/page": answer(429, b""), "/other": answer()}) as server:
        session = server.session()
        for path in ("/page", "/other"):
            with pytest.raises(FetchFailed):
                http.get(session, server.url(path))
        assert server.paths == ["/page"] * 3
