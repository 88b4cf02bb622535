"""Every format of a release, in the order in which they are written. Libraries of formats that are not wanted stay unloaded."""

from collections.abc import Collection
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pandas as pd

from flows.catalogue.manifest import Files
from flows.formats.extracts import write_collections
from flows.formats.json_lines import write_json_lines
from flows.formats.sqlite import write_sqlite
from schemas.tables import TABLES, Tables

SQLITE = "creches-cooperatives.sqlite"


def write_every(folder: Path, tables: Tables, day: str, formats: Collection[str]) -> Files:
    """Writes those `formats` of tables whose CSV files are in the folder; `day` (ISO) is theirs. Returns what those files are
    that were measured as they were written. Raises OSError, Refused.
    """
    with _workbook(folder, day) if "xlsx" in formats else nullcontext():
        found = write_places(folder, tables["etablissements"], day, formats)
        if "sqlite" in formats:
            write_sqlite(tables, folder / SQLITE)
        if "jsonl" in formats:
            (folder / "jsonl").mkdir(exist_ok=True)
            for table in TABLES:
                write_json_lines(tables[table], table, folder / "jsonl" / f"{table}.jsonl")
    return found


def _workbook(folder: Path, day: str) -> AbstractContextManager[None]:
    from flows.formats.beside import workbook_beside

    return workbook_beside(folder, day)


def write_places(folder: Path, places: pd.DataFrame, day: str, formats: Collection[str]) -> Files:
    """The formats for maps, and the extracts; as `write_every`. Raises OSError, Refused."""
    found = write_collections(places, folder)
    if "parquet" in formats:
        from flows.formats.arrow import write_geoparquet

        write_geoparquet(places, folder / "etablissements.parquet")
    if "gpkg" in formats:
        from flows.formats.geopackage import write_geopackage

        write_geopackage(places, folder / "etablissements.gpkg", day)
    return found
