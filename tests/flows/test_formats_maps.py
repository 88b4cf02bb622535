"""GeoParquet by the rules of 1.1, GeoPackage by those of 1.2: what map software looks for before it opens a file."""

import json
import shutil
import sqlite3
import struct
import subprocess
from contextlib import closing
from datetime import date
from pathlib import Path

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schemas.tables import columns
from tests.flows.formats_read import DAY, of_csv, written
from tests.flows.synthetic import tables


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("maps") / "release", tables(40))


def test_geoparquet_says_what_version_1_1_asks(release: Path) -> None:
    file = pq.ParquetFile(release / "etablissements.parquet")
    geo = json.loads(file.schema_arrow.metadata[b"geo"])
    points = [row for row in of_csv(release) if row["longitude"] is not None]
    east, north = [row["longitude"] for row in points], [row["latitude"] for row in points]
    assert geo == {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {
            "geometry": {
                "encoding": "WKB",
                "geometry_types": ["Point"],
                "bbox": [min(east), min(north), max(east), max(north)],
                "covering": {"bbox": {side: ["bbox", side] for side in ("xmin", "ymin", "xmax", "ymax")}},
            }
        },
    }


def test_geoparquet_has_wkb_points_and_a_box_each_compressed_by_zstd(release: Path) -> None:
    file = pq.ParquetFile(release / "etablissements.parquet")
    group = file.metadata.row_group(0)
    assert {group.column(n).compression for n in range(group.num_columns)} == {"ZSTD"}
    for row in file.read().select(["longitude", "latitude", "geometry", "bbox"]).to_pylist():
        if row["longitude"] is None:
            assert row["geometry"] is None and row["bbox"] is None
        else:
            x, y = round(row["longitude"], 7), round(row["latitude"], 7)
            assert struct.unpack("<BIdd", row["geometry"]) == (1, 1, x, y)
            assert row["bbox"] == {"xmin": x, "ymin": y, "xmax": x, "ymax": y}


def test_parquet_columns_are_typed_as_their_schema_says(release: Path) -> None:
    schema = pq.read_schema(release / "etablissements.parquet")
    assert schema.names == [*columns("etablissements"), "geometry", "bbox"]
    wanted = {"code_postal": pa.string(), "capacite": pa.int64(), "longitude": pa.float64(), "avip": pa.bool_()}
    assert {name: schema.field(name).type for name in wanted} == wanted
    assert schema.field("date_maj").type == pa.date32()


def test_a_box_asked_of_geopandas_leaves_the_other_places_out(release: Path) -> None:
    whole = geopandas.read_parquet(release / "etablissements.parquet")
    first = whole.geometry.dropna().iloc[0]
    found = geopandas.read_parquet(
        release / "etablissements.parquet", bbox=(first.x - 1e-4, first.y - 1e-4, first.x + 1e-4, first.y + 1e-4)
    )
    assert 1 <= len(found) < len(whole) and found.geometry.iloc[0].equals(first)
    assert whole.crs.equals("OGC:CRS84")


def test_the_points_are_the_same_in_geojson_parquet_and_geopackage(release: Path) -> None:
    found = [
        [(row.id, row.geometry.x, row.geometry.y) for row in frame.itertuples() if row.geometry is not None]
        for frame in (
            geopandas.read_file(release / "etablissements.geojson"),
            geopandas.read_parquet(release / "etablissements.parquet"),
            geopandas.read_file(release / "etablissements.gpkg"),
        )
    ]
    assert found[0] == found[1] == found[2] and len(found[0]) == 38


def test_the_geopackage_is_of_version_1_2_has_an_index_and_the_release_s_day(release: Path) -> None:
    with closing(sqlite3.connect(release / "etablissements.gpkg")) as base:
        assert base.execute("PRAGMA user_version").fetchone() == (10200,)
        name, day, code = base.execute("SELECT table_name, last_change, srs_id FROM gpkg_contents").fetchone()
        assert (name, day[:10], code) == ("etablissements", DAY, 4326)
        assert ("gpkg_rtree_index",) in base.execute("SELECT extension_name FROM gpkg_extensions").fetchall()
        kinds = {row[1]: row[2] for row in base.execute("PRAGMA table_info(etablissements)")}
    wanted = {"capacite": "INTEGER", "avip": "BOOLEAN", "date_maj": "DATE", "longitude": "REAL", "code_postal": "TEXT"}
    assert {name: kinds[name] for name in wanted} == wanted


def test_a_day_is_read_as_a_day(release: Path) -> None:
    frame = geopandas.read_parquet(release / "etablissements.parquet")
    assert {type(day) for day in frame["date_maj"]} == {date}


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="GDAL's commands are not installed")
@pytest.mark.parametrize("name", ["etablissements.gpkg", "etablissements.geojson"])
def test_ogrinfo_opens_it_without_a_word_of_complaint(release: Path, name: str) -> None:
    done = subprocess.run(["ogrinfo", "-so", "-al", release / name], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Feature Count: {40 if name.endswith('gpkg') else 38}" in done.stdout
