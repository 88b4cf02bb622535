"""`creches serve`: runs that begin by themselves, on one machine."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import Output


def serve(
    output: Output = Path("output"),
    cron: Annotated[
        bool, typer.Option("--cron", help="Print the schedules as lines of a crontab instead: no server is needed.")
    ] = False,
    watch: Annotated[
        bool,
        typer.Option(
            "--watch",
            help="Have the server tell the webhook CRECHES_WEBHOOK what failed, was refused, or has not come for 8 days; then end.",
        ),
    ] = False,
) -> None:
    """Keep the schedules on this machine: the weekly, daily and monthly runs, on the Prefect server of PREFECT_API_URL."""
    from flows.serving import crontab
    from flows.settings import ROOT

    if cron:
        print(crontab(str(ROOT), str(output.absolute())), end="")
        return
    from flows.orchestration import automations, serving

    if watch:
        print("\n".join(automations.install()))
        return
    serving.serve(output.absolute())
