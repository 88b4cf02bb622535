"""The heartbeat of a run that this process calls. Prefect's own is waited for at the run's end, up to a second; this one ends at once."""

import contextlib
import threading
from collections.abc import Iterator
from contextvars import copy_context

from prefect import __version__
from prefect.context import FlowRunContext
from prefect.events import emit_event
from prefect.settings import get_current_settings

EVENT = "prefect.flow-run.heartbeat"
"""As Prefect names it: what watches for runs that died in silence listens for it."""


def asked() -> float | None:
    """Seconds between two heartbeats, as Prefect's settings say; None for none at all."""
    return get_current_settings().flows.heartbeat_frequency


@contextlib.contextmanager
def beating(seconds: float | None) -> Iterator[None]:
    """Tell, as long as the block goes on, that the flow run of this context lives."""
    context = FlowRunContext.get()
    if seconds is None or context is None or context.flow_run is None:
        yield
        return
    over = threading.Event()
    run, flow = context.flow_run, context.flow
    resource = {"prefect.resource.id": f"prefect.flow-run.{run.id}", "prefect.resource.name": run.name or ""}
    about = {"prefect.resource.id": f"prefect.flow.{run.flow_id}", "prefect.resource.role": "flow"}
    about["prefect.resource.name"] = flow.name if flow else ""

    def beat() -> None:
        while not over.wait(0):
            with contextlib.suppress(Exception):  # a server that is gone is told of elsewhere
                emit_event(EVENT, resource | {"prefect.version": __version__}, related=[about])
            over.wait(seconds)

    thread = threading.Thread(target=copy_context().run, args=(beat,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(1)
