"""The product on the peers' pages: `python -m benches.peers.ours PAGES N OUT BAN direct|prefect|fetch|again`.

direct, prefect: from archived pages, as the peers read theirs from disk; the geocoder is asked. fetch: the pages are asked
of a server on loopback, one after the other is not waited for. again: a second run, after one page changed. Each run
publishes a release in OUT/output with the formats that the peers write, and all checks, provenance and changes.
"""

import importlib
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

BEGUN = time.perf_counter()
ROOT, DAYS = Path(__file__).parents[2], ("2026-11-26", "2026-11-27")
_LOADED = (
    *("flows.running.around", "flows.catalogue.described", "flows.formats.every", "flows.geocode.batch"),
    *("rdflib.plugins.serializers.turtle", "rdflib.plugins.serializers.jsonld"),
    *("frictionless.formats", "frictionless.portals", "frictionless.resources", "frictionless.schemes"),
)
"""What steps import when they are called: small commands need none of it."""


def prepared(ban: str, server: str = "") -> None:
    """The settings of a run, before anything reads them: the bench's source instead of the project's own."""
    folder = Path(tempfile.mkdtemp()) / "annuaire"
    shutil.copytree(ROOT / "benches" / "annuaire", folder, ignore=shutil.ignore_patterns("__pycache__"))
    descriptor = folder / "annuaire.toml"
    if server:
        descriptor.write_text(re.sub(r"http://127\.0\.0\.1:\d+", server, descriptor.read_text()))
    os.environ |= {
        "CRECHES_SOURCES_FOLDER": str(folder),
        "CRECHES_GEOCODER": f"http://{ban}",
        "CRECHES_FORMATS": "csv,geojson",
        "CRECHES_POLITE_SECONDS": "0",
    }
    os.environ.setdefault("CRECHES_RUNNER", "processes")


def loaded(how: str) -> None:
    """Imports all that a run needs, before its seconds are counted, as the peers do at their top."""
    for name in (*_LOADED, *(("flows.flow",) if how == "prefect" else ())):
        importlib.import_module(name)


def run(how: str, output: Path, day: str, archived: bool) -> Any:
    """One run; the seconds of its work, and its outcome."""
    from flows.caller import Caller
    from flows.options import Options

    loaded(how)
    options = Options(day, output, archived=archived)
    if how == "prefect":
        from flows import flow

        begun = time.perf_counter()
        return flow.run(options), time.perf_counter() - begun
    from flows import running

    begun = time.perf_counter()
    return running.run(options, Caller()), time.perf_counter() - begun


def main(pages: Path, count: int, out: Path, ban: str, how: str) -> None:
    """Prepares what is not measured, runs, and tells the seconds."""
    shutil.rmtree(out, ignore_errors=True)
    output = out / "output"
    output.mkdir(parents=True)
    if how in ("direct", "prefect"):
        prepared(ban)
        _keep(pages, count, output)
        found, seconds = run(how, output, DAYS[0], True)
    else:
        found, seconds = _served(pages, count, out, ban, how)
    print(
        f"OURS[{how}] n={count} {found.result} import={time.perf_counter() - BEGUN - seconds:.2f}s body={seconds:.2f}s"
    )


def _keep(pages: Path, count: int, output: Path) -> None:
    """The archive, filled by another process: what it takes is not this one's."""
    import subprocess

    command = [sys.executable, "-m", "benches.keep_pages", str(pages), str(count), str(output), DAYS[0]]
    subprocess.run(command, check=True, cwd=ROOT)


def _served(pages: Path, count: int, out: Path, ban: str, how: str) -> Any:
    """A run that asks a server for its pages; `again`: the run after it, one page having changed."""
    from benches.serve_pages import served

    mine = out / "pages"
    mine.mkdir()
    for path in sorted(pages.glob("*.html"))[:count]:
        (mine / path.name).symlink_to(path)
    with served(mine, count) as address:
        prepared(ban, address)
        first = run(how, out / "output", DAYS[0], False)
        if how == "fetch":
            return first
        changed = min(mine.iterdir())
        body = changed.read_text(encoding="utf-8")
        changed.unlink()
        changed.write_text(re.sub(r"\d+ berceaux", "71 berceaux", body), encoding="utf-8")
        return run(how, out / "output", DAYS[1], False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4], sys.argv[5])
