"""Which steps are tried again, and when: a page that could not be had for a passing reason, once, a little later.

The pages' own layer has then already tried, as the site permits. A refusal is never tried again, nor is anything that writes.
"""

from collections.abc import Callable
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Failed

from flows.orchestration.carried import Carried, state_of
from schemas.found import Absent, Found

AGAIN = 1
"""How many times more."""
LATER = 10
"""Seconds."""
_PASSING = ("No connection: ", "Too slow: ", "Incomplete answer: ")
"""How the reasons begin that another try may take away, in the words of `flows/failure.py`."""


def is_retried(name: str) -> bool:
    """Whether the step of that name may be called again: it reads pages, and what it writes is what it heard."""
    return name.startswith("lire:")


class Patient:
    """A step as a run that Prefect calls again when it gave nothing fresh for a passing reason; at last it is what it is."""

    def __init__(self, step: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        self._called = (step, arguments)
        self._tries = 0
        self._is_passing = False

    def run(self) -> State[Any]:
        """One try: a failed state when there will be another."""
        self._tries += 1
        state = state_of(*self._called)
        why = passing(state.data.value) if isinstance(state.data, Carried) else ""
        self._is_passing = bool(why) and self._tries <= AGAIN
        return Failed(message=why, data=state.data) if self._is_passing else state

    def is_retried(self) -> bool:
        """Whether Prefect tries again after a failed state: never after an error, which a refusal or a bug is."""
        return self._is_passing


def passing(given: object) -> str:
    """Why a source could not be had, when that may pass; '' when it was had, or another try would not help."""
    why = given.why if isinstance(given, Absent) else given.snapshot.perimee if isinstance(given, Found) else ""
    return why if why.startswith(_PASSING) else ""
