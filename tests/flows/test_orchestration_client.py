"""The clients of a run: a busy server is asked again soon, and a stage asks less than Prefect does, to the same effect."""

import contextlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.flows.loopback import Loopback, answer
from tests.flows.orchestrated import named, stages, tasks, waited

BUSY = answer(503, b"{}")
FLOW = answer(200, b'{"id": "6f4b3c1e-0000-4000-8000-000000000001"}', content_type="application/json")


@pytest.fixture
def stage(prefect_home: object) -> Callable[..., Any]:
    """A flow with one stage that calls a step: Prefect's way, or through the client of a run. Gives the flow's state."""
    from prefect import flow

    from flows.orchestration import beside, client
    from flows.orchestration.caller import PrefectCaller

    def through(step: Callable[[], Any], is_brief: bool) -> Any:
        @flow(name="essai", persist_result=False)
        def whole() -> str:
            with (
                contextlib.suppress(ValueError),  # Prefect stores what a flow raises
                beside.opened() if is_brief else contextlib.nullcontext(),
                PrefectCaller(lambda *_: None) as caller,
            ):
                return str(caller("publier", step))
            return "failed"

        with client.kept_open() if is_brief else contextlib.nullcontext():
            return whole(return_state=True)

    return through


def record(client: Any, state: Any) -> dict[str, Any]:
    """What the server knows of the one stage of that run."""
    run = client.read_flow_run(state.state_details.flow_run_id)
    (one,) = waited(lambda: stages(client, run))
    parent = waited(lambda: client.read_task_run(one.parent_task_run_id), lambda task: task.state.is_final())
    inside = waited(lambda: tasks(client, one), lambda some: bool(some) and all(task.state.is_final() for task in some))
    return {
        "flow": client.read_flow(one.flow_id).name,
        "state": (one.state.type, one.state.name, one.state.message),
        "about": (one.parameters, one.tags, one.empirical_policy, one.run_count, one.deployment_id),
        "times": (one.start_time is not None, one.end_time is not None),
        "parent": (parent.name, parent.state.name, parent.run_count, parent.flow_run_id == run.id),
        "tasks": [(named(task), task.state.name) for task in inside],
    }


def failing() -> None:
    raise ValueError("a bug")


@pytest.mark.parametrize("step", [lambda: 3, failing])
def test_a_stage_leaves_the_same_record_as_prefects_own_way(stage: Any, client: Any, step: Any) -> None:
    short, long = (record(client, stage(step, is_brief)) for is_brief in (True, False))
    assert short == long
    assert short["tasks"] == [("publier", short["state"][1])]


def test_a_stage_that_is_stopped_is_told_at_once(stage: Any, client: Any) -> None:
    from prefect.context import FlowRunContext

    seen: list[Any] = []

    def stopped() -> None:
        seen.append(FlowRunContext.get().flow_run.id)  # type: ignore[union-attr]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stage(stopped, True)
    assert client.read_flow_run(seen[0]).state.is_crashed()


@pytest.mark.parametrize(("times", "asked"), [(1, 0), (2, 1)])
def test_a_run_that_is_run_again_looks_for_its_stages_of_before(
    prefect_home: object, monkeypatch: pytest.MonkeyPatch, times: int, asked: int
) -> None:
    from prefect.client.schemas.filters import FlowRunFilter

    from flows.orchestration import brief, client

    context = SimpleNamespace(get=lambda: SimpleNamespace(flow_run=SimpleNamespace(run_count=times)))
    monkeypatch.setattr(brief, "FlowRunContext", context)
    questions: list[str] = []
    with client.kept_open() as opened:
        real = opened.request
        monkeypatch.setattr(opened, "request", lambda *a, **k: questions.append(a[1]) or real(*a, **k))
        wanted = FlowRunFilter.model_validate(
            {"parent_task_run_id": {"any_": ["6f4b3c1e-0000-4000-8000-000000000001"]}}
        )
        assert opened.read_flow_runs(flow_run_filter=wanted) == []
    assert questions == ["/flow_runs/filter"] * asked


def test_a_busy_server_is_asked_again_soon(prefect_home: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.client import base
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from flows.orchestration import client

    rests: list[float] = []
    monkeypatch.setattr(base, "time", SimpleNamespace(sleep=lambda seconds: rests.append(seconds)))
    with Loopback({"/api/flows/": [BUSY, BUSY, FLOW]}) as server:
        there = {PREFECT_API_URL: server.url("/api"), "client.server_version_check_enabled": False}
        with temporary_settings(there), client.kept_open() as opened:
            opened.know(["essai", "essai"])
    assert (
        len([seconds for seconds in rests if seconds < 1]) == 2
    )  # a line that the server has closed is another matter
    assert server.paths.count("/api/flows/") == 3


def test_in_all_it_is_as_patient_as_prefect(prefect_home: object) -> None:
    from prefect.settings import PREFECT_CLIENT_MAX_RETRIES

    from flows.orchestration.client import PAUSES

    again = PREFECT_CLIENT_MAX_RETRIES.value()
    assert len(PAUSES) == again and sum(PAUSES) >= sum(2**n for n in range(1, again + 1))


@pytest.mark.parametrize(
    ("status", "headers", "left"), [(503, {"Retry-After": "7"}, "7"), (429, {}, None), (500, {}, None), (200, {}, None)]
)
def test_a_server_that_says_when_or_that_says_something_else_is_left_alone(
    prefect_home: object, status: int, headers: dict[str, str], left: str | None
) -> None:
    from flows.orchestration.client import hasten

    response = SimpleNamespace(status_code=status, headers=dict(headers), request=SimpleNamespace(extensions={}))
    hasten(response)
    assert response.headers.get("Retry-After") == left
