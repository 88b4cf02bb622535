"""`creches erase`: somebody asks not to be published; new releases and old ones do without it."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import Json, Output


def erase(
    id_: Annotated[str, typer.Option("--id", metavar="ID", help="A structure by its id, such as cc-abcd2345.")] = "",
    siren: Annotated[str, typer.Option("--siren", metavar="SIREN", help="A company and all of its places.")] = "",
    value: Annotated[
        str,
        typer.Option(
            "--value",
            metavar="COLUMN=VALUE",
            help="One value: telephone, courriel, site_web, adresse or nom; COLUMN=- reads it from standard input.",
        ),
    ] = "",
    note: Annotated[str, typer.Option("--note", help="A word for the list, without a name nor a contact.")] = "",
    apply: Annotated[bool, typer.Option("--apply", help="Apply the list as it is to the old releases.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would change, without a value.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it. Old files cannot be had back.")] = False,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="The day of the request (ISO); today in UTC by default.")
    ] = "",
    output: Output = Path("output"),
    as_json: Json = False,
) -> None:
    """Withdraw a structure or a value on request: add it, as salted digests, to the list, and issue old releases anew."""
    from flows.erasure.command import Request, print_erased
    from schemas.errors import UsageError

    if sum(map(bool, (id_, siren, value, apply))) != 1:
        raise UsageError("Give one of --id, --siren, --value, --apply: one request at a time.")
    if not (dry_run or yes):
        raise UsageError(
            "Releases are issued anew and their old files removed for good: look with --dry-run, then --yes."
        )
    raise typer.Exit(print_erased(output, Request(id_, siren, value, note, as_of), dry_run, as_json))
