"""`creches rollback` and `creches prune`: going back to an older release, and making room."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import Json, Output

Day = Annotated[str, typer.Option("--as-of", metavar="DATE", help="The day (ISO); today in UTC by default.")]


def rollback(
    reason: Annotated[
        str,
        typer.Option(
            "--reason", metavar="TEXT", help="What was wrong, in a sentence that names nobody: it is published."
        ),
    ],
    version: Annotated[
        str, typer.Argument(metavar="[VERSION]", help="The release to go back to; the one before by default.")
    ] = "",
    output: Output = Path("output"),
    as_of: Day = "",
    as_json: Json = False,
) -> None:
    """Withdraw the newest release: readers find the one before again, and why, at once."""
    from flows.calls import options_of
    from flows.publish.rollback import print_rollback

    options = options_of(False, [], [], as_of, output, False)
    raise typer.Exit(print_rollback(options.output, version, reason, options.as_of, as_json))


def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say which releases would go; touch nothing.")] = False,
    output: Output = Path("output"),
    as_of: Day = "",
    as_json: Json = False,
) -> None:
    """Remove the files of old releases: all younger than the setting keep_days stay, and the last of each older month."""
    from flows.calls import options_of
    from flows.publish.prune import print_prune

    options = options_of(False, [], [], as_of, output, dry_run)
    print_prune(options.output, options.as_of, options.dry_run, as_json)
