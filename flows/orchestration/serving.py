"""The schedules kept by one process: Prefect's `serve`, with a server that somebody started."""

import sys
from contextlib import suppress
from pathlib import Path

from prefect import serve as keep
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.settings import PREFECT_API_URL
from prefect.types.entrypoint import EntrypointType

from flows.failure import shown
from flows.orchestration.deployed import creches_release
from flows.schedules import SCHEDULES, Schedule
from flows.serving import code_version
from schemas.errors import ServerFailed, UsageError

LOCAL = "-local"
"""Ends the names of what this process keeps: stopped, it pauses its own, never what prefect.yaml deployed for workers."""


def serve(output: Path) -> None:
    """Keeps the three deployments and runs what is due, until it is stopped; their schedules then pause.

    `output`: folder of releases, absolute. Raises UsageError when no server is named, ServerFailed when it does not answer.
    """
    server = named_server()
    _say(
        f"creches: keeping {', '.join(one.name for one in SCHEDULES)} on {shown(server)}, releases in {output}; Ctrl-C ends it"
    )
    try:
        keep(*deployments(output), pause_on_shutdown=False, print_starting_message=False)
    except Exception as error:
        raise not_served(server, error) from error
    finally:
        _pause()


def _pause() -> None:
    """Pauses what this process kept. Prefect's own pausing is cut short now and then when a signal ends it."""
    with suppress(Exception), get_client(sync_client=True) as client:  # a server that is gone begins nothing either
        for one in SCHEDULES:
            client.pause_deployment(client.read_deployment_by_name(f"{creches_release.name}/{one.name}{LOCAL}").id)


def _say(line: str) -> None:
    """At once, wherever standard error goes: a log of a service shows what is still at work."""
    print(line, file=sys.stderr, flush=True)


def named_server() -> str:
    """The address of the server. Raises UsageError when none is named: an ephemeral one has no scheduler."""
    address = PREFECT_API_URL.value()
    if not address:
        raise UsageError(
            "No Prefect server is named, and without one nothing begins by itself. Next: start one (prefect server start), "
            "set PREFECT_API_URL=http://127.0.0.1:4200/api, then again; or use plain cron: creches serve --cron."
        )
    return str(address)


def not_served(server: str, error: Exception) -> ServerFailed:
    """What to say of a server that does not answer, or not as it should."""
    return ServerFailed(
        f"The Prefect server at {server} does not serve ({type(error).__name__}: {str(error)[:200]}). Nothing runs by itself. "
        "Next: start it (prefect server start), check PREFECT_API_AUTH_STRING, or use plain cron: creches serve --cron."
    )


def deployments(output: Path) -> list[RunnerDeployment]:
    """One a schedule, as prefect.yaml declares them for a worker, under names of their own."""
    version = code_version()
    return [_deployment(one, output, version) for one in SCHEDULES]


def _deployment(one: Schedule, output: Path, version: str) -> RunnerDeployment:
    deployment = creches_release.to_deployment(
        one.name + LOCAL,
        schedules=[Cron(one.cron, timezone=one.timezone)],
        parameters={"sources": list(one.sources) or None, "output": str(output)},
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        description=f"{one.description_fr} {one.description_en}",
        tags=["creches", f"code:{version}"],
        version=version,
        paused=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    assert isinstance(deployment, RunnerDeployment)
    return deployment
