"""The same tables give the same bytes: twice, from another process, in another zone and locale; and no table is too empty."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import warnings
from contextlib import closing
from pathlib import Path

import geopandas
import pandas as pd
import pytest

from flows.formats import beside
from schemas.tables import TABLES, columns, conform
from tests.flows.formats_read import TABLE_READERS, of_csv, written
from tests.flows.runs import ROOT, tree
from tests.flows.synthetic import tables

ELSEWHERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "3"}
CODE = """
import sys
from pathlib import Path
from tests.flows.formats_read import written
from tests.flows.synthetic import tables
written(Path(sys.argv[1]), tables(25))
"""
FILES = {
    *("etablissements.geojson", "etablissements.parquet", "etablissements.gpkg"),
    *("creches-cooperatives.xlsx", "creches-cooperatives.sqlite"),
    *(f"jsonl/{table}.jsonl" for table in TABLES),
    *(f"{table}.csv" for table in TABLES),
}


def sums(folder: Path) -> dict[str, str]:
    """Digests are compared: a difference of bytes would fill the screen."""
    return {name: hashlib.sha256(body).hexdigest() for name, body in tree(folder).items()}


def test_every_format_is_written_once_and_nothing_else_is_left(tmp_path: Path) -> None:
    names = {name for name in tree(written(tmp_path / "a", tables(3))) if not name.startswith("extraits/")}
    assert names == FILES


def test_a_second_run_writes_the_same_bytes(tmp_path: Path) -> None:
    assert sums(written(tmp_path / "a", tables(25))) == sums(written(tmp_path / "b", tables(25)))


def test_another_process_in_another_zone_and_locale_writes_the_same_bytes(tmp_path: Path) -> None:
    there = tmp_path / "there"
    subprocess.run([sys.executable, "-c", CODE, there], cwd=ROOT, env={**os.environ, **ELSEWHERE}, check=True)
    assert sums(written(tmp_path / "here", tables(25))) == sums(there)


def test_the_day_is_the_release_s_own_and_changes_only_the_files_that_hold_one(tmp_path: Path) -> None:
    one, two = (sums(written(tmp_path / day, tables(3), day)) for day in ("2026-11-22", "2026-11-29"))
    changed = {name for name in one if one[name] != two[name]}
    assert changed == {"etablissements.gpkg", "creches-cooperatives.xlsx"}


def test_the_workbook_of_another_process_has_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = sums(written(tmp_path / "here", tables(3)))
    monkeypatch.setattr(beside, "_SMALL", 0)
    assert sums(written(tmp_path / "there", tables(3))) == here


def test_tables_without_a_row_are_written_and_read_back_in_every_format(tmp_path: Path) -> None:
    at = written(tmp_path / "empty", {})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for table in TABLES:
            assert of_csv(at, table) == TABLE_READERS["sqlite"](at, table) == TABLE_READERS["jsonl"](at, table) == []
        assert TABLE_READERS["xlsx"](at, "etablissements") == []
        for frame in (
            geopandas.read_parquet(at / "etablissements.parquet"),
            geopandas.read_file(at / "etablissements.gpkg"),
        ):
            assert len(frame) == 0 and set(columns("etablissements")) <= set(frame.columns)
        collection = json.loads((at / "etablissements.geojson").read_bytes())
        assert collection == {"type": "FeatureCollection", "name": "etablissements", "features": []}
    assert not list((at / "extraits").glob("*/*"))


def test_places_without_any_point_are_written_too(tmp_path: Path) -> None:
    places = tables(4)["etablissements"].assign(longitude="", latitude="")
    at = written(tmp_path / "nowhere", {"etablissements": places})
    for frame in (
        geopandas.read_parquet(at / "etablissements.parquet"),
        geopandas.read_file(at / "etablissements.gpkg"),
    ):
        assert len(frame) == 4 and frame.geometry.isna().all()
    assert json.loads((at / "etablissements.geojson").read_bytes())["features"] == []


def test_the_database_keeps_keys_and_references_and_finds_rows_by_an_index(tmp_path: Path) -> None:
    at = written(tmp_path / "a", tables(40))
    with closing(sqlite3.connect(at / "creches-cooperatives.sqlite")) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert len(base.execute("PRAGMA foreign_key_list(adhesions)").fetchall()) == 3
        keys = [row[1] for row in base.execute("PRAGMA table_info(provenance)") if row[5]]
        assert keys == ["id", "champ"]
        for asked in (
            "etablissements WHERE departement = '93'",
            "etablissements WHERE gestionnaire_id = 'x'",
            "provenance WHERE id = 'x'",
        ):
            (plan,) = base.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {asked}").fetchall()
            assert plan[3].startswith("SEARCH")


def test_the_database_holds_numbers_as_numbers_and_missing_values_as_null(tmp_path: Path) -> None:
    at = written(tmp_path / "a", tables(40))
    with closing(sqlite3.connect(at / "creches-cooperatives.sqlite")) as base:
        kinds = {
            name: {row[0] for row in base.execute(f"SELECT DISTINCT typeof({name}) FROM etablissements")}
            for name in ("code_postal", "capacite", "longitude", "avip", "date_maj")
        }
        frame = pd.read_sql_query("SELECT * FROM etablissements", base)
    assert kinds == {
        "code_postal": {"text"},
        "capacite": {"integer", "null"},
        "longitude": {"real", "null"},
        "avip": {"integer", "null"},
        "date_maj": {"text"},
    }
    assert list(frame.columns) == list(columns("etablissements"))


def test_two_rows_with_one_key_are_refused_even_where_a_part_of_it_is_missing(tmp_path: Path) -> None:
    from schemas.errors import Refused

    figures = tables(1)["chiffres"].assign(periode_debut="")
    with pytest.raises(Refused, match=r"UNIQUE constraint failed.* nothing is published"):
        written(tmp_path / "a", {"chiffres": conform(figures, "chiffres")})
