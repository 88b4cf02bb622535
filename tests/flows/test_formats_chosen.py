"""A release carries the formats that its maintainer wants; what describes it, proves it and makes it again knows which."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import sources
from flows import rebuild
from flows.changes.patch import apply, since
from flows.formats.chosen import ALWAYS, OPTIONAL, chosen, chosen_by, made_with
from flows.integrity.verify import faults
from schemas.errors import UsageError
from tests.flows.formats_read import written
from tests.flows.runs import pages_only, run, run_members, tree
from tests.flows.synthetic import tables
from tests.pages.members import MEMBERS, SEVENTH

HEAVY = re.compile(r"\.(sqlite|xlsx|parquet|gpkg|jsonl)$")
DESCRIPTIONS = ("README.md", "datapackage.json", "croissant.json", "catalog.ttl", "catalog.jsonld")


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases with CSV and GeoJSON only."""
    output = tmp_path_factory.mktemp("light") / "output"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "pages", pages_only)
        patch.setenv("CRECHES_FORMATS", "csv,geojson")
        run(output)
        run_members(output, [replace(MEMBERS[0], telephone=""), *MEMBERS[1:6], SEVENTH], "2026-11-29")
    return output


def test_it_has_no_other_format_and_the_same_data(light: Path, output: Path) -> None:
    here, whole = tree(light / "releases" / "2026.11.22"), tree(output / "releases" / "2026.11.22")
    assert not [name for name in here if HEAVY.search(name)]
    data = [
        name for name in whole if name.endswith((".csv", ".geojson")) or name.startswith(("schemas/", "changements"))
    ]
    assert len(data) > 40 and all(here[name] == whole[name] for name in data)


def test_what_describes_it_names_only_what_is_there(light: Path) -> None:
    latest = light / "latest"
    told = "".join((latest / name).read_text(encoding="utf-8") for name in DESCRIPTIONS)
    assert not re.search(r"sqlite|\.xlsx|parquet|gpkg|jsonl\b|geopackage", told, re.IGNORECASE)
    assert "etablissements.geojson" in told and "pandas" in told
    listed = {one["path"] for one in json.loads((latest / "datapackage.json").read_bytes())["resources"]}
    assert all((latest / name).is_file() for name in listed)
    assert json.loads((latest / "manifeste.json").read_bytes())["made"]["settings"]["formats"] == "csv,geojson"


def test_it_is_verified_made_again_and_patched_whatever_the_setting_is_now(
    light: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "pages", pages_only)
    old, new = "2026.11.22", "2026.11.29"
    assert faults(light, as_of="2026-11-29") == []
    made = rebuild.rebuild(light, new, tmp_path / "again")
    assert made.differs == () and tree(made.folder) == tree(light / "releases" / new)
    apply(since(light, old, new), light / "releases" / old, tmp_path / "patched")
    assert tree(tmp_path / "patched") == tree(light / "releases" / new)


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Eight places in every format."""
    return tree(written(tmp_path_factory.mktemp("every"), tables(8)))


@pytest.mark.parametrize("name", OPTIONAL)
def test_each_format_can_be_left_out_and_the_others_keep_their_bytes(
    every: dict[str, bytes], tmp_path: Path, name: str
) -> None:
    some = ",".join(one for one in OPTIONAL if one != name)
    fewer = tree(written(tmp_path / "b", tables(8), formats=some))
    assert (
        {file for file in every if file not in fewer} == {file for file in every if file.endswith(f".{name}")} != set()
    )
    assert fewer == {file: every[file] for file in fewer}


def test_the_setting_names_formats_or_all() -> None:
    assert chosen("all") == {*ALWAYS, *OPTIONAL}
    assert chosen("csv, geojson") == chosen("csv") == set(ALWAYS)
    assert chosen("xlsx,parquet") == {*ALWAYS, "xlsx", "parquet"}


@pytest.mark.parametrize("text", ["pdf", "csv;geojson", "all,xlsx", "CSV"])
def test_another_word_is_refused_before_anything_is_read(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRECHES_FORMATS", text)
    with pytest.raises(UsageError, match=r"The setting formats is .* write all, or some of csv, geojson, jsonl"):
        run(tmp_path / "output")
    assert not (tmp_path / "output" / "releases").exists()


def test_a_release_that_does_not_say_has_all_and_one_seen_by_its_files_has_those() -> None:
    assert chosen_by({}) == chosen_by({"settings": {}}) == {*ALWAYS, *OPTIONAL}
    files = ["etablissements.csv", "jsonl/etablissements.jsonl", "etablissements.parquet", "README.md"]
    assert chosen_by(made_with(files)) == {*ALWAYS, "jsonl", "parquet"}
