"""Calls steps through Prefect: a stage is a sub-flow, a step a task of it, a batch a task on the runner."""

import contextlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from prefect import Flow, Task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from flows import settings
from flows.caller import Caller, Step
from flows.orchestration import beside, call
from flows.orchestration.carried import state_of, unpacked
from flows.orchestration.retries import AGAIN, LATER, Patient, is_retried
from flows.orchestration.runners import Runner, ended, lost
from schemas.errors import ServerFailed

Heard = Callable[[str, Any], None]
"""Told what each stage gave, by its name."""


def _stage() -> Any:  # a flow takes its annotations along to a cluster, and State[Any] is a class of this process only
    """The body of every sub-flow. It takes what it does from the side: Prefect sends a flow and its parameters around."""
    wanted, body = call.stage.get()
    with beside.at_work():
        return wanted.run(body)


class PrefectCaller(Caller):
    """To be used as a context, inside a flow: what works through batches is closed at its end."""

    is_plain = False

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._stack = contextlib.ExitStack()
        self._runner: Runner | None = None
        self._is_inside = False

    def __enter__(self) -> "PrefectCaller":
        return self

    def __exit__(self, *_about: object) -> None:
        self._stack.close()
        if sender := beside.now.get():
            sender.go_on()  # no stage will follow

    def __call__(self, name: str, step: Step, *arguments: Any) -> Any:
        """A task; in a sub-flow of its own when no stage is running."""
        if not self._is_inside:
            return self.stage(name, lambda within, *given: within(name, step, *given), *arguments)
        if is_retried(name):
            tried = Patient(step, arguments)
            again = {
                "retries": AGAIN,
                "retry_delay_seconds": LATER,
                "retry_condition_fn": lambda *_: tried.is_retried(),
            }
            return unpacked(_task(name, tried.run, **again)(return_state=True))
        return unpacked(_task(name, lambda: state_of(step, arguments))(return_state=True))

    def stage(self, name: str, step: Step, *arguments: Any) -> Any:
        """A sub-flow. A stage inside a stage is a part of it."""
        if self._is_inside:
            return step(self, *arguments)
        wanted = call.Call()
        token = call.stage.set((wanted, lambda: state_of(super(PrefectCaller, self).stage, (name, step, *arguments))))
        self._is_inside = True
        try:
            given = _sub_flow(name, wanted)
        finally:
            self._is_inside = False
            call.stage.reset(token)
        self._heard(name, given)
        return given

    def every(self, names: Sequence[str], step: Step, batches: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Tasks on the runner that the settings name. The first batch that failed, in their order, is the one that is raised.

        Raises WorkersFailed when what worked on a batch was lost, again and again.
        """
        if len(batches) < 2:
            return [self(name, step, *batch) for name, batch in zip(names, batches, strict=True)]
        return list(_in_order(self._opened(), names, step, batches))

    def _opened(self) -> Runner:
        if self._runner is None:
            self._runner = Runner(settings.load(), self._stack)
        return self._runner


def _sub_flow(name: str, wanted: call.Call) -> Any:
    """What the stage gives. Once it is done, it is done: a server that is lost then is no reason to say otherwise."""
    sub: Any = Flow(_stage, name=name, validate_parameters=False, persist_result=False, result_serializer="json")
    try:
        state = sub(return_state=True)
    except Exception as error:
        if not wanted.begun:
            raise ServerFailed(
                f"The Prefect server was lost before the stage {name} ({type(error).__name__}); nothing is published. Next: see"
                " whether it runs, and run the same command again, or without a server: --direct."
            ) from error
        state = None
    if wanted.given is not None:
        return wanted.given.unpacked()
    return unpacked(state) if state else None


def _in_order(runner: Runner, names: Sequence[str], step: Step, batches: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
    """What the step gives for each batch. They are made a few ahead of those that are worked on, where it is here."""
    called, waiting = runner.step_of(step), deque[Any]()
    for name, batch in zip(names, batches, strict=True):
        if len(waiting) >= runner.ahead:
            yield _ended(waiting.popleft())
        waiting.append(runner.submit(_batch(name, called, batch)))
    while waiting:
        yield _ended(waiting.popleft())


def _task(name: str, run: Callable[[], State[Any]], **about: Any) -> Any:
    return Task(run, name=name, persist_result=False, result_serializer="json", cache_policy=NO_CACHE, **about)


def _batch(name: str, step: Step, arguments: tuple[Any, ...]) -> Any:
    """A task that can go to another process: it holds its step and arguments, and no caller."""
    return _task(name, lambda: state_of(step, arguments))


def _ended(future: Any) -> Any:
    try:
        state = ended(future)
    except Exception as error:
        if failure := lost(error):
            raise failure from error
        raise
    return unpacked(state)
