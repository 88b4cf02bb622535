"""What describes a release is true of its files."""

import contextlib
import dataclasses
import hashlib
import json
import re
import sqlite3
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import pytest
import yaml

from flows.catalogue.citation import citation
from flows.catalogue.datapackage import descriptor
from flows.catalogue.dictionary import dictionary_page
from flows.catalogue.licence import licence
from flows.catalogue.manifest import File, Manifest
from flows.catalogue.notes import version_notes
from flows.catalogue.quality import quality
from flows.catalogue.readme import readme
from flows.catalogue.resources import DESCRIBED, resources
from flows.formats.measure import measured
from schemas.tables import TABLES, columns, fields
from tests.flows.described import CONTACT, HELD, UNREAD, awkward, next_one, staged
from tests.flows.runs import ROOT, run, tree

PROFILES = ROOT / "tests" / "portals" / "profiles"
FORMATS = {"etablissements.geojson", "etablissements.parquet", "etablissements.gpkg"}
WHOLE = {"creches-cooperatives.xlsx", "creches-cooperatives.sqlite"}


@pytest.fixture(scope="module")
def manifest(_first_release: Path) -> Manifest:
    return awkward(_first_release / "latest")


@pytest.fixture(scope="module")
def release(manifest: Manifest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return staged(manifest, tmp_path_factory.mktemp("catalogue") / "release")


@pytest.fixture(scope="module")
def package(release: Path) -> dict[str, Any]:
    return dict(json.loads(text(release, "datapackage.json")))


def text(release: Path, name: str) -> str:
    return (release / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_the_data_package_is_valid_against_the_official_profiles(package: dict[str, Any], version: str) -> None:
    profiles = {n: json.loads((PROFILES / f"{n}-{version}.json").read_text()) for n in ("datapackage", "tableschema")}
    jsonschema.validate(package, profiles["datapackage"])
    for resource in package["resources"]:
        if "schema" in resource:
            jsonschema.validate(resource["schema"], profiles["tableschema"])


def test_frictionless_finds_every_resource_valid_the_parquet_too(release: Path) -> None:
    report = frictionless.validate(str(release / "datapackage.json"))
    assert [task.name for task in report.tasks if not task.valid] == [] and report.errors == []
    assert {task.name for task in report.tasks if task.type == "table"} - {"changements"} == set(TABLES)


def test_the_changes_of_a_release_are_a_table_of_its_package_and_of_its_readme(
    manifest: Manifest, tmp_path: Path
) -> None:
    after = staged(next_one(manifest), tmp_path / "release")
    report = frictionless.validate(str(after / "datapackage.json"))
    assert report.valid and "changements" in {task.name for task in report.tasks if task.type == "table"}
    assert text(after, "README.md").count("| `changements.csv` | 3 |") == 2
    assert json.loads(text(after, "datapackage.json"))["version"] == "2026.12.01.1"


def test_every_whole_data_file_is_a_resource_with_its_true_size_and_digest(
    release: Path, package: dict[str, Any]
) -> None:
    told = {r["path"]: r for r in package["resources"]}
    lines = {f"jsonl/{table}.jsonl" for table in TABLES}
    assert set(told) - {"changements.csv", "changements.json"} == {
        *(f"{t}.csv" for t in TABLES),
        *FORMATS,
        *WHOLE,
        *lines,
    }
    for path, resource in told.items():
        body = (release / path).read_bytes()
        assert resource.get("bytes", len(body)) == len(body) and ("bytes" in resource) != path.endswith(".parquet")
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"


def test_a_resources_schema_is_the_one_published_beside_it(release: Path, package: dict[str, Any]) -> None:
    for resource in package["resources"]:
        if "schema" in resource:
            assert resource["schema"] == json.loads(text(release, f"schemas/{resource['name']}.schema.json"))


def test_the_package_says_its_version_day_licence_sources_and_contact(package: dict[str, Any]) -> None:
    assert (package["version"], package["created"]) == ("2026.11.22", "2026-11-22T00:00:00Z")
    assert [licence["name"] for licence in package["licenses"]] == ["etalab-2.0"]
    assert "Jamais lue" not in {source["title"] for source in package["sources"]} and package["sources"]
    assert package["contributors"][0]["email"] == CONTACT


def test_one_dataset_keeps_one_identifier_whatever_its_version_or_its_host(manifest: Manifest) -> None:
    moved = dataclasses.replace(next_one(manifest), base_url="https://ailleurs.fr/d", homepage="https://ailleurs.fr")
    assert descriptor(manifest, {})["id"] == descriptor(moved, {})["id"]
    assert "2026" not in str(descriptor(manifest, {})["id"])


def test_every_data_file_is_known_with_a_title_and_a_description_in_both_languages(
    manifest: Manifest, release: Path
) -> None:
    told = {"datapackage.json", "catalog.jsonld", "croissant.json", "qualite.json", "manifeste.json"}
    ends = (".csv", ".geojson", ".parquet", ".gpkg", ".xlsx", ".sqlite", ".jsonl", ".json", ".jsonld")
    files = {n: f for n, f in measured(release).items() if n.endswith(ends) and not n.startswith("schemas/")}
    known = resources(manifest, files)
    assert {one.name for one in known} == set(files) - told
    for one in known:
        assert one.title_fr and one.title_en and one.description_fr.endswith(".") and one.description_en.endswith(".")
    assert [one.name for one in known][: len(TABLES)] == [f"{table}.csv" for table in TABLES]


def test_an_extract_is_called_by_its_territorys_name(manifest: Manifest) -> None:
    names = ("extraits/departement/93.csv", "extraits/region/84.geojson", "extraits/departement/2A.csv")
    assert {one.title_fr for one in resources(manifest, {name: File(1, "") for name in names})} == {
        "Établissements : Seine-Saint-Denis (93) (CSV)",
        "Établissements : Auvergne-Rhône-Alpes (84) (GeoJSON)",
        "Établissements : Corse-du-Sud (2A) (CSV)",
    }


def test_the_sums_cover_every_file_and_are_true(release: Path) -> None:
    files = tree(release)
    sums = dict(line.split("  ")[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())
    files.pop("SHA256SUMS.minisig", None)
    assert sums == {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}


def test_a_release_holds_the_files_that_its_readers_look_for(release: Path) -> None:
    told = {"README.md", "CHANGELOG.md", "LICENSE.txt", "CITATION.cff", "DICTIONNAIRE.md", "dictionnaire.html"}
    machines = {"qualite.json", "datapackage.json", "catalog.jsonld", "catalog.ttl", "croissant.json", "SHA256SUMS"}
    tables = {*(f"{t}.csv" for t in TABLES), *(f"schemas/{t}.schema.json" for t in DESCRIBED)}
    assert told | machines | tables | FORMATS | WHOLE <= set(tree(release))


def test_the_citation_has_the_fields_of_the_format(manifest: Manifest) -> None:
    cited = yaml.safe_load(citation(manifest))
    assert (cited["cff-version"], cited["type"], cited["version"]) == ("1.2.0", "dataset", "2026.11.22")
    assert str(cited["date-released"]) == "2026-11-22"
    assert cited["title"] and cited["message"] and cited["url"].startswith("https://")
    assert cited["license-url"].startswith("https://www.etalab.gouv.fr/")
    assert all(author.keys() <= {"name", "website"} for author in cited["authors"])
    known = "abstract authors cff-version date-released identifiers keywords license-url message title type url version"
    assert set(cited) <= set(known.split()) and len(set(cited["keywords"])) == len(cited["keywords"])
    assert all(one["type"] == "other" and one["value"] for one in cited["identifiers"])


def test_the_dictionary_names_every_column_of_every_table_in_both_languages(release: Path) -> None:
    parts = re.split(r"^## ", text(release, "DICTIONNAIRE.md"), flags=re.M)[1:]
    assert [part.split(" ")[0] for part in parts] == list(DESCRIBED)
    for table, part in zip(DESCRIBED, parts, strict=True):
        told = re.findall(r"^\| `(\w+)`", part, flags=re.M)
        assert told == list(columns(table))
        for field in fields(table):
            for words in (field["description"], field["description_en"]):
                assert str(words).replace("|", "\\|") in part


class _Page(HTMLParser):
    """The tags of a page, and the text of its table cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [about for name, about in self.tags if name == tag]


@pytest.fixture(scope="module")
def page(manifest: Manifest) -> _Page:
    read = _Page()
    read.feed(dictionary_page(manifest))
    return read


def test_the_dictionary_as_a_page_says_the_same(page: _Page) -> None:
    words = page.text
    for table in DESCRIBED:
        for field in fields(table):
            assert str(field["description"]) in words and str(field["description_en"]) in words


def test_the_page_can_be_heard_and_read_on_a_narrow_screen(page: _Page) -> None:
    tables = len(DESCRIBED)
    assert page.of("html") == [{"lang": "fr"}] and len(page.of("h1")) == len(page.of("main")) == 1
    assert len(page.of("caption")) == len(page.of("table")) == len(page.of("h2")) == tables
    assert all(cell.get("scope") in ("row", "col") for cell in page.of("th"))
    assert [about["content"] for about in page.of("meta") if about.get("name") == "viewport"] == [
        "width=device-width, initial-scale=1"
    ]
    english = sum(about.get("lang") == "en" for _, about in page.tags)
    assert english > sum(len(columns(table)) for table in DESCRIBED)
    anchors = {about["id"] for _, about in page.tags if "id" in about}
    assert {str(link["href"])[1:] for link in page.of("a")} <= anchors
    assert len(anchors) == sum("id" in about for _, about in page.tags)


def test_the_page_runs_nothing_and_fetches_nothing(page: _Page, manifest: Manifest) -> None:
    assert not any(page.of(tag) for tag in ("script", "img", "link", "iframe", "object"))
    assert not any(name.startswith("on") or name == "src" for _, about in page.tags for name in about)
    assert "url(" not in dictionary_page(manifest) and "@import" not in dictionary_page(manifest)


def test_what_is_written_into_the_page_is_escaped(manifest: Manifest) -> None:
    assert "<i>&" not in dictionary_page(dataclasses.replace(manifest, version="<i>&"))
    assert "&lt;i&gt;&amp;" in dictionary_page(dataclasses.replace(manifest, version="<i>&"))


@pytest.mark.parametrize("words", ["Corriger ou retirer une ligne", "To correct or withdraw an entry"])
def test_the_readme_says_in_both_languages_whom_to_ask_for_a_correction(release: Path, words: str) -> None:
    section = text(release, "README.md").partition(f"## {words}")[2]
    assert CONTACT in section.split("\n#")[0]


def test_the_contact_is_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRECHES_CONTACT", "bonjour@exemple.coop")
    run(tmp_path / "output")
    told = text(tmp_path / "output" / "latest", "README.md")
    assert told.count("bonjour@exemple.coop") == 2 and CONTACT not in told
    package = json.loads(text(tmp_path / "output" / "latest", "datapackage.json"))
    assert package["contributors"][0]["email"] == "bonjour@exemple.coop"


def test_the_readme_counts_the_rows_of_every_table_and_the_places_that_have_a_point(
    release: Path, manifest: Manifest
) -> None:
    told = text(release, "README.md")
    for table in TABLES:
        assert told.count(f"| `{table}.csv` | {len(manifest.tables[table])} |") == 2
    assert "Le GeoJSON ne porte que les 5 lieux qui ont un point, sur 6 ;" in told
    assert "The GeoJSON carries only the 5 places that have a point, of 6;" in told
    places = manifest.tables["etablissements"].assign(longitude="2.35", latitude="48.85")
    every = readme(dataclasses.replace(manifest, tables={**manifest.tables, "etablissements": places}), {})
    assert "\n- Les 6 lieux ont tous un point.\n" in every and "\n- All 6 places have a point.\n" in every


def test_the_readme_tells_how_to_verify_and_which_release_came_before(release: Path, manifest: Manifest) -> None:
    told = text(release, "README.md")
    for line in ("sha256sum --check SHA256SUMS", "minisign -Vm SHA256SUMS -P CLE_PUBLIQUE", "creches verify ."):
        assert told.count(f"\n{line}\n") == 2
    assert "C'est la première version." in told and "This is the first release." in told
    assert "CLE_PUBLIQUE est à remplacer par la clé publique du projet" in told
    assert "The release before is 2026.11.22." in readme(next_one(manifest), {})
    assert "Celle-ci remplace" not in told and "This one replaces" not in told


@pytest.mark.parametrize(
    ("version", "made", "before"),
    [
        ("2026.11.22-r1", {}, "2026.11.22"),
        ("2026.11.22.1-r2", {"reissue": {"date": "2026-12-01", "replaces": "2026.11.22.1-r1"}}, "2026.11.22.1-r1"),
    ],
)
def test_a_release_issued_anew_says_which_one_it_replaces_and_why(
    manifest: Manifest, version: str, made: dict[str, object], before: str
) -> None:
    anew = dataclasses.replace(manifest, version=version, made=made)
    told, (fr, en) = readme(anew, {}), version_notes(anew)
    assert f"C'est la première version. Celle-ci remplace {before} :" in told and f"This one replaces {before}:" in told
    assert f"Remplace {before}, sans des données" in fr and f"Replaces {before}, without data" in en


def test_what_is_said_of_a_file_of_all_tables_is_true_of_it(release: Path) -> None:
    told = text(release, "README.md")
    assert not (release / "jsonl" / "changements.jsonl").exists() and "Chaque table sauf `changements` en" in told
    with contextlib.closing(sqlite3.connect(release / "creches-cooperatives.sqlite")) as base:
        held = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert held == set(TABLES) and told.count("Toutes les tables sauf changements,") == 1


def test_the_readme_names_every_file_of_the_release(release: Path) -> None:
    told = text(release, "README.md")
    single = [name for name in tree(release) if "/" not in name and name != "README.md"]
    assert [name for name in single if f"`{name}`" not in told and f" {name}\n" not in told] == []
    many = ("extraits/region/<code>.csv, .geojson", "extraits/departement/<code>.csv, .geojson", "jsonl/<table>.jsonl")
    assert all(f"`{pattern}`" in told for pattern in (*many, "schemas/"))


def test_the_licence_quotes_the_sentence_that_each_source_asks_for_and_no_other(manifest: Manifest) -> None:
    told = licence(manifest)
    assert "Licence Ouverte" in told and "2026.11.22" in told
    sources = manifest.tables["sources"]
    sentences = dict(zip(sources["id"], sources["attribution"], strict=True))
    assert [id_ for id_, words in sentences.items() if words not in told] == [UNREAD["id"]]


def test_quality_counts_what_the_tables_hold(manifest: Manifest) -> None:
    told: Any = quality(manifest)
    assert told["lignes"] == {table: len(manifest.tables[table]) for table in TABLES}
    assert told["remplissage_etablissements"]["telephone"] == round(2 / 6, 4)
    assert sum(told["geo_precision"].values()) == told["statut"]["actif"] == 6
    assert told["a_revoir"] == int(manifest.tables["anomalies"]["gravite"].isin(["doute", "avertissement"]).sum())
    assert told["sources"]["coop_petite_enfance"]["nb_enregistrements"] == "6"


def test_quality_says_what_the_gates_found_and_how_the_rows_went(manifest: Manifest) -> None:
    told: Any = quality(next_one(manifest))
    assert told["gates"] == [
        {
            **{name: getattr(HELD, name) for name in ("gate", "ruling", "source", "subject", "measured", "limit")},
            "acknowledged": "",
            "messages": {"fr": "Trop peu de lieux.", "en": "Too few places."},
        }
    ]
    assert [(one["version"], one["lignes"]["etablissements"]) for one in told["historique"]] == [
        ("2026.12.01.1", 6),
        ("2026.11.22", 6),
    ]
