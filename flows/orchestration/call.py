"""What goes beside a flow's parameters, within one process: a server stores parameters, and this is nothing that it needs."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from prefect.client.schemas.objects import State

from flows.orchestration.carried import Carried


@dataclass(slots=True)
class Call:
    """A flow called, and what it gave as soon as it has: a server that is lost then takes nothing back."""

    quiet: bool = True
    """Whether it keeps its steps off the terminal; a deployment's run has none."""
    pulse: float | None = None
    """Seconds between two heartbeats; None for none at all, or where Prefect sees to them."""
    given: Carried | None = None
    begun: bool = False

    def run(self, body: Callable[[], State[Any]]) -> State[Any]:
        """The final state of the flow's body, which carries what it gave."""
        self.begun = True
        state = body()
        self.given = state.data if isinstance(state.data, Carried) else None
        return state


stage: ContextVar[tuple[Call, Callable[[], State[Any]]]] = ContextVar("stage")
"""The stage that is called now, and its body."""
whole: ContextVar[Call | None] = ContextVar("whole", default=None)
"""The whole walk, where the command calls it; a deployment's run has none."""
