"""`creches site`: the pages that people look at, built from the current release, and shown on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import Json, Output

app = typer.Typer(help="The site of the current release: build it, look at it.", no_args_is_help=True)


@app.command()
def build(output: Output = Path("output"), as_json: Json = False) -> None:
    """Build DIR/site from the current release: every page in French and English, the map, the pictures, the files."""
    from flows.site.told import print_built

    print_built(output.absolute(), as_json)


@app.command()
def serve(
    output: Output = Path("output"),
    port: Annotated[int, typer.Option("--port", metavar="N", help="Port of this machine; 0 takes a free one.")] = 8000,
) -> None:
    """Show the built site to browsers of this machine alone, until Ctrl-C."""
    from flows.site.serve import serve as serving

    serving(output.absolute() / "site", port)
