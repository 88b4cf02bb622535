"""The catalogue of a release as the European profile wants it: one graph, in two notations, always the same bytes."""

import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from flows.catalogue import dcat
from flows.catalogue.manifest import Manifest
from flows.formats.measure import measured
from tests.flows.described import BASE, awkward, next_one, staged
from tests.flows.runs import ROOT

SHAPES = ROOT / "tests" / "portals" / "shacl"
DCAT, SH = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://www.w3.org/ns/shacl#")
AUTHORITY = "http://publications.europa.eu/resource/authority/"
DATASET = URIRef(f"{BASE}#jeu")

pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # rdflib's own reader


@pytest.fixture(scope="module")
def manifest(_first_release: Path) -> Manifest:
    return awkward(_first_release / "latest")


@pytest.fixture(scope="module")
def release(manifest: Manifest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return staged(manifest, tmp_path_factory.mktemp("dcat") / "release")


@pytest.fixture(scope="module")
def graph(release: Path) -> Graph:
    return Graph().parse(release / "catalog.ttl")


def values(graph: Graph, predicate: URIRef) -> set[str]:
    return {str(value) for value in graph.objects(DATASET, predicate)}


def refused(graph: Graph, shapes: str) -> Iterator[str]:
    """What shapes refuse, path and value. Off line nobody but the EU is in the EU's list of corporate bodies."""
    rules = Graph().parse(SHAPES / f"dcat-ap-3.0.1-{shapes}.ttl")
    _, report, _ = validate(graph, shacl_graph=rules, inference="none", inplace=False)
    assert isinstance(report, Graph)
    for result in report.objects(None, SH.result):
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        if path != DCTERMS.publisher or shapes != "mdr-vocabularies.shape":
            yield f"{path} {value} {report.value(result, SH.resultMessage)}"


@pytest.mark.parametrize("shapes", ["shapes", "range", "shapes_recommended", "deprecateduris"])
def test_the_official_shapes_of_dcat_ap_find_nothing(graph: Graph, shapes: str) -> None:
    assert list(refused(graph, shapes)) == []


def test_every_code_is_in_the_table_that_the_european_profile_asks_for(graph: Graph) -> None:
    known = Graph().parse(SHAPES / "authority-stub.ttl")
    said = Graph()
    for triple in graph:
        if triple[1] != SKOS.inScheme:  # what the catalogue says of its own codes proves nothing
            said.add(triple)
    assert list(refused(said + known, "mdr-vocabularies.shape")) == []
    codes = {str(node).removeprefix(AUTHORITY) for node in said.all_nodes() if str(node).startswith(AUTHORITY)}
    held = {str(code).removeprefix(AUTHORITY) for code in known.subjects(SKOS.inScheme)}
    assert {code for code in codes if "/" in code} <= held


def test_the_catalogue_stands_without_anyones_tables(graph: Graph) -> None:
    assert list(refused(graph, "mdr-vocabularies.shape")) == []


def test_turtle_and_json_ld_are_the_same_graph(release: Path, graph: Graph) -> None:
    assert isomorphic(graph, Graph().parse(release / "catalog.jsonld"))


def test_there_is_one_distribution_for_each_whole_file_and_none_for_extracts(release: Path, graph: Graph) -> None:
    told = {str(graph.value(one, DCTERMS.identifier)) for one in graph.objects(DATASET, DCAT.distribution)}
    data = {
        path.name for path in release.iterdir() if path.suffix in (".csv", ".geojson", ".parquet", ".gpkg", ".xlsx")
    }
    assert data <= told and told - data <= {"changements.json"}


def test_sizes_and_digests_are_those_of_the_files(release: Path, graph: Graph) -> None:
    spdx = Namespace("http://spdx.org/rdf/terms#")
    files = measured(release)
    for one in graph.objects(DATASET, DCAT.distribution):
        file = files[str(graph.value(one, DCTERMS.identifier))]
        checksum = graph.value(one, spdx.checksum)
        assert str(graph.value(one, DCAT.byteSize)) == str(file.size)
        assert graph.value(checksum, spdx.checksumValue).n3().startswith(f'"{file.sha256}"')  # type: ignore[union-attr]


def test_a_table_names_the_schema_published_beside_it(release: Path, graph: Graph) -> None:
    for one in graph.objects(DATASET, DCAT.distribution):
        name = str(graph.value(one, DCTERMS.identifier))
        schema = graph.value(one, DCTERMS.conformsTo)
        assert (schema is not None) == name.endswith(".csv")
        if schema:
            assert (release / str(schema).removeprefix(f"{BASE}/latest/")).is_file()


def test_the_dataset_says_its_version_its_days_and_what_is_new(manifest: Manifest, release: Path) -> None:
    files = measured(release)
    first = Graph().parse(data=dcat.catalogue(manifest, files)["catalog.ttl"], format="turtle")
    then = Graph().parse(data=dcat.catalogue(next_one(manifest), files)["catalog.ttl"], format="turtle")
    notes = URIRef("http://www.w3.org/ns/adms#versionNotes")
    assert values(first, DCAT.version) == {"2026.11.22"} and "First release." in values(first, notes)
    assert values(then, DCAT.version) == {"2026.12.01.1"}
    assert values(then, notes) == {
        "Depuis 2026.11.22. etablissements : 1 ajoutée(s), 1 modifiée(s).",
        "Since 2026.11.22. etablissements: 1 added, 1 changed.",
    }
    assert values(then, DCTERMS.issued) == {"2026-11-22"} == values(first, DCTERMS.modified)
    assert values(then, DCTERMS.modified) == {"2026-12-01"}


def test_a_frequency_is_not_promised(graph: Graph) -> None:
    assert values(graph, DCTERMS.accrualPeriodicity) == {f"{AUTHORITY}frequency/IRREG"}


@pytest.mark.parametrize(
    ("place", "west", "south"), [(("55.4504", "-20.8907"), -5.15, -20.9), (("2.35", "48.85"), -5.15, 41.33)]
)
def test_the_box_holds_every_place_overseas_too(
    manifest: Manifest, place: tuple[str, str], west: float, south: float
) -> None:
    places = manifest.tables["etablissements"].copy()
    places.loc[0, ["longitude", "latitude"]] = list(place)
    made = dataclasses.replace(manifest, tables={**manifest.tables, "etablissements": places})
    graph = Graph().parse(data=dcat.catalogue(made, {})["catalog.ttl"], format="turtle")
    box = str(next(graph.objects(None, DCAT.bbox)))
    corners = [tuple(map(float, pair.split())) for pair in box[len("POLYGON((") : -2].split(", ")]
    assert (min(x for x, _ in corners), min(y for _, y in corners)) == (west, south)
    assert corners[0] == corners[-1] and max(x for x, _ in corners) >= float(place[0])


def test_a_release_without_any_point_has_a_box_all_the_same(manifest: Manifest) -> None:
    places = manifest.tables["etablissements"].assign(longitude="", latitude="")
    made = dataclasses.replace(manifest, tables={**manifest.tables, "etablissements": places})
    graph = Graph().parse(data=dcat.catalogue(made, {})["catalog.ttl"], format="turtle")
    assert str(next(graph.objects(None, DCAT.bbox))).startswith("POLYGON((-5.15 41.33")


def test_words_with_quotes_and_backslashes_come_through_both_notations(manifest: Manifest, release: Path) -> None:
    sources = manifest.tables["sources"].assign(attribution='Une « source » "citée" \\ sur\ndeux lignes')
    made = dcat.catalogue(
        dataclasses.replace(manifest, tables={**manifest.tables, "sources": sources}), measured(release)
    )
    turtle = Graph().parse(data=made["catalog.ttl"], format="turtle")
    assert isomorphic(turtle, Graph().parse(data=made["catalog.jsonld"], format="json-ld"))
    assert any('"citée" \\ sur\ndeux' in str(node) for node in turtle.objects() if isinstance(node, Literal))


def test_the_bytes_do_not_depend_on_the_process(release: Path) -> None:
    code = (
        "import hashlib, sys; from pathlib import Path; from flows.catalogue.described import described;"
        "from flows.formats.measure import measured; from tests.flows.described import manifest_of;"
        "folder = Path(sys.argv[1]); made = described(manifest_of(folder), measured(folder));"
        "print(hashlib.sha256(b''.join(made[name] for name in sorted(made))).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code, str(release)],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "LC_ALL": locale, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for seed, locale, zone in (("1", "C", "UTC"), ("4242", "C.UTF-8", "Pacific/Noumea"))
    }
    assert len(told) == 1


def test_only_this_dataset_is_typed(graph: Graph) -> None:
    assert list(graph.subjects(RDF.type, DCAT.Dataset)) == [DATASET]
    assert list(graph.subjects(RDF.type, DCAT.DatasetSeries)) == []
