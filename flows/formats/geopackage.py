"""GeoPackage 1.2, which older GDAL, QGIS and R open without a warning. Only door to pyogrio."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pandas as pd
import pyogrio
from pyogrio.errors import CRSError, DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from flows.formats.arrow import GEOMETRY, TABLE, columns
from flows.formats.typed import points

_REFUSALS = (CRSError, DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError)


def write_geopackage(places: pd.DataFrame, path: Path, day: str) -> None:
    """Writes every place, its geometry null where it has no point; `day` (ISO) is its date of change.

    Raises OSError, Refused.
    """
    table = columns(places)
    try:
        with _settings(day):
            pyogrio.write_arrow(
                table,
                str(path),
                layer=TABLE,
                driver="GPKG",
                geometry_name=GEOMETRY,
                geometry_type="Point",
                crs="EPSG:4326",
                dataset_options={"VERSION": "1.2"},
                layer_options={"SPATIAL_INDEX": "YES"},
            )
    except _REFUSALS as error:
        raise OSError(0, f"GDAL: {error}") from error
    _proved(path, len(places), sum(point is not None for point in points(places)))


def _proved(path: Path, rows: int, located: int) -> None:
    """GDAL says nothing when the disk refuses the last of a file, its index: what lies there is counted. Raises OSError."""
    asked = (
        "PRAGMA quick_check",
        f"SELECT count(*) FROM {TABLE}",
        f"SELECT count(*) FROM rtree_{TABLE}_geom",
        "SELECT count(*) FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'",
    )
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            found = [base.execute(question).fetchone()[0] for question in asked]
    except sqlite3.Error as error:
        raise OSError(0, f"{path.name} was not written whole: {error}") from error
    if found != ["ok", rows, located, 1]:
        raise OSError(0, f"{path.name} was not written whole: {found} for {rows} rows, {located} points")


@contextmanager
def _settings(day: str) -> Iterator[None]:
    """GDAL writes that day instead of the clock's, and leaves it to us to make files last (`shelf.sync_all`)."""
    wanted = {"OGR_CURRENT_DATE": f"{day}T00:00:00.000Z", "OGR_SQLITE_SYNCHRONOUS": "OFF"}
    before = {name: pyogrio.get_gdal_config_option(name) for name in wanted}
    pyogrio.set_gdal_config_options(wanted)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
