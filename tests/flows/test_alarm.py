"""One thread that does things at their time, unless they are called off."""

import threading
import time

from flows.alarm import Alarm


def test_what_is_due_is_done_soon_after_its_moment_and_not_before() -> None:
    done, began = threading.Event(), time.monotonic()
    Alarm().at(began + 0.05, done.set)
    assert done.wait(5) and time.monotonic() - began >= 0.05


def test_what_is_called_off_is_never_done() -> None:
    alarm, done, later = Alarm(), threading.Event(), threading.Event()
    with alarm._changed:  # so that it cannot be done in between
        alarm.off(alarm.at(time.monotonic(), done.set))
    alarm.at(time.monotonic() + 0.05, later.set)
    assert later.wait(5) and not done.is_set()


def test_a_nearer_moment_is_not_kept_waiting_by_one_further_away() -> None:
    alarm, near, far = Alarm(), threading.Event(), threading.Event()
    alarm.at(time.monotonic() + 60, far.set)
    alarm.at(time.monotonic() + 0.02, near.set)
    assert near.wait(5) and not far.is_set()


def test_a_thousand_that_are_called_off_cost_one_thread() -> None:
    alarm, before = Alarm(), threading.active_count()
    for _ in range(1000):
        alarm.off(alarm.at(time.monotonic() + 60, lambda: None))
    assert threading.active_count() <= before + 1


def test_it_works_again_after_it_was_idle() -> None:
    import flows.alarm

    alarm, first, second = Alarm(), threading.Event(), threading.Event()
    idle, flows.alarm._IDLE = flows.alarm._IDLE, 0.02
    try:
        alarm.at(time.monotonic(), first.set)
        assert first.wait(5)
        thread = alarm._thread
        if thread:
            thread.join(5)
        alarm.at(time.monotonic() + 0.02, second.set)
        assert second.wait(5)
    finally:
        flows.alarm._IDLE = idle
