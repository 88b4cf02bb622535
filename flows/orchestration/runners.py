"""Where batches are worked through, as the setting `runner` says: threads, processes, or Dask, here or elsewhere."""

import contextlib
import functools
import logging
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor
from typing import Any

from prefect import Task
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows import settings
from flows.caller import Step, process_pool, workers
from flows.settings_ready import runner
from schemas.errors import WorkersFailed

PATIENCE = 900
"""Seconds that a batch may take, or wait for a worker; it is work of a few. A cluster without workers waits for ever."""


AHEAD = 4
"""Batches a worker that are made before they are worked on, where that is here: none waits for one, and few are in memory."""


class Runner:
    """Works through batches. `begin` opens what it needs, once for all stages of a run: a cluster takes seconds to start."""

    def __init__(self, made: settings.Settings, stack: contextlib.ExitStack) -> None:
        self._tasks: TaskRunner[Any] = _task_runner(made)
        self._pool: Executor | None = None
        if made.runner == "processes":
            self._pool = stack.enter_context(process_pool(made))
        is_far = runner(made, is_plain=False) == "dask"
        self._reach = stack.enter_context(_reachable()) if is_far else None
        self.ahead = sys.maxsize if is_far else AHEAD * workers(made)
        stack.enter_context(self._tasks)

    def step_of(self, step: Step) -> Step:
        """The step as a task calls it: in a process of the pool, where there is one."""
        return step if self._pool is None else functools.partial(_in_pool, self._pool, step)

    def submit(self, task: Task[[], Any]) -> Any:
        """A future whose `wrapped_future` gives the task's final state."""
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Sending large graph")  # a batch of pages is large, and sent once
            return self._tasks.submit(task, parameters={})


def ended(future: Any) -> State[Any]:
    """The final state of a batch. Raises TimeoutError when a worker lets it wait beyond all patience."""
    state: State[Any] = future.wrapped_future.result(timeout=PATIENCE)
    return state


def _in_pool(pool: Executor, step: Step, *arguments: Any) -> Any:
    """What the step gives, in a process of the pool."""
    try:
        return pool.submit(step, *arguments).result()
    except BrokenExecutor as error:
        raise WorkersFailed.of("A process that worked through batches", error) from error


def lost(error: BaseException) -> WorkersFailed | None:
    """The failure that a lost worker is; None for any other error."""
    if isinstance(error, TimeoutError) or type(error).__module__.startswith("distributed"):
        return WorkersFailed.of("A Dask worker that worked through batches", error)
    return None


def _task_runner(made: settings.Settings) -> TaskRunner[Any]:
    """Raises UsageError for a runner that is none, and for Dask where it is not installed."""
    if runner(made, is_plain=False) != "dask":
        each = 2 if made.runner == "processes" else 1  # a process has its next batch while the last one is told of
        return ThreadPoolTaskRunner(max_workers=workers(made) * each)
    from prefect_dask.task_runners import DaskTaskRunner

    logging.getLogger("distributed").setLevel(logging.ERROR)  # each worker that comes and goes is a line otherwise
    _, _, address = made.runner.partition(":")
    if address:
        return DaskTaskRunner(address=address)
    about = {"n_workers": workers(made), "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    return DaskTaskRunner(cluster_kwargs=about)


@contextlib.contextmanager
def _reachable() -> Iterator[None]:
    """Names the server to the workers of a cluster: an ephemeral one is known to the process alone that started it."""
    with get_client(sync_client=True) as client:
        url = str(client.api_url)
    with temporary_settings({PREFECT_API_URL: url}):
        yield
