"""The command `creches`: Typer and Rich, no logic. Each command imports what it needs only when it runs."""

import io
import os
import signal
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from schemas.errors import CrechesError, UsageError

_EXITS = """
Exit codes: 0 done (also "unchanged"), 1 a bug, 2 wrong call or setting, 3 refused (nothing published), 4 partial (a source
that was asked failed, or a member is in doubt), 5 temporary network failure, 6 another run holds the output, 8 a release is
damaged, 130 or 143 stopped.
"""

_STOPPED = "stopped; nothing is half-published. Run the same command again."

app = typer.Typer(
    help="The open dataset of France's cooperative nurseries.\n\nFirst: creches release --offline" + "\n" + _EXITS,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
)
sources_app = typer.Typer(help="The sources: who publishes, under which licence, what we expect.", no_args_is_help=True)
app.add_typer(sources_app, name="sources")

Json = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, everything else on standard error.")
]
Output = Annotated[
    Path, typer.Option("--output", metavar="DIR", help="Folder of releases, latest, snapshots and review.")
]


@app.command()
def release(
    offline: Annotated[bool, typer.Option("--offline", help="Read the embedded snapshots; no network at all.")] = False,
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

    options = options_of(offline, source or [], page or [], as_of, output, dry_run)
    print_outcome(_walk(options, direct, as_json), as_json)


def _walk(options: Any, direct: bool, quiet: bool) -> Any:
    from flows import release as steps
    from flows.calls import announced

    if direct:
        return steps.walk(options, announced(steps.direct, quiet))
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


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A release, such as output/latest.")],
    as_json: Json = False,
) -> None:
    """Check a release: sums, data package, schemas."""
    from flows.calls import verify_one

    raise typer.Exit(verify_one(folder, as_json))


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
    """Check this machine: Python, packages, settings, disk, lock, embedded data."""
    from flows.doctor import print_doctor

    raise typer.Exit(print_doctor(output, as_json))


def main() -> None:
    """Runs the command; a failure we foresaw is one clear message and its own exit code."""
    signal.signal(signal.SIGTERM, _stop)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # an old terminal may lack a letter; that stops nothing
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        error.show()  # type: ignore[attr-defined]
        _end(2, "usage", error.format_message())
    except CrechesError as error:
        result = "usage" if isinstance(error, UsageError) else "refused" if error.exit_code == 3 else "failed"
        _end(error.exit_code, result, str(error), said=False)
    except Exception as error:
        if os.environ.get("CRECHES_DEBUG"):
            raise
        told = (
            f"a bug: {type(error).__name__}. Nothing is published. Next: run again with CRECHES_DEBUG=1 and report it."
        )
        _end(1, "failed", told, said=False)
    if code == 130:
        _end(130, "stopped", _STOPPED, said=False)
    sys.exit(code or 0)


def _stop(*_signal: object) -> None:
    _end(143, "stopped", _STOPPED, said=False)


def _end(code: int, result: str, message: str, said: bool = True) -> NoReturn:
    """Says why on standard error (unless `said`), as a document on standard output when one was asked, and ends."""
    if "--json" in sys.argv[1:]:
        import json

        print(json.dumps({"result": result, "exit_code": code, "error": message}, ensure_ascii=False))
    if not said:
        print(f"creches: {message}", file=sys.stderr)
    sys.exit(code)
