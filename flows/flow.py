"""The same walk under Prefect: one task a source or a stage, never one a record. Only door to prefect.

Runs on the server that PREFECT_API_URL or the active profile names, else on an ephemeral one.
"""

from collections.abc import Callable
from typing import Any

from flows.environment import prepare

prepare()

from prefect import Task, flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows import release
from flows.calls import announced
from flows.outcome import Outcome
from schemas.errors import CrechesError, ServerFailed


def run(options: release.Options, quiet: bool = True) -> Outcome:
    """The walk as a Prefect flow. Raises a CrechesError when nothing may be published, as `release.walk` does.

    Raises ServerFailed when no Prefect server answers: the walk has then not begun.
    """
    begun: list[bool] = []
    try:
        state = _release(options, quiet, begun, return_state=True)
    except Exception as error:
        if begun:
            raise
        raise ServerFailed(
            f"The Prefect server could not be reached or started ({type(error).__name__}: {str(error)[:200]}). Nothing was done. "
            "Next: check PREFECT_API_URL and the home folder, or run the same walk without a server: --direct."
        ) from error
    value = state.data if isinstance(state.data, CrechesError) else state.result(raise_on_failure=True)
    if isinstance(value, CrechesError):
        raise value
    assert isinstance(value, Outcome)
    return value


@flow(name="creches-release", validate_parameters=False, persist_result=False)
def _release(options: release.Options, quiet: bool, begun: list[bool]) -> State[Any]:
    """A refusal is a failed run with its message, without a traceback: it is foreseen."""
    begun.append(True)
    try:
        outcome = release.walk(options, announced(_as_task, quiet))
    except CrechesError as error:
        return Failed(message=str(error), data=error)
    return Completed(message=f"{outcome.result} {outcome.version}", data=outcome)


def _as_task(name: str, step: Callable[..., Any], *arguments: Any) -> Any:
    """A step called as a Prefect task of that name."""
    state: Any = Task(_foreseen(step), name=name, persist_result=False)(*arguments, return_state=True)
    if isinstance(state.data, CrechesError):
        raise state.data
    return state.result(raise_on_failure=True)


def _foreseen(step: Callable[..., Any]) -> Callable[..., Any]:
    def run_step(*arguments: Any) -> Any:
        try:
            return step(*arguments)
        except CrechesError as error:
            return Failed(message=str(error), data=error)

    return run_step
