"""A disk that is full at whatever byte: no writer ends as if its file were whole."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from flows.formats import beside, geojson
from flows.formats.arrow import write_geoparquet
from flows.formats.beside import workbook_beside
from flows.formats.csv_table import write_csv
from flows.formats.geopackage import write_geopackage
from flows.formats.json_lines import write_json_lines
from flows.formats.sqlite import write_sqlite
from flows.formats.xlsx import NAME
from schemas.tables import Tables
from tests.flows.formats_read import DAY
from tests.flows.synthetic import tables


def workbook(folder: Path) -> None:
    """As a large release writes it."""
    with workbook_beside(folder, DAY):
        pass


some = cache(lambda: tables(150))
SHARES = (0.05, 0.5, 0.75, 0.9, 0.999)
WRITERS: dict[str, Callable[[Tables, Path], None]] = {
    "etablissements.csv": lambda made, path: write_csv(made["etablissements"], path),
    "etablissements.geojson": lambda made, path: geojson.write_geojson(made["etablissements"], path),
    "etablissements.parquet": lambda made, path: write_geoparquet(made["etablissements"], path),
    "etablissements.gpkg": lambda made, path: write_geopackage(made["etablissements"], path, DAY),
    "etablissements.jsonl": lambda made, path: write_json_lines(made["etablissements"], "etablissements", path),
    "creches-cooperatives.sqlite": lambda made, path: write_sqlite(made, path),
    NAME: lambda made, path: workbook(path.parent),
}


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow beyond that size, in bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_that_cannot_be_written_whole_is_an_error_at_whatever_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(beside, "_SMALL", 0)
    made, path = some(), tmp_path / name
    for table, frame in made.items():
        write_csv(frame, tmp_path / f"{table}.csv")
    WRITERS[name](made, path)
    size = path.stat().st_size
    for share in SHARES:
        path.unlink()
        with room_for(int(size * share)), pytest.raises(OSError, match=r"[Ff]ile too large|disk|whole|GDAL"):
            WRITERS[name](made, path)
        path.touch()
