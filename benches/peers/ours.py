"""The product on the peers' pages: `python -m benches.peers.ours PAGES N OUT BAN direct|prefect|fetch|again|again-plan`.

direct, prefect: from archived pages, as the peers read theirs from disk; the geocoder is asked. fetch: the pages are asked
of a server on loopback, one after the other is not waited for. again: a second run, after one page changed; the others are
asked whether they have (ETag). again-plan: the same, where a sitemap tells which one has. Each run publishes a release in
OUT/output with the formats that the peers write, and all checks, provenance and changes.

What prepares a run (the archive, the run before) is no part of it: other processes do it, and their seconds are told apart.
"""

import importlib
import os
import re
import resource
import shutil
import subprocess
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
    *(f"frictionless.formats.{name}.plugin" for name in ("document", "image", "python", "text")),
    *("jsonschema", "rfc3339_validator", "slugify", "pyarrow.pandas_compat", "phonenumbers.data.region_FR"),
    *("flows.geocode.remote", "rdflib.plugins.stores.memory", "pandas.core.methods.to_dict"),
)
"""What steps import when they are called: small commands need none of it."""


def prepared(ban: str, server: str = "", plan: bool = False) -> None:
    """The settings of a run, before anything reads them: the bench's source instead of the project's own.

    `server`: where its pages are; `plan`: whether its sitemap is the page that leads to them.
    """
    folder = Path(tempfile.mkdtemp()) / "annuaire"
    shutil.copytree(ROOT / "benches" / "annuaire", folder, ignore=shutil.ignore_patterns("__pycache__"))
    descriptor = folder / "annuaire.toml"
    if server:
        text = re.sub(r"http://127\.0\.0\.1:\d+", server, descriptor.read_text())
        named = f'[pages]\nplan = "{server}/plan.xml"' if plan else "[pages]"
        descriptor.write_text(text.replace("[pages]", named))
    os.environ |= {
        "CRECHES_SOURCES_FOLDER": str(folder),
        "CRECHES_GEOCODER": f"http://{ban}",
        "CRECHES_FORMATS": "csv,geojson",
        "CRECHES_SITE": "no",
    }
    os.environ.setdefault("CRECHES_RUNNER", "processes")
    os.environ.setdefault("CRECHES_POLITE_SECONDS", "0")  # of a server of this machine; another pace may be asked for


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
    output = out / "output"
    if how == "first":
        run("fetch", output, DAYS[0], False)
        return
    shutil.rmtree(out, ignore_errors=True)
    output.mkdir(parents=True)
    if how in ("direct", "prefect"):
        prepared(ban)
        _keep(pages, count, output)
        spent = _spent()
        found, seconds = run(how, output, DAYS[0], True)
    else:
        (found, seconds), spent = _served(pages, count, out, ban, how)
    loading = time.perf_counter() - BEGUN - seconds - spent[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = f"prepared={spent[0]:.2f}s/{spent[1]:.2f}s peak={peak:.1f}MiB"
    print(f"OURS[{how}] n={count} {found.result} import={loading:.2f}s body={seconds:.2f}s {told}")


def _spent() -> tuple[float, float]:
    """Seconds of wall and of processor until now; the latter of the processes that prepared and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - BEGUN, used.ru_utime + used.ru_stime


def _keep(pages: Path, count: int, output: Path) -> None:
    """The archive, filled by another process."""
    command = [sys.executable, "-m", "benches.keep_pages", str(pages), str(count), str(output), DAYS[0]]
    subprocess.run(command, check=True, cwd=ROOT)


def _served(pages: Path, count: int, out: Path, ban: str, how: str) -> tuple[Any, tuple[float, float]]:
    """A run that asks a server for its pages, or the run after it, one page having changed; and what preparing took."""
    from benches.serve_pages import served

    mine, port = out / "pages", 0
    mine.mkdir()
    for path in sorted(pages.glob("*.html"))[:count]:
        (mine / path.name).symlink_to(path)
    if how != "fetch":
        with served(mine, count) as address:
            prepared(ban, address, how == "again-plan")
            port = int(address.rpartition(":")[2])
            command = [sys.executable, "-m", "benches.peers.ours", str(pages), str(count), str(out), ban, "first"]
            subprocess.run(command, check=True, cwd=ROOT)
        _change(min(mine.iterdir()))
    spent = _spent()
    with served(mine, count, port) as address:
        if how == "fetch":
            prepared(ban, address)
        return run(how, out / "output", DAYS[0] if how == "fetch" else DAYS[1], False), spent


def _change(page: Path) -> None:
    """One page says another number of places."""
    body = page.read_text(encoding="utf-8")
    page.unlink()
    page.write_text(re.sub(r"\d+ berceaux", "71 berceaux", body), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4], sys.argv[5])
