"""Extracts: the places of one region or one département, as CSV and GeoJSON, by the lines of the whole files."""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from flows.formats.csv_table import header, lines
from flows.formats.geojson import Feature, write_collection
from schemas.errors import Refused

LEVELS = ("region", "departement")
"""The columns that extracts are made by, and their folders."""
_CODE = re.compile(r"[0-9A-Z]{2,3}")


def write_extracts(places: pd.DataFrame, found: Sequence[Feature | None], folder: Path) -> None:
    """Writes `<level>/<code>.csv` and `.geojson` for each code that has a place. Raises OSError, Refused."""
    written = list(lines(places))
    for level in LEVELS:
        (folder / level).mkdir(parents=True, exist_ok=True)
        for code, rows in _by_code(places[level].tolist(), level).items():
            with (folder / level / f"{code}.csv").open("wb") as file:
                file.write(header(places))
                file.writelines(written[row] for row in rows)
            write_collection([found[row] for row in rows], folder / level / f"{code}.geojson")


def _by_code(codes: Sequence[str], level: str) -> dict[str, list[int]]:
    """The rows of each code, codes in order."""
    rows: dict[str, list[int]] = {code: [] for code in sorted(set(codes) - {""})}
    for code in rows:
        if not _CODE.fullmatch(code):
            raise Refused(
                f"etablissements.{level}: {code} is no code that can name a file; nothing is published. "
                "Correct what computed it."
            )
    for row, code in enumerate(codes):
        if code:
            rows[code].append(row)
    return rows
