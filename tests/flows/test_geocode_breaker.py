"""A service that is busy, slow or down is left in peace: how often it is asked, how long for, how long it is left alone."""

import json
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from unittest.mock import patch

import pytest

from flows.geocode import remote
from flows.geocode.match import Replies
from flows.geocode.remote import BLOCKED_S, COOLING_S, LONGEST_WAIT_S, Remote
from tests.flows.geocode_service import AGENT, Service, Trouble
from tests.flows.geocode_tables import BOOK, is_honest, questions, replies
from tests.flows.loopback import Loopback, drip, reset

FIVE = questions(5)
DOWN = Trouble(500)


def heard(service: Service, number: int = 5) -> tuple[Replies, list[float]]:
    """The replies to single questions, and the rests of a second and more."""
    rests: list[float] = []
    said = replies(service, FIVE[:number], batch_from=99, rests=rests)
    assert all(is_honest(question, matches) for question, matches in said.matches.items())
    return said, [rest for rest in rests if rest >= 1]


# The breaker


def test_a_service_that_never_answered_is_asked_two_questions_three_times_each_and_no_more() -> None:
    service = Service(book=BOOK, always=DOWN)
    said, rests = heard(service)
    assert (said.matches, len(service.asked), rests) == ({}, 6, [1.0, 1.0, 1.0, 1.0])
    assert len({asked["q"] for asked in service.asked}) == 2
    assert "run again later" in said.panne


def test_a_first_question_that_makes_the_service_fail_does_not_leave_the_others_waiting() -> None:
    said, rests = heard(Service(DOWN, DOWN, DOWN, book=BOOK))
    assert (len(said.matches), said.panne) == (5, "") and COOLING_S not in rests


def test_a_service_that_had_answered_gets_two_rests_and_two_more_chances() -> None:
    service = Service(book=BOOK, up_for=1, always=DOWN)
    said, rests = heard(service)
    assert list(said.matches) == FIVE[:1]
    assert len(service.asked) == 1 + 3 * 3
    assert rests == [1.0, 1.0, COOLING_S, 1.0, 1.0, COOLING_S, 1.0, 1.0]


@pytest.mark.parametrize(("down_for", "answered", "cooled"), [(2, 5, 0), (3, 5, 1), (6, 5, 2), (9, 2, 2)])
def test_an_outage_that_ends_while_we_rest_leaves_nobody_without_an_answer(
    down_for: int, answered: int, cooled: int
) -> None:
    said, rests = heard(Service(book=BOOK, up_for=2, down_for=down_for, always=DOWN))
    assert (len(said.matches), rests.count(COOLING_S)) == (answered, cooled)
    assert (said.panne == "") == (answered == 5)


def test_a_third_outage_in_one_run_is_the_last() -> None:
    service = Service(None, *[DOWN] * 3, None, *[DOWN] * 3, None, *[DOWN] * 3, book=BOOK)
    said, rests = heard(service)
    assert (len(said.matches), len(service.asked), rests.count(COOLING_S)) == (3, 12, 2)


def test_a_question_that_brings_the_service_down_waits_alone() -> None:
    service = Service(book=BOOK, poison=FIVE[1].requete)
    said, rests = heard(service)
    assert set(said.matches) == {*FIVE} - {FIVE[1]}
    assert rests.count(COOLING_S) == 2 and "status 500" in said.panne


def test_an_address_too_long_for_the_wire_is_refused_and_holds_nobody_up() -> None:
    long = FIVE[0]._replace(adresse="1 Rue " + "𝒟" * 190)
    service = Service(book=BOOK)
    said = replies(service, [long, *FIVE[1:]], batch_from=99)
    assert set(said.matches) == set(FIVE[1:])
    assert "refuses a question" in said.panne and len(service.asked) == 4


# What a busy service asks for

