"""One process beside the run: it does what it is given, tells what went wrong, and never outlives its run for long."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

from flows import aside
from flows.aside import Aside
from flows.failure import NotFetched
from schemas.errors import Refused, WorkersFailed
from tests.flows import aside_steps
from tests.flows.watched_processes import ends
from tests.orchestration.processes import is_alive


def test_there_is_none_where_batches_are_worked_on_by_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_RUNNER", "threads")
    with aside.opened() as found:
        assert found is None


def test_all_is_done_by_one_other_process_that_keeps_what_its_steps_keep(beside: Aside) -> None:
    pids = {beside(aside_steps.pid) for _ in range(3)}
    assert len(pids) == 1 and os.getpid() not in pids
    assert [beside(aside_steps.counted, number) for number in (1, 2, 3)] == [1, 3, 6]


def test_tables_come_back_as_they_were_sent(beside: Aside) -> None:
    table = pd.DataFrame({"nom": pd.array(["Les Œufs", "", "é" * 70_000], dtype="str"), "n": [1, 2, 3]})
    table["source"] = pd.Categorical(["a", "b", "a"])
    pd.testing.assert_frame_equal(beside(aside_steps.same, table), table)
    assert beside(aside_steps.same, (b"x" * 3_000_000, {"a": ()})) == (b"x" * 3_000_000, {"a": ()})


def test_what_a_step_raises_is_raised_here_and_the_next_step_is_done(beside: Aside) -> None:
    with pytest.raises(Refused, match=r"^no room$"):
        beside(aside_steps.refused, "no room")
    with pytest.raises(NotFetched, match="sent nothing") as caught:
        beside(aside_steps.unfetched)
    assert caught.value.kind == "timeout"
    assert beside(aside_steps.same, 1) == 1


def test_what_cannot_be_sent_is_told_in_words(beside: Aside) -> None:
    with pytest.raises(RuntimeError, match=r"^Odd: an odd one$"):
        beside(aside_steps.odd)
    with pytest.raises(ZeroDivisionError) as caught:
        beside(divmod, 1, 0)
    assert "In the process beside the run" in caught.value.__notes__[0]
    assert beside(aside_steps.same, 1) == 1


def test_a_step_that_cannot_be_sent_is_the_last(beside: Aside) -> None:
    with pytest.raises((AttributeError, pickle.PicklingError)):
        beside(lambda: None)
    with pytest.raises(WorkersFailed):
        beside(aside_steps.pid)


@pytest.mark.parametrize("after", [0.0, 0.02, 0.1])
def test_it_may_be_over_while_the_process_begins(beside: Aside, after: float) -> None:
    told: list[BaseException] = []

    def ask() -> None:
        try:
            beside(aside_steps.same, 1)
        except WorkersFailed as error:
            told.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(after)
    beside.close()
    asking.join(20)
    assert not asking.is_alive()
    with pytest.raises(WorkersFailed):
        beside(aside_steps.pid)


def test_one_that_does_not_end_when_it_is_asked_to_is_ended(beside: Aside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "_PATIENCE", 0.3)
    pid = beside(aside_steps.pid)
    beside(aside_steps.deaf)
    beside.close()
    assert not is_alive(pid)


def test_one_that_is_lost_is_told_and_so_is_what_is_asked_after(beside: Aside) -> None:
    for _ in range(2):
        with pytest.raises(WorkersFailed, match=r"The process beside the run .* run the same command again"):
            beside(aside_steps.dying)


def test_an_interrupt_is_for_the_run_alone(beside: Aside) -> None:
    assert beside(aside_steps.interrupted) == "still there"


def test_threads_take_turns(beside: Aside) -> None:
    given: list[int] = []
    threads = [threading.Thread(target=lambda n=n: given.append(beside(aside_steps.same, n))) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(given) == [*range(20)]


def test_a_run_that_is_over_waits_for_nothing(beside: Aside, tmp_path: Path) -> None:
    pid, told = beside(aside_steps.pid), list[BaseException]()

    def ask() -> None:
        try:
            beside(aside_steps.slow, tmp_path)
        except WorkersFailed as error:
            told.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    while not (tmp_path / "begun").exists():
        time.sleep(0.01)
    begun = time.monotonic()
    beside.close()
    asking.join(20)
    assert time.monotonic() - begun < 20 and len(told) == 1 and ends(pid)
    with pytest.raises(WorkersFailed):
        beside(aside_steps.pid)


_RUN = """
import sys, time
from flows import aside
from tests.flows import aside_steps
from tests.flows.watched_processes import ends
from tests.orchestration.processes import is_alive
if __name__ == "__main__":
    with aside.opened() as one:
        print(one(aside_steps.pid), flush=True)
        time.sleep(60)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes where Linux shows them")
def test_it_ends_with_a_run_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(_RUN)
    about = {**os.environ, "CRECHES_RUNNER": "processes", "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen([sys.executable, tmp_path / "run.py"], stdout=subprocess.PIPE, text=True, env=about) as run:
        assert run.stdout
        pid = int(run.stdout.readline())
        assert is_alive(pid)
        run.send_signal(signal.SIGKILL)
    assert ends(pid)
