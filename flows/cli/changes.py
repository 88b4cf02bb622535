"""`creches diff` and `creches changes`: what differs between two releases, and patches from one to another."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import Json, Output

app = typer.Typer(help="Patches from one release to another.", no_args_is_help=True)


def diff(
    old: Annotated[str, typer.Argument(metavar="A", help="A version, such as 2026.11.22.")],
    new: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    output: Output = Path("output"),
    as_json: Json = False,
) -> None:
    """What differs between two releases, field by field, and why."""
    from flows.changes.commands import print_diff

    print_diff(output, old, new, as_json)


@app.command("since")
def since(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="The release that one has.")],
    to: Annotated[
        str, typer.Option("--to", metavar="V", help="The release that one wants; the current one if not given.")
    ] = "",
    output: Output = Path("output"),
    write: Annotated[
        Path | None, typer.Option("--write", metavar="FILE", help="Write the patch there instead of printing it.")
    ] = None,
) -> None:
    """The patch that makes one release of another, as one JSON document."""
    from flows.changes.commands import write_patch

    write_patch(output, version, to, write)


@app.command("apply")
def apply(
    patch: Annotated[Path, typer.Argument(metavar="PATCH", help="A patch of ours.")],
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Folder of the release that it starts from.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Folder to make; it must not exist.")],
) -> None:
    """Make the release that a patch leads to, byte for byte, or nothing."""
    from flows.changes.commands import apply_patch

    apply_patch(patch, old, new)
