"""`creches gate`: the rules that hold a source or refuse a release, and how a person lets one breach pass."""

from typing import Annotated

import typer

from flows.cli.options import Json

app = typer.Typer(
    help="The gates of a release: what holds a source, what refuses a release, and how to let one breach pass.",
    no_args_is_help=True,
)


@app.command("list")
def gate_list(as_json: Json = False) -> None:
    """The gates, their limits and reasons, and what is acknowledged today."""
    from flows.gate import acknowledge

    acknowledge.print_gates(as_json)


@app.command("acknowledge")
def gate_acknowledge(
    gate: Annotated[str, typer.Argument(metavar="GATE", help="As the refusal names it; see creches gate list.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it may pass, in a sentence that names nobody.")],
    source: Annotated[str, typer.Option("--source", metavar="S", help="The source, where the refusal names one.")] = "",
    subject: Annotated[
        str, typer.Option("--subject", metavar="X", help="The column or number of the refusal; any without.")
    ] = "",
    days: Annotated[int, typer.Option("--days", help="For how many days from today, 90 at most.")] = 14,
    evidence: Annotated[str, typer.Option("--evidence", metavar="URL", help="A page that proves it.")] = "",
    as_json: Json = False,
) -> None:
    """Let one breach pass for a time: a line of sources/acquittements.csv, to be reviewed and committed."""
    from flows.gate import acknowledge

    acknowledge.acknowledge(gate, source, subject, days, reason, evidence, as_json)
