"""What is told a server beside the work: in order, all of it, never in the way, and no longer once nobody answers."""

import threading
import time

import pytest

from tests.flows.lost_servers import gone, refusing


def test_all_is_sent_in_order_before_the_end(prefect_home: object) -> None:
    from flows.orchestration import beside

    told: list[int] = []
    with beside.opened() as one:
        for number in range(20):
            one.send(lambda number=number: told.append(number))
    assert told == list(range(20)) and beside.now.get() is None


def test_what_cannot_be_sent_takes_nothing_else_along(prefect_home: object) -> None:
    from flows.orchestration import beside

    told: list[str] = []
    with beside.opened() as one:
        one.send(refusing)
        one.send(lambda: 1 / 0)
        one.send(lambda: told.append("sent"))
    assert told == ["sent"]


def test_once_nobody_answers_nobody_is_asked_again(prefect_home: object) -> None:
    from flows.orchestration import beside

    told: list[str] = []
    with beside.opened() as one:
        one.send(gone)
        one.send(lambda: told.append("late"))
    one.tried(lambda: told.append("later"))
    assert told == []


def test_what_is_owed_is_told_once_the_server_is_there_again(prefect_home: object) -> None:
    from flows.orchestration import beside

    told: list[str] = []
    with beside.opened() as one:
        one.send(gone)
        one.send(lambda: told.append("courtesy"))
        one.send(lambda: told.append("first"), owed=True)
        one.send(lambda: told.append("second"), owed=True)
        one.there()
        one.send(lambda: told.append("courtesy again"))
    assert told == ["first", "second", "courtesy again"]


def test_what_is_owed_is_tried_once_more_at_the_end(prefect_home: object) -> None:
    from flows.orchestration import beside

    told: list[str] = []
    with beside.opened() as one:
        one.send(gone)
        one.send(lambda: told.append("first"), owed=True)
        one.send(lambda: told.append("second"), owed=True)
    assert told == ["first", "second"]


def test_at_the_end_nobody_is_waited_for_twice(prefect_home: object) -> None:
    from flows.orchestration import beside

    told: list[str] = []
    with beside.opened() as one:
        one.send(gone, owed=True)
        one.send(lambda: told.append("late"), owed=True)
    assert told == []


def test_nor_once_the_work_itself_found_nobody(prefect_home: object) -> None:
    from flows.orchestration import beside

    told: list[str] = []
    with beside.opened() as one:
        one.give_up()
        one.send(lambda: told.append("late"))
        one.send(lambda: told.append("owed"), owed=True)
    assert told == []


def test_between_two_stages_it_waits_a_little_and_no_longer(
    prefect_home: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.orchestration import beside

    monkeypatch.setattr(beside, "ASIDE", 0.3)
    with beside.opened() as one, beside.at_work():
        sent = threading.Event()
        one.wait()
        begun = time.monotonic()
        one.send(sent.set)
        assert sent.wait(10) and time.monotonic() - begun >= 0.3


def test_a_stage_at_work_or_the_end_lets_it_go_on(prefect_home: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.orchestration import beside

    monkeypatch.setattr(beside, "ASIDE", 60)
    begun = time.monotonic()
    with beside.opened() as one:
        sent, last = threading.Event(), threading.Event()
        one.wait()
        one.send(sent.set)
        with beside.at_work():
            assert sent.wait(10)
        one.send(last.set)
    assert last.is_set() and time.monotonic() - begun < 30
