"""Extracts: the places of one region or one département, as CSV and GeoJSON, by the lines of the whole files."""

import re
from contextlib import ExitStack
from pathlib import Path

import pandas as pd

from flows.catalogue.manifest import Files
from flows.columnar.boxes import box, boxes
from flows.columnar.csv import csv_lines
from flows.columnar.json_text import features
from flows.columnar.pieces import joined, joined_by, pieces
from flows.formats.csv_table import header
from flows.formats.geojson import BETWEEN, TABLE, Add, collection
from flows.formats.measure import Sink, Written
from schemas.errors import Refused

LEVELS = ("region", "departement")
"""The columns that extracts are made by, and their folders."""
_CODE = re.compile(r"[0-9A-Z]{2,3}")


def write_collections(places: pd.DataFrame, folder: Path) -> Files:
    """Writes `etablissements.geojson`, and `extraits/<level>/<code>.csv` and `.geojson` for each code that has a place.

    Every place is made a feature once, whatever the number of files that hold it. Returns what the files are. Raises OSError,
    Refused.
    """
    written = Written(folder)
    with ExitStack() as opened:
        whole = opened.enter_context(collection(written, f"{TABLE}.geojson", box(places)))
        parts = {level: _parts(opened, places, level, written) for level in LEVELS}
        for piece in pieces(places):
            found, lines = features(piece), csv_lines(piece)
            whole(joined(found, BETWEEN))
            for level, (tables, maps) in parts.items():
                for code, body in joined_by(piece[level], lines).items():
                    tables[code].write(body)
                for code, body in joined_by(piece[level], found, BETWEEN).items():
                    maps[code](body)
    return written.files


def _parts(
    opened: ExitStack, places: pd.DataFrame, level: str, written: Written
) -> tuple[dict[str, Sink], dict[str, Add]]:
    """Both files of each code of a level, open until the others are written too."""
    (written.folder / "extraits" / level).mkdir(parents=True, exist_ok=True)
    tables: dict[str, Sink] = {}
    maps: dict[str, Add] = {}
    first = header(places)
    for code, around in boxes(places, level).items():
        if not _CODE.fullmatch(code):
            raise Refused(
                f"etablissements.{level}: {code} is no code that can name a file; nothing is published. "
                "Correct what computed it."
            )
        tables[code] = opened.enter_context(written.open(f"extraits/{level}/{code}.csv"))
        tables[code].write(first)
        maps[code] = opened.enter_context(collection(written, f"extraits/{level}/{code}.geojson", around))
    return tables, maps
