"""What a step gave, through Prefect's hands: an object that it neither searches for futures nor stores."""

from collections.abc import Callable
from typing import Any

from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.exceptions import Abort
from prefect.results import ResultRecord  # type: ignore[attr-defined]
from prefect.states import Completed, Failed

from flows.running.sayable import words_of
from schemas.errors import Refused

REFUSED = "Refused"
"""Name of the failed state of a refusal: what is told of failures leaves it to what is told of refusals."""


class Carried:
    """A value or an error. No dataclass: Prefect walks through those, value by value."""

    __slots__ = ("error", "value")

    def __init__(self, value: Any = None, error: Exception | None = None) -> None:
        self.value = value
        self.error = error

    def unpacked(self) -> Any:
        """The value. Raises the error, the very same."""
        if self.error is not None:
            raise self.error
        return self.value


def state_of(step: Callable[..., Any], arguments: tuple[Any, ...]) -> State[Any]:
    """The final state of a run of that step, which carries what it gave or raised.

    An error is a Failed state with its words and no traceback; of a bug only its type is told: its words may quote a page.
    """
    try:
        return Completed(data=Carried(step(*arguments)))
    except Exception as error:
        return failed(error)


def failed(error: Exception) -> State[Any]:
    """The final state of a run that this error ended."""
    state: State[Any] = Failed(message=words_of(error), data=Carried(error=error))
    if isinstance(error, Refused):
        state.name = REFUSED
    return state


def for_others(state: State[Any]) -> State[Any]:
    """The final state of a flow that this program did not call: its error, instead of what only this room understands.

    Of a deployment's run nobody is there to raise it to, and its words are told: the engine ends, and logs no traceback.
    """
    if isinstance(state.data, Carried) and (error := state.data.error) is not None:
        run = getattr(FlowRunContext.get(), "flow_run", None)
        state.data = Abort(words_of(error)) if getattr(run, "deployment_id", None) else error
    return state


def unpacked(state: State[Any]) -> Any:
    """What the step gave. Raises what it raised, or Prefect's own error when Prefect ended the run."""
    data = state.data.result if isinstance(state.data, ResultRecord) else state.data
    return data.unpacked() if isinstance(data, Carried) else state.result(raise_on_failure=True)
