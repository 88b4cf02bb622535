"""`creches geocode`: one address, a table, the street index, an evaluation."""

from pathlib import Path
from typing import Annotated, Any

import typer

from flows.cli.options import Json


class _AddressFirst(typer.core.TyperGroup):
    """`creches geocode "41 rue Delizy …"`: what is no command of the group is an address."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As the group's, `address` being understood."""
        known = {*self.commands, "--help"}
        return super().parse_args(ctx, args if not args or args[0] in known else ["address", *args])


app = typer.Typer(
    cls=_AddressFirst,
    help="Find where an address is, with the evidence for it.\n\n"
    'creches geocode "41 rue Delizy, 93500 Pantin" is short for creches geocode address "41 rue …".',
    no_args_is_help=True,
)
_PROVIDERS = (
    "auto, cache (answers kept), ban or addok (the service of the settings), index (streets) or gazetteer (communes)."
)
Caches = Annotated[
    Path, typer.Option("--output", metavar="DIR", help="Folder whose cache/ holds answers kept and the street index.")
]
Provider = Annotated[
    str,
    typer.Option(
        "--provider",
        metavar="NAME",
        help=_PROVIDERS,
    ),
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Ask nothing of the network: caches, street index, gazetteer.")
]


@app.command("address")
def geocode_address(
    address: Annotated[str, typer.Argument(metavar="[ADDRESS]", help="On one line, postcode and town included.")] = "",
    table: Annotated[
        tuple[Path, Path] | None, typer.Option("--csv", metavar="IN OUT", help="Place each row of a CSV instead.")
    ] = None,
    provider: Provider = "auto",
    offline: Offline = False,
    output: Caches = Path("output"),
    as_json: Json = False,
) -> None:
    """Place one address, or with --csv each row of a table (columns adresse, code_postal or CP, commune or ville)."""
    from flows import locate, locate_table

    choice = locate.choice_of(provider)
    if table and not address:
        raise typer.Exit(locate_table.place_table(*table, choice, output, offline, as_json))
    raise typer.Exit(locate.print_one(address, choice, output, offline, as_json, bool(table)))


@app.command("index")
def geocode_index(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="adresses-93.csv.gz … of the BAN.")],
    output: Caches = Path("output"),
    as_json: Json = False,
) -> None:
    """Make the street index, for work without network, from files of the Base Adresse Nationale; it replaces the former."""
    from flows import locate_table

    raise typer.Exit(locate_table.build_index(files, output, as_json))


@app.command("evaluate")
def geocode_evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Addresses, and their code_insee, longitude, latitude.")],
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="FILE", help="The histogram, .png or .svg.")
    ] = None,
    provider: Provider = "auto",
    offline: Offline = False,
    output: Caches = Path("output"),
    as_json: Json = False,
) -> None:
    """Measure the geocoding against known points: rates at 50, 200 and 500 m, by class, wrong communes, a histogram."""
    from flows import locate, locate_table

    choice = locate.choice_of(provider)
    raise typer.Exit(locate_table.evaluate_gold(gold, choice, output, picture, offline, as_json))
