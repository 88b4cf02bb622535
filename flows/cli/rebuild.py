"""`creches rebuild`: an old release made again, and its sums compared."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import Json, Output


def rebuild(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="As versions.json lists it, such as 2026.11.22.")],
    output: Output = Path("output"),
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="DIR", help="A new folder for it; <output>/rebuilt/<VERSION> without."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make an old release again, offline, from its archived parsed records, and compare every sum."""
    import json

    from flows import rebuild as again
    from flows.rebuild.compared import as_document, report

    made = again.rebuild(output, version, into)
    print(json.dumps(as_document(made), ensure_ascii=False, indent=2) if as_json else report(made))
    raise typer.Exit(made.exit_code)
