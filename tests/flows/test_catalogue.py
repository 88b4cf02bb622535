"""What describes a release is true of its files."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from schemas.tables import TABLES, columns, fields
from tests.flows.runs import ROOT, rows, run, run_members, tree
from tests.pages.members import MEMBERS, SEVENTH

CONTACT = "contact@creches-cooperatives.fr"
PROFILES = ROOT.parent / "shared" / "portals" / "profiles"
needs_profiles = pytest.mark.skipif(not PROFILES.is_dir(), reason="the official profiles are not on this machine")


def package(output: Path) -> dict[str, Any]:
    return dict(json.loads((output / "latest" / "datapackage.json").read_text()))


def text(output: Path, name: str) -> str:
    return (output / "latest" / name).read_text(encoding="utf-8")


@needs_profiles
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_the_data_package_is_valid_against_the_official_profiles(output: Path, version: str) -> None:
    profiles = {n: json.loads((PROFILES / f"{n}-{version}.json").read_text()) for n in ("datapackage", "tableschema")}
    described = package(output)
    jsonschema.validate(described, profiles["datapackage"])
    for resource in described["resources"]:
        if "schema" in resource:
            jsonschema.validate(resource["schema"], profiles["tableschema"])


def test_every_table_and_the_geojson_are_resources_with_their_true_size_and_digest(output: Path) -> None:
    resources = {r["path"]: r for r in package(output)["resources"]}
    assert set(resources) == {*(f"{table}.csv" for table in TABLES), "etablissements.geojson"}
    for path, resource in resources.items():
        body = (output / "latest" / path).read_bytes()
        assert resource["bytes"] == len(body)
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"


def test_a_resources_schema_is_the_one_published_beside_it(output: Path) -> None:
    for resource in package(output)["resources"]:
        if "schema" in resource:
            assert resource["schema"] == json.loads(text(output, f"schemas/{resource['name']}.schema.json"))


def test_the_package_says_its_version_day_licence_sources_and_contact(output: Path) -> None:
    described = package(output)
    assert (described["version"], described["created"]) == ("2026.11.22", "2026-11-22T00:00:00Z")
    assert [licence["name"] for licence in described["licenses"]] == ["etalab-2.0"]
    assert {s["path"] for s in described["sources"]} == {row["url"] for row in rows(output, "sources")}
    assert described["contributors"][0]["email"] == CONTACT
    assert "2026" not in described["id"]  # one dataset, one identifier, whatever its version


def test_the_sums_cover_every_file_and_are_true(output: Path) -> None:
    files = tree(output / "latest")
    sums = dict(line.split("  ")[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}


def test_a_release_holds_the_files_that_its_readers_look_for(output: Path) -> None:
    told = {"README.md", "CHANGELOG.md", "LICENSE.txt", "CITATION.cff", "DICTIONNAIRE.md", "SHA256SUMS"}
    data = {"qualite.json", "datapackage.json", "etablissements.geojson"}
    tables = {*(f"{t}.csv" for t in TABLES), *(f"schemas/{t}.schema.json" for t in TABLES)}
    assert set(tree(output / "latest")) == told | data | tables


def test_the_citation_has_the_fields_of_the_format(output: Path) -> None:
    cited = yaml.safe_load(text(output, "CITATION.cff"))
    assert (cited["cff-version"], cited["type"], cited["version"]) == ("1.2.0", "dataset", "2026.11.22")
    assert str(cited["date-released"]) == "2026-11-22"
    assert cited["title"] and cited["message"] and cited["authors"] and cited["url"].startswith("https://")
    assert cited["license-url"].startswith("https://www.etalab.gouv.fr/")


def test_the_dictionary_names_every_column_of_every_table_in_both_languages(output: Path) -> None:
    parts = re.split(r"^## ", text(output, "DICTIONNAIRE.md"), flags=re.M)[1:]
    assert [part.split(" ")[0] for part in parts] == list(TABLES)
    for table, part in zip(TABLES, parts, strict=True):
        told = re.findall(r"^\| `(\w+)`", part, flags=re.M)
        assert told == list(columns(table))
        for field in fields(table):
            for words in (field["description"], field["description_en"]):
                assert str(words).replace("|", "\\|") in part


@pytest.mark.parametrize("words", ["Corriger ou retirer une ligne", "To correct or withdraw an entry"])
def test_the_readme_says_in_both_languages_whom_to_ask_for_a_correction(output: Path, words: str) -> None:
    section = text(output, "README.md").partition(f"## {words}")[2]
    assert CONTACT in section.split("\n#")[0]


def test_the_contact_is_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_CONTACT", "bonjour@exemple.coop")
    run(tmp_path / "output")
    readme = text(tmp_path / "output", "README.md")
    assert readme.count("bonjour@exemple.coop") == 2 and CONTACT not in readme
    assert package(tmp_path / "output")["contributors"][0]["email"] == "bonjour@exemple.coop"


def test_the_readme_counts_the_rows_of_every_table(output: Path) -> None:
    for table in TABLES:
        count = len(rows(output, table))
        assert text(output, "README.md").count(f"| `{table}.csv` | {count} |") == 2


def test_the_licence_quotes_the_sentence_that_each_source_asks_for(output: Path) -> None:
    licence = text(output, "LICENSE.txt")
    assert "Licence Ouverte" in licence and "2026.11.22" in licence
    assert [row["id"] for row in rows(output, "sources") if row["attribution"] not in licence] == []


def test_quality_counts_what_the_tables_hold(output: Path) -> None:
    told = json.loads(text(output, "qualite.json"))
    assert told["lignes"] == {table: len(rows(output, table)) for table in TABLES}
    assert told["remplissage_etablissements"]["telephone"] == round(2 / 6, 4)
    assert sum(told["geo_precision"].values()) == told["statut"]["actif"] == 6
    assert told["a_revoir"] == sum(r["gravite"] in ("doute", "avertissement") for r in rows(output, "anomalies"))
    assert told["sources"]["coop_petite_enfance"]["nb_enregistrements"] == "6"


def test_the_changelog_tells_each_release_and_keeps_those_before(tmp_path: Path) -> None:
    output = tmp_path / "output"
    run_members(output, MEMBERS)
    run_members(output, [*MEMBERS, SEVENTH], "2026-11-29")
    told = text(output, "CHANGELOG.md")
    assert re.findall(r"^## (\S+)", told, flags=re.M) == ["2026.11.29", "2026.11.22"]
    newest = told.partition("## 2026.11.22")[0]
    assert "Depuis / since 2026.11.22" in newest and f"({SEVENTH.nom}) ajouté / added" in newest
    assert MEMBERS[0].nom not in newest
    assert told.count("# Changements / Changes\n") == 1
