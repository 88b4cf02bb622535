"""Batches on every runner: the same results in the same order, the same refusal, and a lost worker changes nothing or refuses."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.caller import Caller
from schemas.errors import SourceChanged, UsageError, WorkersFailed
from tests.flows import batches
from tests.flows.orchestrated import named, tasks, waited

NAMES = [f"lire:pages:{number}" for number in range(6)]


@pytest.fixture
def through(prefect_home: Path) -> Any:
    """Calls `every` in a stage, through Prefect."""
    from flows.orchestration.caller import PrefectCaller

    def call(step: Any, given: Any) -> Any:
        with PrefectCaller(lambda *_: None) as caller:
            return caller.stage("lire", lambda within: within.every(NAMES[: len(given)], step, given))

    return call


@pytest.fixture
def runner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("CRECHES_RUNNER", request.param)
    monkeypatch.setenv("CRECHES_WORKERS", "2")
    return str(request.param)


GIVEN = [(number * 10, number * 10 + 3) for number in range(6)]
EXPECTED = [[n * n for n in range(first, last)] for first, last in GIVEN]


@pytest.mark.parametrize("runner", ["threads", "processes"], indirect=True)
def test_results_are_in_the_order_of_their_batches(through: Any, runner: str) -> None:
    assert through(batches.squares, GIVEN) == EXPECTED
    assert Caller().every(NAMES, batches.squares, GIVEN) == EXPECTED


@pytest.mark.parametrize("runner", ["threads", "processes"], indirect=True)
def test_the_first_batch_in_their_order_that_is_refused_is_the_refusal(through: Any, runner: str) -> None:
    given = [(2,), (3,), (5,)]
    with pytest.raises(SourceChanged, match=r"^page 3: ") as direct:
        Caller().every(NAMES[:3], batches.picky, given)
    with pytest.raises(SourceChanged) as refused:
        through(batches.picky, given)
    assert str(refused.value) == str(direct.value)


@pytest.mark.parametrize("runner", ["processes"], indirect=True)
def test_a_process_that_dies_is_a_failure_that_says_what_to_do(through: Any, runner: str) -> None:
    for every in (through, lambda step, given: Caller().every(NAMES[: len(given)], step, given)):
        with pytest.raises(WorkersFailed, match=r"was lost.*nothing is published.*Next: ") as lost:
            every(batches.dying, [(1,), (2,)])
        assert lost.value.exit_code == 5


@pytest.mark.parametrize("runner", ["threads"], indirect=True)
def test_each_batch_is_a_task_by_its_name(through: Any, runner: str, client: Any) -> None:
    through(batches.squares, GIVEN)
    run = max(client.read_flow_runs(limit=200), key=lambda one: one.created)
    found = waited(lambda: tasks(client, run), lambda some: len(some) == len(NAMES))
    assert [named(task) for task in found] == NAMES


@pytest.mark.parametrize("runner", ["threads"], indirect=True)
def test_batches_are_made_a_few_ahead_of_those_that_are_worked_on(
    through: Any, runner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.orchestration.runners.AHEAD", 1)  # for each of two workers
    made: list[int] = []
    waiting: list[int] = []

    class Made(list[tuple[int]]):
        def __iter__(self) -> Iterator[tuple[int]]:
            for number in range(len(self)):
                made.append(number)
                yield (number,)

    def step(number: int) -> int:
        time.sleep(0.05)
        waiting.append(len(made) - number)
        return number

    assert through(step, Made([(0,)] * len(NAMES))) == list(range(len(NAMES)))
    assert max(waiting) <= 3


@pytest.mark.parametrize("runner", ["no-such-runner"], indirect=True)
def test_a_runner_that_is_none_is_said(through: Any, runner: str) -> None:
    with pytest.raises(UsageError, match="write threads, processes, dask"):
        through(batches.squares, GIVEN)


@pytest.mark.cluster
@pytest.mark.parametrize("runner", ["dask"], indirect=True)
def test_a_dask_worker_killed_midway_changes_nothing(through: Any, runner: str, tmp_path: Path) -> None:
    """The batches that it held are worked on by the other one."""
    killed: list[int] = []
    killer = threading.Thread(target=_kill_first, args=(tmp_path, killed), daemon=True)
    killer.start()
    assert through(batches.noted, [(number, tmp_path) for number in range(6)]) == [n * n for n in range(6)]
    killer.join()
    workers = {int(path.name.partition("-")[2]) for path in tmp_path.iterdir()}
    assert len(killed) == 1 and killed[0] in workers and len(workers) >= 2 and os.getpid() not in workers


def _kill_first(folder: Path, killed: list[int]) -> None:
    """Kills the first worker that leaves word, in the middle of its batch."""
    end = time.monotonic() + 60
    while not killed and time.monotonic() < end:
        for path in folder.iterdir():
            pid = int(path.name.partition("-")[2])
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)
            break
        time.sleep(0.02)


@pytest.mark.cluster
@pytest.mark.parametrize("runner", ["dask"], indirect=True)
def test_a_batch_that_kills_each_worker_is_a_failure_and_a_refused_one_a_refusal(through: Any, runner: str) -> None:
    import dask

    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        with pytest.raises(WorkersFailed, match="A Dask worker"):
            through(batches.dying, [(1,), (2,)])
        with pytest.raises(SourceChanged, match=r"^page 3: "):
            through(batches.picky, [(2,), (3,), (5,)])
