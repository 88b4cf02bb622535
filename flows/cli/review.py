"""`creches review`: the addresses and the pairs in doubt, for a person to decide."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import Json, Output
from schemas.errors import UsageError

app = typer.Typer(help="The addresses in doubt, and who is who, for a person to decide.", no_args_is_help=True)


@app.command("list")
def review_list(output: Output = Path("output"), as_json: Json = False) -> None:
    """What the last run left in doubt: addresses with candidates, pairs with their two sides, each with a suggestion."""
    from flows.decide import list_cases

    list_cases(output, as_json)


@app.command("apply")
def apply(
    case: Annotated[
        str, typer.Argument(metavar="[CASE]", help="As listed; without it, the decisions in the files.")
    ] = "",
    decide: Annotated[
        str,
        typer.Option(
            "--decide",
            help="Of an address: candidat_1 … 3, garder, centre, point:LON,LAT or commune:INSEE. Of a pair: meme or different.",
        ),
    ] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why, in a sentence that names nobody.")] = "",
    evidence: Annotated[str, typer.Option("--evidence", metavar="URL", help="A page that proves it.")] = "",
    role: Annotated[
        str, typer.Option("--role", help="Who decides: mainteneur, gestionnaire, reseau, collectivite or contributeur.")
    ] = "",
    expires: Annotated[
        str, typer.Option("--expires", metavar="DATE", help="Last day it holds (ISO); for ever without.")
    ] = "",
    output: Output = Path("output"),
    as_json: Json = False,
) -> None:
    """Turn decisions into rows of the committed files, each with its reason and evidence."""
    from flows import decide as decisions

    if not case and any((decide, reason, evidence, role, expires)):
        raise UsageError("A decision on the command line is about one case: creches review apply CASE --decide …")
    if case:
        decisions.apply_one(output, case, decisions.given(decide, reason, evidence, role, expires), as_json)
    else:
        decisions.apply_filled(output, as_json)
