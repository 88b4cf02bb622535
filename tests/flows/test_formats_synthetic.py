"""The synthetic tables that benches write: they obey every schema, and the same count gives the same cells."""

from pathlib import Path

import pytest

from flows.formats.csv_table import to_csv, write_csv
from flows.validate import validate
from schemas.tables import TABLES, columns, key, schema
from tests.flows.synthetic import tables


@pytest.mark.parametrize("places", [0, 1, 120])
def test_frictionless_finds_no_fault_in_them(tmp_path: Path, places: int) -> None:
    made = tables(places)
    for table, frame in made.items():
        write_csv(frame, tmp_path / f"{table}.csv")
    listed = [{"name": t, "path": f"{t}.csv", "encoding": "utf-8", "schema": schema(t)} for t in TABLES]
    assert validate(tmp_path, {"name": "synthetic", "resources": listed}) == []


def test_they_have_the_shape_of_a_release() -> None:
    made = tables(200)
    assert tuple(made) == TABLES
    assert all(tuple(frame.columns) == columns(table) for table, frame in made.items())
    assert all(frame.equals(frame.sort_values(list(key(table)), ignore_index=True)) for table, frame in made.items())
    assert [len(made[table]) for table in ("etablissements", "gestionnaires", "provenance")] == [200, 51, 4000]
    assert len(set(made["etablissements"]["region"])) > 10
    assert (made["etablissements"]["longitude"] == "").sum() == 10


def test_the_same_count_gives_the_same_cells() -> None:
    one, two = tables(50), tables(50)
    assert {table: to_csv(one[table]) for table in TABLES} == {table: to_csv(two[table]) for table in TABLES}
