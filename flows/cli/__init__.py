"""The command `creches`: Typer and Rich, no logic. Each command imports what it needs only when it runs."""

from pathlib import Path
from typing import Annotated, Any

import typer

from flows import ending
from flows.cli import changes, erasure, gate, geocode, rebuild, registers, review, serve, site, status, verify, versions
from flows.cli.options import Json, Output

_EXITS = """
Exit codes: 0 done (also "unchanged"), 1 a bug, 2 wrong call or setting, 3 refused (nothing published), 4 partial (a source
that was asked failed, or a person must look at a member or an address) or late, 5 temporary network failure, 6 another run
holds the output, 8 a release is damaged or has expired, 130 or 143 stopped.
"""

app = typer.Typer(
    help="The open dataset of France's cooperative nurseries.\n\nFirst: creches release --offline" + "\n" + _EXITS,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
)
sources_app = typer.Typer(help="The sources: who publishes, under which licence, what we expect.", no_args_is_help=True)
app.add_typer(sources_app, name="sources")
app.add_typer(geocode.app, name="geocode")
app.add_typer(review.app, name="review")
app.command()(registers.explain)
app.command()(registers.enrich)
app.command()(changes.diff)
app.add_typer(changes.app, name="changes")
app.add_typer(gate.app, name="gate")
app.command()(verify.verify)
app.add_typer(verify.keys_app, name="keys")
app.command()(versions.rollback)
app.command()(versions.prune)
app.command()(rebuild.rebuild)
app.command()(erasure.erase)
app.add_typer(site.app, name="site")
app.command()(serve.serve)
app.command()(status.status)


@app.command()
def release(
    offline: Annotated[bool, typer.Option("--offline", help="Read the embedded snapshots; no network at all.")] = False,
    archived: Annotated[
        bool, typer.Option("--archived", help="Ask no page: read the newest archived ones; the geocoder is asked.")
    ] = False,
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="ID", help="Ask only this source (repeatable).")
    ] = None,
    page: Annotated[
        list[str] | None, typer.Option("--page", metavar="ID=FILE", help="A page saved by hand instead of a fetch.")
    ] = None,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="The release's day (ISO); today in UTC by default.")
    ] = "",
    output: Output = Path("output"),
    direct: Annotated[
        bool, typer.Option("--direct", help="The same steps in the same order, without Prefect.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Do all but publish; say what would be published.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make a release: fetch, parse, normalise, identify, geocode, validate, publish."""
    from flows.calls import options_of, print_outcome

    options = options_of(offline, source or [], page or [], as_of, output, dry_run, archived)
    print_outcome(_walk(options, direct, as_json), as_json)


def _walk(options: Any, direct: bool, quiet: bool) -> Any:
    from flows import running
    from flows.caller import Caller
    from flows.calls import Announced

    if direct:
        return running.run(options, Announced(Caller(), quiet))
    from flows import flow

    return flow.run(options, quiet)


@app.command()
def fetch(
    source: Annotated[str, typer.Argument(metavar="SOURCE")],
    output: Output = Path("output"),
    as_json: Json = False,
) -> None:
    """Fetch one source's page politely and archive it; nothing is parsed or published."""
    from flows.calls import fetch_one

    fetch_one(source, output, as_json)


@app.command()
def parse(
    source: Annotated[str, typer.Argument(metavar="SOURCE")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A saved page, HTML, JSON or text.")],
    as_json: Json = False,
) -> None:
    """Read one saved page, normalise what it says, and print it."""
    from flows.calls import parse_one

    raise typer.Exit(parse_one(source, file, as_json))


@sources_app.command("list")
def list_sources(as_json: Json = False) -> None:
    """The sources and their state."""
    from flows.calls import print_sources

    print_sources(as_json)


@sources_app.command("check")
def check_sources(as_json: Json = False) -> None:
    """Check every descriptor against its schema, and that each embedded snapshot still reads."""
    from flows.calls import check_all

    raise typer.Exit(check_all(as_json))


@app.command()
def doctor(output: Output = Path("output"), as_json: Json = False) -> None:
    """Check this machine: Python, packages, settings, disk, lock, embedded data, server, schedules, key, clock, expiry."""
    from flows.doctor import print_doctor

    raise typer.Exit(print_doctor(output, as_json))


def main() -> None:
    """Runs the command; a failure we foresaw is one clear message and its own exit code."""
    ending.run(app, typer.TyperException)
