"""Extracts: the places of one region or one département, as CSV and GeoJSON, by the lines of the whole files."""

import re
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from flows.columnar.boxes import box, boxes
from flows.columnar.csv import csv_lines
from flows.columnar.json_text import features
from flows.columnar.pieces import joined, joined_by, pieces
from flows.formats.csv_table import header
from flows.formats.geojson import BETWEEN, TABLE, Add, collection
from schemas.errors import Refused

LEVELS = ("region", "departement")
"""The columns that extracts are made by, and their folders."""
_CODE = re.compile(r"[0-9A-Z]{2,3}")


def write_collections(places: pd.DataFrame, folder: Path) -> None:
    """Writes `etablissements.geojson`, and `extraits/<level>/<code>.csv` and `.geojson` for each code that has a place.

    Every place is made a feature once, whatever the number of files that hold it. Raises OSError, Refused.
    """
    with ExitStack() as opened:
        whole = opened.enter_context(collection(folder / f"{TABLE}.geojson", box(places)))
        parts = {level: _parts(opened, places, level, folder / "extraits" / level) for level in LEVELS}
        for piece in pieces(places):
            found, lines = features(piece), csv_lines(piece)
            whole(joined(found, BETWEEN))
            for level, (tables, maps) in parts.items():
                for code, body in joined_by(piece[level], lines).items():
                    tables[code].write(body)
                for code, body in joined_by(piece[level], found, BETWEEN).items():
                    maps[code](body)


def _parts(
    opened: ExitStack, places: pd.DataFrame, level: str, folder: Path
) -> tuple[dict[str, BinaryIO], dict[str, Add]]:
    """Both files of each code of a level, open until the others are written too."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, BinaryIO] = {}
    maps: dict[str, Add] = {}
    for code, around in boxes(places, level).items():
        if not _CODE.fullmatch(code):
            raise Refused(
                f"etablissements.{level}: {code} is no code that can name a file; nothing is published. "
                "Correct what computed it."
            )
        tables[code] = opened.enter_context((folder / f"{code}.csv").open("wb"))
        tables[code].write(header(places))
        maps[code] = opened.enter_context(collection(folder / f"{code}.geojson", around))
    return tables, maps
