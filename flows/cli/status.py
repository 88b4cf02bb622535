"""`creches status`: how things stand."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import Json, Output


def status(
    write: Annotated[
        bool, typer.Option("--write", help="Renew etat.json, badge.svg and badge.json for the day, without a release.")
    ] = False,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="The day to tell it for (ISO); today in UTC by default.")
    ] = "",
    output: Output = Path("output"),
    as_json: Json = False,
) -> None:
    """The age of each source, the release and its expiry, the last run, the last refusal, the next runs."""
    from flows.status.screen import print_status

    raise typer.Exit(print_status(output, as_of, write, as_json))