THEN = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "rest"),
    [("4", 4), (" 7 ", 7), ("30", 30), ("", BLOCKED_S), ("soon", BLOCKED_S), ("-3", BLOCKED_S), ("4.5", BLOCKED_S),
     ("Sun, 99 Foo 1994", BLOCKED_S), ("1e1", BLOCKED_S), (format_datetime(THEN + timedelta(seconds=6), True), 6)],
)  # fmt: skip
@pytest.mark.parametrize("status", [429, 503])
def test_it_is_left_alone_for_the_seconds_or_until_the_date_that_it_tells(status: int, told: str, rest: float) -> None:
    headers = (("retry-after", told), ("date", format_datetime(THEN, True)))
    said, rests = heard(Service(Trouble(status, headers=headers), book=BOOK), 1)
    assert len(said.matches) == 1
    assert rests == [rest if told or status == 429 else 1.0]


def test_a_date_without_the_server_s_own_is_counted_from_ours() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=20), True)
    _, rests = heard(Service(Trouble(429, headers=(("retry-after", soon),)), book=BOOK), 1)
    assert len(rests) == 1 and 15 < rests[0] <= 20


@pytest.mark.parametrize("told", ["0", format_datetime(THEN, True)])
def test_a_rest_that_is_over_is_not_taken(told: str) -> None:
    said, rests = heard(Service(Trouble(429, headers=(("retry-after", told),)), book=BOOK), 1)
    assert (len(said.matches), rests) == (1, [])


@pytest.mark.parametrize("told", ["31", "3600", "9" * 400, format_datetime(THEN.replace(year=9999), True)])
@pytest.mark.parametrize("before", [0, 2])
def test_a_rest_longer_than_we_wait_opens_the_breaker_at_once(told: str, before: int) -> None:
    service = Service(*[None] * before, book=BOOK, always=Trouble(429, headers=(("retry-after", told),)), up_for=before)
    said, rests = heard(service)
    assert LONGEST_WAIT_S < 31
    assert (len(said.matches), len(service.asked), rests) == (before, before + 1, [])
    assert "slow down, for" in said.panne


# Pace and time


def test_tables_and_single_questions_together_stay_well_below_fifty_a_second() -> None:
    soon = Trouble(429, headers=(("retry-after", "0"),))
    service = Service(soon, soon, book=BOOK, table=lambda rows: rows[:1], tables=[soon, soon])
    elsewhere = {"on_this_machine": lambda domain: False}
    with service, patch.multiple(remote, BATCH_FROM=3, BATCH_ROWS=2, **elsewhere):
        said = Remote(AGENT, service.address)(questions(16))
    assert (len(said.matches), len(service.tables), len(service.asked)) == (16, 10, 10)
    moments = sorted(service.moments)
    spans = [later - sooner for sooner, later in zip(moments, moments[5:], strict=False)]
    assert min(spans) > 5 / 50 * 1.4


BODY = json.dumps({"type": "FeatureCollection", "features": []}).encode() + b" " * 500


@pytest.mark.parametrize(
    "drips",
    [drip(b"HTTP/1.1 200 OK\r\ncontent-length: 540\r\n\r\n" + BODY, 0.02), drip(b"HTTP/1.1 200 OK\r\nx: " + BODY, 0.02),
     drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 99, 0.01)],
    ids=["body", "head", "continue"],
)  # fmt: skip
def test_a_server_that_sends_a_byte_at_a_time_is_left_at_the_time_limit_of_the_question(drips: object) -> None:
    start = time.monotonic()
    with Loopback({"*": drips}) as server:  # type: ignore[dict-item]
        said = Remote(AGENT, server.url(""), 0.2, sleep=lambda seconds: None)(FIVE)
    assert said.matches == {} and "did not end within" in said.panne
    assert len(server.paths) == 6 and time.monotonic() - start < 3


def test_a_server_that_hangs_up_is_an_outage() -> None:
    with Loopback({"*": reset}) as server:
        said = Remote(AGENT, server.url(""), 0.5, sleep=lambda seconds: None)(FIVE)
    assert said.matches == {} and "run again later" in said.panne


def test_an_answer_cut_in_the_middle_is_asked_for_again() -> None:
    said, _ = heard(Service(Trouble(200, BODY[:50], missing=490), book=BOOK))
    assert len(said.matches) == 5 and said.panne == ""
