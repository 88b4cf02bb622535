"""What a Prefect server knows of runs, for tests. Task runs, events and artifacts reach it a moment later: they are waited for."""

import re
import time
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
_PATIENCE = 15  # seconds


def waited(ask: Callable[[], T], is_there: Callable[[T], bool] = bool) -> T:
    """What the server answers, as soon as it is what is waited for, or at last."""
    end = time.monotonic() + _PATIENCE
    while not is_there(given := ask()) and time.monotonic() < end:
        time.sleep(0.1)
    return given


def whole(client: Any, name: str, value: object) -> Any:
    """The one flow run with that parameter."""
    (found,) = [run for run in client.read_flow_runs(limit=200) if run.parameters.get(name) == value]
    return found


def stages(client: Any, run: Any) -> list[Any]:
    """The sub-flows of a run, in the order they were called."""
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterParentFlowRunId

    of_it = FlowRunFilter(parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[run.id]))
    return sorted(client.read_flow_runs(flow_run_filter=of_it), key=lambda one: one.created)


def tasks(client: Any, run: Any) -> list[Any]:
    """The tasks of a flow run, by name."""
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

    mine = FlowRunFilter(id=FlowRunFilterId(any_=[run.id]))
    return sorted(client.read_task_runs(flow_run_filter=mine), key=lambda one: one.name)


def named(task: Any) -> str:
    """A task's name without what Prefect appends to it."""
    return re.sub(r"-\w+$", "", task.name)


def artifacts(client: Any, key: str, run: Any) -> list[Any]:
    """The artifacts of that key that a run made, newest first.

    As a rule one. Prefect's client puts a request again whose answer it did not get, and the server, which can take no id from
    it, then holds the artifact twice; Prefect shows the newest of a key.
    """
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId, ArtifactFilterKey
    from prefect.client.schemas.sorting import ArtifactSort

    mine = ArtifactFilter(key=ArtifactFilterKey(any_=[key]), flow_run_id=ArtifactFilterFlowRunId(any_=[run.id]))
    return waited(lambda: list(client.read_artifacts(artifact_filter=mine, sort=ArtifactSort.CREATED_DESC)))


def artifact(client: Any, key: str, run: Any) -> Any:
    """The newest artifact of that key that a run made."""
    return artifacts(client, key, run)[0]


def events(client: Any, prefix: str, reason: str) -> list[Any]:
    """The events with that prefix whose reason says that."""

    def ask() -> list[Any]:
        body = {"filter": {"event": {"prefix": [prefix]}, "order": "DESC"}, "limit": 50}
        answer = client._client.post("/events/filter", json=body)
        return [one for one in answer.json()["events"] if reason in one["payload"]["reason"]]

    return waited(ask)
