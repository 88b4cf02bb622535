"""Build `epci.csv.gz` again, with the gazetteer: once a year, when the State's new list of intercommunalities is out.

    python -m sources.build_epci [--decoupage FILE.tgz] [--output FILE]

The list comes with the npm package @etalab/decoupage-administratif that the gazetteer is built from, at the same
version and digest (sources/build_communes.py). The same package gives the same bytes.

Attribution: DGCL, Liste et composition des EPCI à fiscalité propre 2026 – Licence Ouverte 2.0.
"""

import argparse
import csv
import gzip
import io
import json
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from schemas.errors import CrechesError, SourceChanged
from sources.build_communes import DECOUPAGE, fetch
from sources.epci import TABLE, Row

MEMBER = "package/data/epci.json"
EXPECTED_EPCI = (1_150, 1_350)
EXPECTED_COMMUNES = (34_000, 35_500)
"""Least and most in a list of these years."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetch the package if it is not given, build, check, write; the exit code of the error otherwise."""
    options = _options(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            rows = build(options.decoupage or fetch(DECOUPAGE, Path(folder)))
        check(rows)
        write(rows, options.output)
    except CrechesError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(f"{len(rows)} communes in {len({row.code_epci for row in rows})} intercommunalities.")
    return 0


def build(decoupage: Path) -> list[Row]:
    """One row a commune, sorted. Raises SourceChanged when the package is not shaped as we know it."""
    try:
        return sorted(
            Row(str(member["code"]), str(epci["code"]), " ".join(str(epci["nom"]).split()))
            for epci in _read(decoupage)
            for member in epci["membres"]
        )
    except (KeyError, TypeError) as error:
        raise SourceChanged(
            f"{decoupage.name}: {error} in {MEMBER}. Read the package's notes, then adapt this script."
        ) from error


def check(rows: Sequence[Row]) -> None:
    """Refuse a list that is plainly not whole, or puts a commune in two. Raises SourceChanged with every reason."""
    found = {"intercommunalities": {row.code_epci for row in rows}, "communes": {row.code_commune for row in rows}}
    limits = {"intercommunalities": EXPECTED_EPCI, "communes": EXPECTED_COMMUNES}
    faults = [
        f"{len(found[kind])} {kind} instead of {least} to {most}"
        for kind, (least, most) in limits.items()
        if not least <= len(found[kind]) <= most
    ]
    twice = sorted(code for code, times in Counter(row.code_commune for row in rows).items() if times > 1)
    if twice:
        faults.append(f"in several intercommunalities: {', '.join(twice[:10])}")
    if faults:
        raise SourceChanged(f"This list would be wrong: {'; '.join(faults)}. Nothing was written.")


def write(rows: Sequence[Row], output: Path) -> None:
    """The rows as gzipped CSV, with neither a date nor a file name in it: same rows, same bytes."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([Row._fields, *rows])
    with output.open("wb") as file, gzip.GzipFile("", "wb", compresslevel=9, fileobj=file, mtime=0) as archive:
        archive.write(text.getvalue().encode())


def _read(archive: Path) -> list[dict[str, Any]]:
    try:
        with tarfile.open(archive) as files, files.extractfile(MEMBER) or io.BytesIO() as file:
            return list(json.load(file))
    except (OSError, tarfile.TarError, KeyError, ValueError, TypeError) as error:
        raise SourceChanged(f"{archive}: no readable {MEMBER} ({error}). Is it npm's file?") from error


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the list of French intercommunalities again.")
    parser.add_argument("--decoupage", type=Path, help="archive of @etalab/decoupage-administratif, already downloaded")
    parser.add_argument("--output", type=Path, default=TABLE, help="file to write (default: %(default)s)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
