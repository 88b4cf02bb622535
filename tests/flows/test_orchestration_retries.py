"""What is tried again under Prefect: a page that could not be had for a passing reason, once. Nothing else, ever."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sources
from flows.failure import Kind, NotFetched
from schemas.errors import FetchFailed, Refused, SourceChanged
from schemas.found import Absent, Found
from tests.flows.runs import found

PASSING: list[Kind] = ["unreachable", "timeout", "truncated"]
LASTING: list[Kind] = ["status", "blocked", "robots", "too_large", "redirect", "policy"]


@pytest.fixture
def call(prefect_home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Calls one step through Prefect, without the pause between tries."""
    from flows.orchestration import caller

    monkeypatch.setattr(caller, "LATER", 0)

    def through(name: str, step: Any) -> Any:
        with caller.PrefectCaller(lambda *_: None) as opened:
            return opened(name, step)

    return through


class Step:
    """A step that gives each of some results in turn, or raises it; counts its calls."""

    def __init__(self, *given: Any) -> None:
        self.given = given
        self.calls = 0

    def __call__(self) -> Any:
        self.calls += 1
        one = self.given[min(self.calls, len(self.given)) - 1]
        if isinstance(one, Exception):
            raise one
        return one


def stale(kind: Kind) -> Found:
    """The last good copy that stands in for a page that could not be had."""
    one = found()
    why = str(NotFetched(kind, one.source.url, "so it is"))
    return dataclasses.replace(one, snapshot=dataclasses.replace(one.snapshot, perimee=why), statut="perimee")


@pytest.mark.parametrize("kind", PASSING)
def test_a_page_that_could_not_be_had_for_a_passing_reason_is_asked_once_more(call: Any, kind: Kind) -> None:
    step = Step(stale(kind), fresh := found())
    assert call("lire:coop_petite_enfance", step) is fresh
    assert step.calls == 2


def test_after_the_last_try_the_copy_stands_in_and_that_is_no_failure(call: Any) -> None:
    step = Step(copy := stale("timeout"))
    assert call("lire:coop_petite_enfance", step) is copy
    assert step.calls == 2


def test_so_is_a_register_that_is_silent_and_has_no_copy(call: Any) -> None:
    source = sources.load("coop_petite_enfance")
    step = Step(Absent(source, str(NotFetched("unreachable", source.url, "no route")), "perimee"), fresh := found())
    assert call("lire:caf", step) is fresh


@pytest.mark.parametrize("kind", LASTING)
def test_a_page_that_will_not_be_had_is_not_asked_again(call: Any, kind: Kind) -> None:
    step = Step(copy := stale(kind), found())
    assert call("lire:coop_petite_enfance", step) is copy
    assert step.calls == 1


@pytest.mark.parametrize("error", [Refused("no"), SourceChanged("no"), FetchFailed("no"), ValueError("a bug")])
@pytest.mark.parametrize("name", ["lire:pope", "publier", "valider"])
def test_a_refusal_or_a_bug_is_never_tried_again(call: Any, name: str, error: Exception) -> None:
    step = Step(error)
    with pytest.raises(type(error)) as raised:
        call(name, step)
    assert raised.value is error and step.calls == 1


def test_what_writes_is_called_once_whatever_it_gives(call: Any) -> None:
    step = Step(stale("timeout"), found())
    call("publier", step)
    assert step.calls == 1
