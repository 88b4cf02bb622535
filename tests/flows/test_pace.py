"""How long we wait: between two requests, between two tries, and when a server names a time."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import http
from flows.pace import Pace, backoff, retry_after
from tests.flows.loopback import Loopback, answer

NOON = "Sun, 22 Nov 2026 12:00:00 GMT"


class Clock:
    """A clock that only sleeping and working move."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_two_requests_to_one_host_are_a_second_apart_from_start_to_start() -> None:
    clock = Clock()
    pace = Pace(1.0, clock, clock.sleep)
    pace.turn("a.fr")
    clock.now += 0.25
    pace.turn("a.fr")
    clock.now += 3.0
    pace.turn("a.fr")
    assert clock.slept == [0.75]


def test_another_host_does_not_wait() -> None:
    clock = Clock()
    pace = Pace(1.0, clock, clock.sleep)
    for host in ("a.fr", "b.fr", "c.fr"):
        pace.turn(host)
    assert clock.slept == []


def test_a_slower_host_waits_longer_and_never_less_than_the_usual_interval() -> None:
    clock = Clock()
    pace = Pace(1.0, clock, clock.sleep)
    pace.slow("a.fr", 5.0)
    pace.slow("b.fr", 0.1)
    for host in ("a.fr", "b.fr", "b.fr", "a.fr"):
        pace.turn(host)
    assert clock.slept == [1.0, 4.0]


def test_a_whole_session_never_asks_a_host_twice_in_a_second_even_when_it_tries_again() -> None:
    clock = Clock()
    moments: list[float] = []
    with Loopback({"/page": [answer(500, b""), answer(500, b"", retry_after="0"), answer()]}) as server:
        allow = frozenset({f"127.0.0.1:{server.port}"})
        session = http.open_session("x (a@b.fr)", http.Limits(), allow, clock=clock, sleep=clock.sleep)
        turn = session.manners.pace.turn

        def noted(host: str) -> None:
            turn(host)
            moments.append(clock.now)

        session.manners.pace.turn = noted  # type: ignore[method-assign]
        http.get(session, server.url())
        http.get(session, server.url())
    assert len(moments) == 5
    assert all(later - sooner >= 1.0 for sooner, later in pairwise(moments))


@pytest.mark.parametrize(("tries", "most"), [(1, 1), (2, 2), (3, 4), (9, 120), (60, 120)])
def test_rests_double_with_jitter_and_are_capped(tries: int, most: float) -> None:
    drawn = {backoff(tries, 120) for _ in range(50)}
    assert all(most / 2 <= wait <= most for wait in drawn)
    assert len(drawn) > 10


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0), ("7", 7), (" 7 ", 7), ("007", 7), ("120", 120), ("121", 120), ("1000000000", 120), ("9" * 5000, 120),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30), ("Sun, 22 Nov 2026 11:00:00 GMT", 0),
        ("Mon, 22 Nov 2027 12:00:00 GMT", 120),
        ("Sun, 22 Nov 2026 12:00:30", 30), ("Sunday, 22-Nov-26 12:00:30 GMT", 30), ("Sun Nov 22 12:00:30 2026", 30),
        ("", None), ("-5", None), ("1.5", None), ("soon", None), ("²", None), ("٣", None), ("12:00", None),
        ("Sun, 99 Nov 2026 12:00:00 GMT", None), ("Sun, 22 Nov 99999 12:00:00 GMT", None),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date_capped_and_anything_else_is_ignored(
    value: str, seconds: float | None
) -> None:
    assert retry_after(value, NOON, 120) == seconds


def test_a_date_without_the_server_s_own_clock_is_counted_from_ours() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    wait = retry_after(soon, "no date", 120)
    assert wait is not None
    assert 55 <= wait <= 60


@given(st.text(), st.text())
def test_no_header_can_make_us_wait_a_negative_or_an_endless_time(value: str, date: str) -> None:
    wait = retry_after(value, date, 120)
    assert wait is None or 0 <= wait <= 120


def test_a_session_waits_as_long_as_it_is_asked_to() -> None:
    rests: list[float] = []
    with Loopback(
        {"/page": [answer(429, b"", retry_after="42"), answer(503, b"", retry_after="9999"), answer()]}
    ) as server:
        http.get(server.session(http.Limits(interval=0), sleep=rests.append), server.url())
    assert rests == [42.0, 120.0]
