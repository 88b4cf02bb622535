"""`croissant.json` read with Croissant's own library, and as a dataset search engine reads it."""

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest

from flows.catalogue.croissant import semantic
from flows.formats.csv_table import from_csv
from flows.formats.measure import measured
from tests.flows.described import ZERO, awkward, staged

pytestmark = pytest.mark.filterwarnings("ignore")  # the library's own


@pytest.fixture(scope="module")
def release(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return staged(awkward(_first_release / "latest"), tmp_path_factory.mktemp("croissant") / "release")


@pytest.fixture(scope="module")
def described(release: Path) -> dict[str, Any]:
    return dict(json.loads((release / "croissant.json").read_text(encoding="utf-8")))


def test_croissants_library_finds_neither_error_nor_warning_and_reads_every_place(
    release: Path, caplog: pytest.LogCaptureFixture
) -> None:
    import mlcroissant

    with caplog.at_level(logging.WARNING):
        dataset = mlcroissant.Dataset(jsonld=str(release / "croissant.json"))
        assert not dataset.metadata.issues.errors and not dataset.metadata.issues.warnings
        records = list(dataset.records("etablissements"))
    assert [one.getMessage() for one in caplog.records] == []
    places = from_csv(str(release / "etablissements.csv"))
    assert [r["etablissements/id"].decode() for r in records] == places["id"].tolist()
    codes = {r["etablissements/nom"].decode(): r["etablissements/code_postal"].decode() for r in records}
    assert codes == dict(zip(places["nom"], places["code_postal"], strict=True)) and codes[ZERO] == "01000"


def test_every_whole_file_is_there_under_a_relative_address_with_its_digest(
    release: Path, described: dict[str, Any]
) -> None:
    files = measured(release)
    told = {file["contentUrl"]: file["sha256"] for file in described["distribution"]}
    assert told == {name: files[name].sha256 for name in told}
    data = (".csv", ".geojson", ".parquet", ".gpkg", ".xlsx", ".sqlite", ".jsonl")
    assert set(told) >= {name for name in files if name.endswith(data) and not name.startswith("extraits/")}


def test_a_dataset_search_engine_finds_what_it_asks_for(described: dict[str, Any]) -> None:
    asked = (
        "name description license url creator keywords version dateModified temporalCoverage spatialCoverage identifier"
    )
    assert [word for word in asked.split() if not described.get(word)] == []
    assert 50 <= len(described["description"]) <= 5000
    assert described["isAccessibleForFree"] is True
    assert all(file["encodingFormat"] for file in described["distribution"])
    south, west, north, east = map(float, described["spatialCoverage"]["geo"]["box"].split())
    assert south < north and west < east


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("2026.11.22", "2026.11.22"),
        ("2026.11.22.1", "2026.11.22+1"),
        ("2026.01.05", "2026.1.5"),
        ("2026.11.22-r1", "2026.11.22-r1"),
        ("2026.01.05.2-r1", "2026.1.5+2-r1"),
    ],
)
def test_a_version_is_said_as_croissant_wants_it(version: str, said: str) -> None:
    assert semantic(version) == said
    assert re.fullmatch(r"\d+\.[1-9]\d*\.[1-9]\d*(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?", said)
