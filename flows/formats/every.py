"""Every format of a release, in the order in which they are written."""

from pathlib import Path

from flows.formats.arrow import write_geoparquet
from flows.formats.beside import workbook_beside
from flows.formats.extracts import write_extracts
from flows.formats.geojson import features, write_collection
from flows.formats.geopackage import write_geopackage
from flows.formats.json_lines import write_json_lines
from flows.formats.sqlite import write_sqlite
from schemas.tables import TABLES, Tables

SQLITE = "creches-cooperatives.sqlite"


def write_every(folder: Path, tables: Tables, day: str) -> None:
    """Writes the formats of tables whose CSV files are in the folder; `day` (ISO) is theirs. Raises OSError, Refused."""
    with workbook_beside(folder, day):
        write_places(folder, tables, day)
        write_sqlite(tables, folder / SQLITE)
        (folder / "jsonl").mkdir(exist_ok=True)
        for table in TABLES:
            write_json_lines(tables[table], table, folder / "jsonl" / f"{table}.jsonl")


def write_places(folder: Path, tables: Tables, day: str) -> None:
    """The formats for maps, and the extracts. Raises OSError, Refused."""
    places = tables["etablissements"]
    found = features(places)
    write_collection(found, folder / "etablissements.geojson")
    write_extracts(places, found, folder / "extraits")
    write_geoparquet(places, folder / "etablissements.parquet")
    write_geopackage(places, folder / "etablissements.gpkg", day)
