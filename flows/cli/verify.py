"""`creches verify` and `creches keys`: is this what was published, and the key that says so."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import Json

keys_app = typer.Typer(help="The key that releases are signed with.", no_args_is_help=True)


def verify(
    path: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="A release, such as output/latest; or all of an output folder or mirror."),
    ],
    key: Annotated[
        str, typer.Option("--key", metavar="PUBLICKEY", help="The project's public key; else the setting public_key.")
    ] = "",
    seen: Annotated[
        Path | None,
        typer.Option("--seen", metavar="FILE", help="Remembers what was verified, so that nothing older passes later."),
    ] = None,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="The day (ISO) to judge expiry by; today in UTC by default.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Check a release: sums, signature, manifest, data package, schemas; of an output folder, also latest.json and history."""
    from flows.integrity.command import verify_one

    raise typer.Exit(verify_one(path, as_json, key, seen, as_of))


@keys_app.command("new")
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The secret key to make; it must not be there yet.")],
    as_json: Json = False,
) -> None:
    """Make a key pair in minisign's format, under the password of CRECHES_SIGNING_PASSWORD if set; print the public key."""
    from flows.integrity.command import make_key

    make_key(file, as_json)
