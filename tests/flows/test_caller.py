"""The processes of a pool: forked from one that has imported what reading pages takes, and that a stage begins early."""

import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from flows.caller import Caller
from tests.flows import batches

_NAMES = ["lire:pages:1", "lire:pages:2"]
_ALONE = """
from multiprocessing import forkserver
from flows.caller import Caller
state = forkserver._forkserver
Caller().stage("lire", lambda within: print(state._forkserver_pid is not None))
"""


def begun_by_a_stage(runner: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a process of its own tells, where nothing else has begun any."""
    monkeypatch.setenv("CRECHES_RUNNER", runner)
    return subprocess.run([sys.executable, "-c", _ALONE], capture_output=True, text=True, check=True).stdout.strip()


def test_a_stage_begins_what_processes_are_forked_from_before_it_has_any_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    assert begun_by_a_stage("processes", monkeypatch) == "True"


def test_a_stage_begins_no_process_where_batches_are_worked_on_by_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    assert begun_by_a_stage("threads", monkeypatch) == "False"


def test_a_process_has_imported_the_readers_before_its_first_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_RUNNER", "processes")
    monkeypatch.setenv("CRECHES_WORKERS", "2")
    readers = ("flows.pages.batches", "sources.reading.fields")
    assert Caller().every(_NAMES, batches.imported, [readers, readers]) == [[True, True], [True, True]]


class Taken(Sequence[tuple[int]]):
    """Batches that are made when they are taken, and which were."""

    def __init__(self, size: int) -> None:
        self.size, self.taken = size, list[int]()

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, place: Any) -> Any:
        if place >= self.size:
            raise IndexError(place)
        self.taken.append(place)
        return (place,)


def test_batches_are_taken_a_few_ahead_of_those_that_are_worked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_WORKERS", "2")
    given, ahead = Taken(50), list[int]()

    def step(place: int) -> int:
        ahead.append(len(given.taken) - place)
        return place * place

    assert Caller().every([str(n) for n in range(50)], step, given) == [n * n for n in range(50)]
    assert given.taken == [*range(50)] and max(ahead) <= 4 * 2 + 1


def test_batches_behind_one_that_failed_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_WORKERS", "2")
    given = Taken(50)

    def step(place: int) -> int:
        if place in (1, 3):
            raise ValueError(place)
        return place

    with pytest.raises(ValueError, match="1"):
        Caller().every([str(n) for n in range(50)], step, given)
    assert len(given.taken) <= 10


class Told(Taken):
    """Batches that are told what each gave."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.heard: list[int] = []

    def came(self, given: int) -> str:
        self.heard.append(given)
        return f"{given} of {len(self.taken)}"


def test_batches_are_told_what_each_gave_in_their_order_before_all_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_WORKERS", "2")
    given = Told(50)
    said = Caller().every([str(n) for n in range(50)], lambda place: place, given)
    assert given.heard == [*range(50)]
    assert int(said[0].partition(" of ")[2]) <= 9 and said[49] == "49 of 50"


def test_batches_are_told_of_none_behind_one_that_failed() -> None:
    given = Told(50)

    def step(place: int) -> int:
        if place == 3:
            raise ValueError(place)
        return place

    with pytest.raises(ValueError, match="3"):
        Caller().every([str(n) for n in range(50)], step, given)
    assert given.heard == [0, 1, 2]
