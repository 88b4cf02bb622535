"""The measured processes of `benches.release`: each does one thing, and says in one line of JSON what it took.

`prepare FOLDER PLACES` makes synthetic tables; `stage TABLES FOLDER` writes a release of them; `peers TABLES FOLDER`
writes CSV, GeoJSON and GeoPackage of the places as pandas and geopandas do when told nothing.
"""

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from flows.formats import every, geojson
from flows.formats.geopackage import write_geopackage
from schemas.tables import TABLES, Tables

DAY, VERSION = "2026-11-22", "2026.11.22"
TIMED = ("write_collections", "write_places", "write_sqlite", "write_json_lines")
"""`write_places`: the collections, GeoParquet and GeoPackage together."""
_TEXT = {pa.string(): pd.StringDtype(na_value=float("nan")), pa.large_string(): pd.StringDtype(na_value=float("nan"))}


def prepare(folder: Path, places: int) -> dict[str, object]:
    """Writes synthetic tables where the other processes read them without a peak of memory."""
    from tests.flows.synthetic import tables

    made = tables(places)
    for name, frame in made.items():
        pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), folder / f"{name}.parquet")
    return {name: len(frame) for name, frame in made.items()}


def read(folder: Path) -> Tables:
    """The tables as a run holds them: every cell text."""
    return {name: pq.read_table(folder / f"{name}.parquet").to_pandas(types_mapper=_TEXT.get) for name in TABLES}


def stage(source: Path, folder: Path) -> dict[str, object]:
    """A release, staged: all formats, what describes them, the sums, made to last."""
    from flows.catalogue.manifest import Manifest

    staging = importlib.import_module("flows.publish.stage")  # the package has a function of that name

    tables = read(source)
    seconds: dict[str, float] = {}
    before, spent, start = _peak(), time.process_time(), time.perf_counter()
    manifest = Manifest(
        VERSION, DAY, "", "a@creches.example", "https://creches.example/d", "https://creches.example", tables
    )
    with (
        patch.multiple(every, **{name: _timed(getattr(every, name), name, seconds) for name in TIMED}),
        patch.multiple(
            staging,
            **{n: _timed(getattr(staging, n), n, seconds) for n in ("write_tables", "write_formats", "sync_all")},
        ),
    ):
        files = staging.stage(folder, manifest)
    wall, cpu = time.perf_counter() - start, time.process_time() - spent
    listed = {name: list(file) for name, file in files.items()}
    return {"wall": wall, "cpu": cpu, "seconds": seconds, "before": before, "peak": _peak(), "files": listed}


def peers(source: Path, folder: Path) -> dict[str, object]:
    """Seconds of the writers that one would take first, for the same places, each from the same frame."""
    import geopandas

    places = read(source)["etablissements"]
    typed = places.replace("", None).assign(
        **{name: pd.to_numeric(places[name]) for name in ("longitude", "latitude", "capacite", "geo_score")}
    )
    points = geopandas.points_from_xy(typed["longitude"], typed["latitude"])
    frame = geopandas.GeoDataFrame(typed, geometry=points, crs=4326)
    located = frame[frame["longitude"].notna()]
    jobs: dict[str, Callable[[], Any]] = {
        "csv": lambda: places.to_csv(folder / "peer.csv", index=False),
        "geojson": lambda: located.to_file(folder / "peer.geojson", driver="GeoJSON"),
        "geojson by to_json": lambda: (folder / "peer.json").write_text(located.to_json(), encoding="utf-8"),
        "gpkg": lambda: frame.to_file(folder / "peer.gpkg", driver="GPKG"),
    }
    return {name: _seconds(job) for name, job in jobs.items()}


def ours(source: Path, folder: Path) -> dict[str, object]:
    """Seconds of this project's writers for the same three files."""
    from flows.formats.csv_table import write_csv

    places = read(source)["etablissements"]
    jobs: dict[str, Callable[[], Any]] = {
        "csv": lambda: write_csv(places, folder / "ours.csv"),
        "geojson": lambda: geojson.write_geojson(places, folder / "ours.geojson"),
        "gpkg": lambda: write_geopackage(places, folder / "ours.gpkg", DAY),
    }
    return {name: _seconds(job) for name, job in jobs.items()}


def _seconds(job: Callable[[], Any]) -> float:
    """The best of three: other work on the machine only ever adds to it."""
    found = []
    for _ in range(3):
        start = time.perf_counter()
        job()
        found.append(time.perf_counter() - start)
    return min(found)


def _timed(function: Callable[..., Any], name: str, seconds: dict[str, float]) -> Callable[..., Any]:
    def timed(*arguments: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*arguments)
        finally:
            seconds[name] = seconds.get(name, 0) + time.perf_counter() - start

    return timed


def _peak() -> float:
    """MiB, the most that this process held at once."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(what: str, source: str, where: str) -> None:
    """Does one of them, and says what it took."""
    if what == "prepare":
        told = prepare(Path(source), int(where))
    else:
        Path(where).mkdir(parents=True, exist_ok=True)
        told = {"stage": stage, "peers": peers, "ours": ours}[what](Path(source), Path(where))
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
