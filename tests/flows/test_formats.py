"""One row, two formats, one value: CSV is the reference and GeoJSON says the same."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.formats.csv_table import from_csv, to_csv
from flows.formats.geojson import write_geojson
from schemas.errors import Refused
from schemas.tables import TABLES, columns, conform, fields
from tests.flows.runs import rows, tree

CELL = st.text(st.characters(exclude_categories=["Cc", "Cs"]))
PLACE = {"id": "cc-aaaaaaaa", "nom": "Crèche d'ici", "longitude": "5.2258", "latitude": "46.2050"}


def collection(*places: dict[str, str]) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "places.geojson"
        write_geojson(conform(list(places), "etablissements"), path)
        return dict(json.loads(path.read_bytes()))


def typed(cell: str, kind: str) -> object:
    """What a reader of the schema makes of a cell."""
    if cell == "":
        return None
    return {"integer": int, "number": float, "boolean": lambda text: text == "true"}.get(kind, str)(cell)


def test_csv_is_utf8_without_mark_with_a_header_commas_and_line_feeds(output: Path) -> None:
    for name, body in tree(output / "latest").items():
        if name.endswith(".csv") and name.removesuffix(".csv") in TABLES:
            assert not body.startswith(b"\xef\xbb\xbf") and b"\r" not in body and body.endswith(b"\n")
            assert body.decode().splitlines()[0] == ",".join(columns(name.removesuffix(".csv")))


def test_an_empty_cell_is_a_missing_value_and_a_zero_is_not() -> None:
    table = conform([{**PLACE, "capacite": "0", "avip": "false"}], "etablissements")
    (line,) = to_csv(table).decode().splitlines()[1:]
    cells = dict(zip(columns("etablissements"), line.split(","), strict=True))
    assert (cells["capacite"], cells["avip"], cells["telephone"], cells["geo_score"]) == ("0", "false", "", "")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4))
def test_any_text_comes_back_from_csv_as_it_was(tmp_path_factory: pytest.TempPathFactory, cells: Any) -> None:
    table = pd.DataFrame(cells, columns=["nom", "code_postal"], dtype=str)
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    path.write_bytes(to_csv(table))
    assert from_csv(str(path)).values.tolist() == [list(pair) for pair in cells]


@pytest.mark.parametrize(
    "cell", ["01000", "2A004", "NA", "null", "None", "1e5", "+33199001234", "a,b", 'a "b"', " a", "true"]
)
def test_codes_and_words_that_look_like_something_else_come_back_as_text(tmp_path: Path, cell: str) -> None:
    (tmp_path / "t.csv").write_bytes(to_csv(pd.DataFrame({"a": [cell], "b": [""]}, dtype=str)))
    assert from_csv(str(tmp_path / "t.csv")).values.tolist() == [[cell, ""]]


def test_geojson_has_the_same_rows_and_values_as_csv(output: Path) -> None:
    features = json.loads((output / "latest" / "etablissements.geojson").read_text())["features"]
    table = rows(output, "etablissements")
    assert len(features) == len(table) == 6
    for feature, row in zip(features, table, strict=True):
        expected = {str(f["name"]): typed(row[str(f["name"])], str(f["type"])) for f in fields("etablissements")}
        assert feature["properties"] == expected
        assert list(feature["properties"]) == list(columns("etablissements"))
        assert feature["id"] == row["id"]
        assert feature["geometry"]["coordinates"] == [float(row["longitude"]), float(row["latitude"])]


def test_geojson_keeps_to_rfc_7946(output: Path) -> None:
    body = json.loads((output / "latest" / "etablissements.geojson").read_text())
    assert body["type"] == "FeatureCollection" and "crs" not in body
    points = [feature["geometry"]["coordinates"] for feature in body["features"]]
    for feature, (longitude, latitude) in zip(body["features"], points, strict=True):
        assert feature["type"] == "Feature" and feature["geometry"]["type"] == "Point"
        assert isinstance(feature["id"], str)
        assert -5.5 < longitude < 10 and 41 < latitude < 51.5  # metropolitan France: longitude comes first
        assert all(round(number, 7) == number for number in (longitude, latitude))
        assert all(not isinstance(value, (dict, list)) for value in feature["properties"].values())
    west, south, east, north = body["bbox"]
    assert [west, east] == [min(p[0] for p in points), max(p[0] for p in points)]
    assert [south, north] == [min(p[1] for p in points), max(p[1] for p in points)]


def test_codes_keep_their_leading_zeros_and_empty_cells_are_null() -> None:
    (feature,) = collection({**PLACE, "code_postal": "01000", "code_insee": "01053"})["features"]
    assert feature["properties"]["code_postal"] == "01000" and feature["properties"]["code_insee"] == "01053"
    assert feature["properties"]["telephone"] is None and feature["properties"]["capacite"] is None


def test_numbers_and_booleans_are_what_their_schema_says() -> None:
    cells = {"capacite": "24", "geo_score": "0.5", "avip": "true", "itinerante": "false", "geo_qualite": "33"}
    (feature,) = collection({**PLACE, **cells})["features"]
    found = [feature["properties"][name] for name in cells]
    assert found == [24, 0.5, True, False, "33"]
    assert [type(value) for value in found] == [int, float, bool, bool, str]


def test_a_place_without_a_point_is_in_csv_only() -> None:
    nowhere = {"id": "cc-bbbbbbbb", "nom": "Ailleurs"}
    assert [feature["id"] for feature in collection(PLACE, nowhere)["features"]] == ["cc-aaaaaaaa"]


def test_no_point_at_all_is_an_empty_collection_without_a_box() -> None:
    assert collection() == {"type": "FeatureCollection", "name": "etablissements", "features": []}


def test_each_feature_has_a_line_of_its_own(output: Path) -> None:
    lines = (output / "latest" / "etablissements.geojson").read_text().splitlines()
    assert sum('"type":"Feature"' in line for line in lines) == 6 == len(lines) - 2


@pytest.mark.parametrize("number", ["nan", "inf", "-Infinity"])
@pytest.mark.parametrize("column", ["longitude", "latitude", "geo_score"])
def test_a_number_that_no_format_can_say_is_refused(column: str, number: str) -> None:
    with pytest.raises(Refused, match="is no number that every format can hold"):
        collection({**PLACE, column: number})
