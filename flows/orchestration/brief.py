"""A client that asks the server nothing about a stage which it knows already: each question is waited for, by the work."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import FlowRunCreate
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import FlowRun, FlowRunPolicy, State
from prefect.client.schemas.responses import OrchestrationResult, SetStateStatus, StateAcceptDetails
from prefect.context import FlowRunContext
from prefect.states import Running, to_state_create

from flows.orchestration import beside


class Brief(SyncPrefectClient):
    """Prefect's client, as Prefect uses it. A sub-flow is made as running, by one request, and its end is told beside the work.

    All else is asked as ever: the whole flow, any state that is forced (a run that is stopped), a run that is run again.
    """

    def __init__(self, *about: Any, **more: Any) -> None:
        super().__init__(*about, **more)
        self._stages: dict[UUID, FlowRun] = {}
        self._flows: dict[str, UUID] = {}

    def know(self, names: Iterable[str]) -> None:
        """Asks for the ids of the flows of these names, so that no stage waits for its own."""
        for name in names:
            self._flow_id(name)

    def create_flow_run(self, flow: Any, *about: Any, **more: Any) -> FlowRun:
        """As Prefect's; a sub-flow's run is running when it is made."""
        if more.get("parent_task_run_id") is None or about:
            return super().create_flow_run(flow, *about, **more)
        wanted = FlowRunCreate(
            flow_id=self._flow_id(flow.name),
            flow_version=flow.version,
            parameters=more.get("parameters") or {},
            tags=list(more.get("tags") or []),
            parent_task_run_id=more["parent_task_run_id"],
            state=to_state_create(Running()),
            empirical_policy=FlowRunPolicy(retries=flow.retries, retry_delay=int(flow.retry_delay_seconds or 0)),
        )
        told = wanted.model_dump(mode="json", exclude_unset=True)
        run = FlowRun.model_validate(self.request("POST", "/flow_runs/", json=told).json())
        self._stages[run.id] = run
        if sender := beside.now.get():
            sender.there()
        return run

    def read_flow_run(self, flow_run_id: UUID) -> FlowRun:
        """As Prefect's; of a stage that goes on, what is known of it here."""
        return self._stages.get(flow_run_id) or super().read_flow_run(flow_run_id)

    def read_flow_runs(self, **about: Any) -> list[FlowRun]:
        """As Prefect's; a stage of a run that never began before has no run yet, which is not asked."""
        if is_of_stage(about.get("flow_run_filter")) and is_first():
            return []
        return super().read_flow_runs(**about)

    def set_flow_run_state(
        self, flow_run_id: UUID | str, state: State[Any], force: bool = False
    ) -> OrchestrationResult[Any]:
        """As Prefect's; that a stage runs is known, and that it is over is told beside the work, where something does."""
        run, sender = self._stages.get(UUID(str(flow_run_id))), beside.now.get()
        if run is None or run.state is None:
            return super().set_flow_run_state(flow_run_id, state, force)
        if state.is_running() and run.state.is_running() and not force:
            return _accepted(run.state)
        del self._stages[run.id]
        if force or sender is None or not state.is_final():
            return super().set_flow_run_state(flow_run_id, state, force)
        told = state.model_copy(update={"data": None})  # what a stage gave stays here, and is not kept until it is told
        sender.send(lambda: super(Brief, self).set_flow_run_state(flow_run_id, told), owed=True)
        return _accepted(state)

    def _flow_id(self, name: str) -> UUID:
        if name not in self._flows:
            self._flows[name] = self.create_flow_from_name(name)
        return self._flows[name]


def is_of_stage(wanted: FlowRunFilter | None) -> bool:
    """Whether these are the runs of a stage, which the task of that name in the whole flow stands for."""
    return wanted is not None and wanted.parent_task_run_id is not None


def is_first() -> bool:
    """Whether the flow of this context is run for the first time: one that is run again finds its stages of before."""
    run = getattr(FlowRunContext.get(), "flow_run", None)
    return run is not None and run.run_count <= 1


def _accepted(state: State[Any]) -> OrchestrationResult[Any]:
    return OrchestrationResult(state=state, status=SetStateStatus.ACCEPT, details=StateAcceptDetails())
