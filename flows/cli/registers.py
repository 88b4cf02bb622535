"""`creches explain` and `creches enrich`: where a row's values come from, and what the registers say of the operators."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import Json, Output


def explain(
    id_: Annotated[str, typer.Argument(metavar="ID", help="An id such as cc-abcd2345, or a name.")],
    output: Output = Path("output"),
    as_json: Json = False,
) -> None:
    """Tell where each value of a row comes from, what it replaced and what is doubted; from the files of the shelf."""
    from flows.explain import print_one

    raise typer.Exit(print_one(output, id_, as_json))


def enrich(
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="ID", help="Ask only this register (repeatable).")
    ] = None,
    output: Output = Path("output"),
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="The day (ISO); today in UTC by default.")] = "",
    as_json: Json = False,
) -> None:
    """Ask the registers about the operators that we know, keep the answers for the next release; nothing is published."""
    from flows.caller import Caller
    from flows.calls import Announced, options_of
    from flows.enrich import print_enriched

    options = options_of(False, source or [], [], as_of, output, False)
    raise typer.Exit(print_enriched(options, Announced(Caller(), as_json), as_json))
