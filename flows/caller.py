"""How steps are called: as the plain functions that they are here, as tasks of Prefect in `flows/orchestration/`.

The walk says what is done and in which order; a caller says where. Same arguments, same results, whichever it is.
"""

import multiprocessing
import multiprocessing.forkserver
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

from flows import settings
from flows.settings_ready import runner
from schemas.errors import WorkersFailed

Step = Callable[..., Any]
_READS = ("__main__", "flows.pages.batches", "sources.reading.fields")
"""What every process of a pool has imported when it begins, once for all: what reading pages takes."""
_AHEAD = 4
"""Batches a worker that are made before they are worked on: none of them ever waits for one to be made."""


class Caller:
    """Calls steps in this very process; batches in threads or processes, as the setting `runner` says."""

    is_plain = True
    """Whether it goes without Prefect."""

    def __call__(self, name: str, step: Step, *arguments: Any) -> Any:
        """What the step gives. `name`: what a person who watches the run sees."""
        return step(*arguments)

    def stage(self, name: str, step: Step, *arguments: Any) -> Any:
        """What a stage gives: `step(caller, *arguments)`, which calls steps in its turn."""
        if settings.load().runner == "processes":
            _prepared()  # the processes of its batches import what they need while the stage prepares these
        return step(self, *arguments)

    def every(self, names: Sequence[str], step: Step, batches: Sequence[tuple[Any, ...]]) -> list[Any]:
        """What the step gives for each batch of arguments, in their order, worked through at once. `names`: one a batch.

        The step is a pure function at a module's top level; it and its arguments can go to another process. Batches are
        taken as they are worked on, a few ahead: a sequence that makes each when it is taken never has all of them in memory.
        Where the batches have a `came`, it may be told what each gave, in their order, while others are worked on: what it
        gives back stands for it. The first batch that fails, in their order, is the one that is raised. Raises
        WorkersFailed when a process that worked was lost.
        """
        if len(batches) < 2:
            return [self(name, step, *batch) for name, batch in zip(names, batches, strict=True)]
        came = getattr(batches, "came", _as_it_is)
        try:
            made = settings.load()
            with _pool(made) as pool:
                return [came(given) for given in _in_order(pool, step, batches, _AHEAD * workers(made))]
        except BrokenExecutor as error:
            raise WorkersFailed.of("A process that worked through batches", error) from None


def _as_it_is(given: Any) -> Any:
    return given


def _in_order(pool: Executor, step: Step, batches: Sequence[tuple[Any, ...]], ahead: int) -> Iterator[Any]:
    """What the step gives for each batch; at most `ahead` batches wait. What waits when one fails is given up."""
    waiting: deque[Future[Any]] = deque()
    try:
        for batch in batches:
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
            waiting.append(pool.submit(step, *batch))
        while waiting:
            yield waiting.popleft().result()
    finally:
        for one in waiting:
            one.cancel()


def workers(made: settings.Settings) -> int:
    """How many batches are worked on at once on this machine. Raises UsageError when the setting is no number."""
    return made.at_once or len(os.sched_getaffinity(0))


def _pool(made: settings.Settings) -> Executor:
    """Raises UsageError for a runner that works through Prefect only, or that is none."""
    if runner(made, is_plain=True) == "threads":
        return ThreadPoolExecutor(workers(made))
    return process_pool(made)


def process_pool(made: settings.Settings) -> ProcessPoolExecutor:
    """Processes for batches. Raises UsageError."""
    return ProcessPoolExecutor(workers(made), mp_context=begins_anew())


def begins_anew() -> multiprocessing.context.ForkServerContext:
    """What makes processes that each begin anew: a fork of one that has threads may wait for ever."""
    _prepared()
    return multiprocessing.get_context("forkserver")


def _prepared() -> None:
    """The process that those of a pool are forked from, begun if it is not there; it is not waited for."""
    multiprocessing.set_forkserver_preload(list(_READS))
    multiprocessing.forkserver.ensure_running()


def caller_of(call: Step) -> Caller:
    """A caller from a plain way of calling a step: `call(name, step, *arguments)`."""
    if isinstance(call, Caller):
        return call

    class Through(Caller):
        def __call__(self, name: str, step: Step, *arguments: Any) -> Any:
            return call(name, step, *arguments)

        def every(self, names: Sequence[str], step: Step, batches: Sequence[tuple[Any, ...]]) -> list[Any]:
            return [call(name, step, *batch) for name, batch in zip(names, batches, strict=True)]

    return Through()
