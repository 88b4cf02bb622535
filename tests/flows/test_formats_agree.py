"""One row, eight formats, one value: what each says is what the CSV says, whoever opens it, and without a warning."""

import csv
import json
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flows.formats.csv_table import from_csv, lines, to_csv
from flows.formats.sqlite import required
from flows.formats.typed import BATCH
from flows.formats.xlsx import TABLES as SHEETS
from schemas.errors import Refused
from schemas.tables import TABLES, columns, conform
from tests.flows.formats_read import PLACE_READERS, TABLE_READERS, of_csv, written
from tests.flows.synthetic import tables

AWKWARD = (
    *("01000", "2A004", "0", "-0", "1e5", "12345678901234567", "000123", "+33199001234", "=1+1", "@SUM(A1)", "-2+3"),
    *("true", "NA", "null", "None", "nan", "2026-11-22", "22/11/2026", "a,b", 'a "b"', '"', '""', "l'été", "a;b\tc"),
    *(
        "deux\nlignes",
        "\n",
        " bord ",
        "🍼 crèche",
        "e\u0301",
        "<r>x</r>",
        "<b>&amp;</b>",
        "_x0041_",
        "https://a.fr/?a=1&b",
        "\\n",
    ),
)
TEXT = st.one_of(st.sampled_from(AWKWARD), st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
PLACE = {name: "x" for name in columns("etablissements") if name in required("etablissements")} | {
    "longitude": "5.2258",
    "latitude": "46.2050",
    **{name: "2026-11-22" for name in columns("etablissements") if name.startswith("date_")},
}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty places, two of them without a point."""
    return written(tmp_path_factory.mktemp("formats") / "release", tables(40))


@pytest.mark.parametrize("reader", PLACE_READERS)
def test_every_format_of_places_says_what_the_csv_says(release: Path, reader: str) -> None:
    expected = of_csv(release)
    if "geojson" in reader:
        expected = [row for row in expected if row["longitude"] is not None]
    assert PLACE_READERS[reader](release) == expected
    assert len(expected) == (38 if "geojson" in reader else 40)


@pytest.mark.parametrize("reader", TABLE_READERS)
@pytest.mark.parametrize("table", TABLES)
def test_every_format_of_tables_says_what_the_csv_says(release: Path, reader: str, table: str) -> None:
    if reader != "xlsx" or table in SHEETS:
        assert TABLE_READERS[reader](release, table) == of_csv(release, table)


def test_a_number_is_a_number_a_boolean_a_boolean_and_a_code_text(release: Path) -> None:
    for row in TABLE_READERS["jsonl"](release, "etablissements"):
        types = [type(row[name]) for name in ("code_postal", "capacite", "avip", "longitude") if row[name] is not None]
        assert all(kind in (str, int, bool, float) for kind in types) and isinstance(row["code_postal"], str)
        assert row["capacite"] is None or type(row["capacite"]) is int
        assert row["avip"] is None or type(row["avip"]) is bool


def test_pandas_reads_json_lines_with_the_columns_in_their_order(release: Path) -> None:
    frame = pd.read_json(release / "jsonl" / "provenance.jsonl", lines=True, dtype=False)
    assert list(frame.columns) == list(columns("provenance")) and len(frame) == 800


@settings(
    max_examples=300 if os.environ.get("CRECHES_FULL") else 8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=3))
@example([(text, text) for text in AWKWARD])
def test_any_text_is_the_same_in_every_format(tmp_path_factory: pytest.TempPathFactory, cells: Any) -> None:
    rows = [{**PLACE, "id": f"cc-{n:08}", "nom": one, "adresse": two} for n, (one, two) in enumerate(cells)]
    places = conform(rows, "etablissements")
    at = written(tmp_path_factory.mktemp("any") / "release", {"etablissements": places})
    expected = [(row["nom"], row["adresse"]) for row in rows]
    found = {name: read(at) for name, read in PLACE_READERS.items()}
    found |= {name: read(at, "etablissements") for name, read in TABLE_READERS.items()}
    for name, back in {**found, "csv": of_csv(at)}.items():
        assert [(row["nom"], row["adresse"]) for row in back] == expected, name


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.one_of(TEXT, st.just("")), min_size=3, max_size=3), max_size=5))
def test_the_csv_has_the_bytes_that_pandas_and_the_csv_module_write(cells: list[list[str]]) -> None:
    frame = pd.DataFrame(cells, columns=["nom", "a,b", "c"], dtype=str)
    assert to_csv(frame) == frame.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL).encode()
    alone = frame[["nom"]]
    assert to_csv(alone) == alone.to_csv(index=False, lineterminator="\n").encode()


def test_a_table_longer_than_a_batch_has_them_too() -> None:
    frame = pd.DataFrame({"a": [f"{n},x" for n in range(2 * BATCH + 1)], "b": [""] * (2 * BATCH + 1)}, dtype=str)
    assert to_csv(frame) == frame.to_csv(index=False, lineterminator="\n").encode()
    assert len(list(lines(frame))) == 2 * BATCH + 1


def test_a_carriage_return_does_not_end_a_line(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(to_csv(pd.DataFrame({"a": ["un\rdeux"], "b": ["x"]}, dtype=str)))
    assert from_csv(str(tmp_path / "t.csv")).values.tolist() == [["un\rdeux", "x"]]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        *[("capacite", text) for text in ("1.5", "1_0", "douze", "9" * 19, " 12")],
        *[("geo_score", text) for text in ("nan", "inf", "1e999", "1,5", "0x1p3")],
        *[("avip", text) for text in ("oui", "1", "True")],
        *[("geo_date", text) for text in ("2026-02-30", "20261122", "22/11/2026", "2026-W47-1")],
    ],
)
def test_a_cell_that_is_not_of_its_kind_is_refused_by_name(tmp_path: Path, column: str, cell: str) -> None:
    with pytest.raises(Refused, match=rf"etablissements\.{column}: .* nothing is published"):
        written(tmp_path / "release", {"etablissements": conform([{**PLACE, column: cell}], "etablissements")})


@pytest.mark.parametrize("level", ["region", "departement"])
def test_extracts_share_out_the_places_that_have_a_code(release: Path, level: str) -> None:
    whole, found = of_csv(release), []
    for path in sorted((release / "extraits" / level).glob("*.csv")):
        rows = from_csv(str(path)).to_dict("records")
        assert {row[level] for row in rows} == {path.stem} and list(rows[0]) == list(columns("etablissements"))
        features = json.loads(path.with_suffix(".geojson").read_bytes())["features"]
        assert [one["id"] for one in features] == [row["id"] for row in rows if row["longitude"]]
        found += rows
    assert sorted(row["id"] for row in found) == [row["id"] for row in whole]


def test_a_feature_of_an_extract_is_that_of_the_whole_file(release: Path) -> None:
    whole = (release / "etablissements.geojson").read_bytes().split(b"\n")
    for path in release.glob("extraits/*/*.geojson"):
        for line in path.read_bytes().split(b"\n")[1:-2]:
            assert line.rstrip(b",") in {one.rstrip(b",") for one in whole}


def test_a_code_that_could_name_another_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is no code that can name a file"):
        written(tmp_path / "release", {"etablissements": conform([{**PLACE, "region": "../x"}], "etablissements")})
