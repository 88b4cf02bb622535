"""The catalogue read as portals read it: udata (data.gouv.fr), CKAN, data.europa.eu; each rule is one that they broke on."""

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from flows.catalogue import dcat
from flows.catalogue.manifest import Manifest
from flows.formats.measure import measured
from tests.flows.described import BASE, HOMEPAGE, awkward, next_one, published, staged
from tests.flows.runs import ROOT
from tests.flows.test_dcat import DATASET, refused

DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
LOCN = Namespace("http://www.w3.org/ns/locn#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
AUTHORITY = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
TAG = re.compile(r"[\w \-.]{2,100}")
"""What CKAN takes as a tag."""
OPEN = {"CSV", "GEOJSON", "JSON", "GPKG"}
"""Formats that data.europa.eu's score counts as open and as machine-readable."""

pytestmark = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # rdflib's own reader


@pytest.fixture(scope="module")
def manifest(_first_release: Path) -> Manifest:
    return awkward(_first_release / "latest")


@pytest.fixture(scope="module")
def release(manifest: Manifest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return staged(manifest, tmp_path_factory.mktemp("portals") / "release")


@pytest.fixture(scope="module")
def graph(release: Path) -> Graph:
    return Graph().parse(release / "catalog.jsonld")


@pytest.fixture(scope="module")
def after(manifest: Manifest, release: Path) -> Graph:
    """The catalogue of the next release."""
    made = dcat.catalogue(next_one(manifest), measured(release))
    return Graph().parse(data=made["catalog.jsonld"], format="json-ld")


def distributions(graph: Graph) -> list[Node]:
    return sorted(graph.objects(DATASET, DCAT.distribution))


def every(graph: Graph, predicate: URIRef) -> list[Node]:
    """The value of each distribution; fails where one has none, or several."""
    found = [list(graph.objects(one, predicate)) for one in distributions(graph)]
    assert found and all(len(values) == 1 for values in found), predicate
    return [values[0] for values in found]


def test_udata_finds_the_dataset_and_its_resources_again_after_a_release(graph: Graph, after: Graph) -> None:
    for kept in (DCTERMS.identifier, DCAT.landingPage):
        assert list(graph.objects(DATASET, kept)) == list(after.objects(DATASET, kept)) != []
    assert every(graph, DCAT.downloadURL) == every(after, DCAT.downloadURL)
    addresses = {str(node) for one in (graph, after) for node in one.all_nodes() if str(node).startswith(BASE)}
    assert [address for address in addresses if re.search(r"20\d\d", address)] == []


def test_udata_makes_one_page_and_no_other(graph: Graph, after: Graph) -> None:
    for one in (graph, after):
        pages = {node for kind in (DCAT.Dataset, DCAT.DatasetSeries) for node in one.subjects(RDF.type, kind)}
        assert pages == {DATASET}
        assert (None, OWL.sameAs, None) not in one and (None, DCTERMS.hasVersion, None) not in one


def test_udata_takes_the_titles_in_french_and_skips_the_sum_that_it_cannot_keep(graph: Graph) -> None:
    titles = {t.language: str(t) for t in graph.objects(DATASET, DCTERMS.title) if isinstance(t, Literal)}
    assert titles == {"fr": "Crèches coopératives de France", "en": "Cooperative nurseries of France"}
    for checksum in every(graph, SPDX.checksum):
        assert str(graph.value(checksum, SPDX.algorithm)).startswith("https://spdx.org/")
        value = graph.value(checksum, SPDX.checksumValue)
        assert isinstance(value, Literal) and value.datatype == XSD.hexBinary


def test_udata_and_the_eu_each_find_the_licence_that_they_know(graph: Graph) -> None:
    assert list(map(str, graph.objects(DATASET, DCTERMS.license))) == [
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
    ]
    assert set(map(str, every(graph, DCTERMS.license))) == {f"{AUTHORITY}licence/ETALAB_2_0"}


def test_udata_and_ckan_both_read_where_and_when(graph: Graph) -> None:
    (place,) = graph.objects(DATASET, DCTERMS.spatial)
    for predicate in (DCAT.bbox, LOCN.geometry, DCAT.centroid):
        (shape,) = graph.objects(place, predicate)
        assert isinstance(shape, Literal) and shape.datatype == GEO.wktLiteral
        assert re.match(r"(POLYGON|POINT)\(", str(shape))  # no reference system before it
    (period,) = graph.objects(DATASET, DCTERMS.temporal)
    assert isinstance(period, BNode)  # udata would fetch a URI
    assert {str(graph.value(period, edge)) for edge in (DCAT.startDate, DCAT.endDate)} == {"2026-11-22"}


def test_ckan_shows_short_formats_and_takes_every_keyword(graph: Graph) -> None:
    for form in every(graph, DCTERMS.format):
        assert {DCTERMS.IMT, DCTERMS.MediaTypeOrExtent} <= set(graph.objects(form, RDF.type))
        assert str(graph.value(form, RDFS.label)) in {"CSV", "GeoJSON", "GPKG", "Parquet", "XLSX", "JSON"}
    keywords = list(graph.objects(DATASET, DCAT.keyword))
    assert len(keywords) >= 6 and all(isinstance(k, Literal) and TAG.fullmatch(str(k)) for k in keywords)


def test_themes_have_labels_that_udata_makes_tags_of(graph: Graph) -> None:
    themes = list(graph.objects(DATASET, DCAT.theme))
    assert {str(theme).removeprefix(f"{AUTHORITY}data-theme/") for theme in themes} == {"SOCI", "EDUC"}
    assert all(graph.value(theme, SKOS.prefLabel) for theme in themes)


def test_the_json_ld_needs_nothing_from_elsewhere(release: Path) -> None:
    context = json.loads((release / "catalog.jsonld").read_text(encoding="utf-8"))["@context"]
    assert isinstance(context, dict) and all(isinstance(value, str) for value in context.values())


def test_addresses_are_of_a_public_domain_and_the_contact_is_told(graph: Graph) -> None:
    assert all(
        re.match(r"https://[\w.-]+\.(?!example|local|test|invalid)[a-z]{2,}/", str(u))
        for u in every(graph, DCAT.downloadURL)
    )
    (contact,) = graph.objects(DATASET, DCAT.contactPoint)
    assert str(graph.value(contact, VCARD.hasEmail)) == "mailto:contact@creches-cooperatives.fr"
    assert str(graph.value(contact, VCARD.hasURL)) == str(graph.value(DATASET, DCAT.landingPage)) == HOMEPAGE
    assert graph.value(contact, VCARD.fn) and graph.value(graph.value(DATASET, DCTERMS.publisher), FOAF.name)


def answers(release: Path, addresses: list[Node]) -> bool:
    """Whether each address answers 200 when the release is published."""
    with published(release) as latest:
        for address in addresses:
            with urllib.request.urlopen(str(address).replace(f"{BASE}/latest", latest), timeout=10) as answer:
                if answer.status != 200:
                    return False
    return True


def points(graph: Graph, release: Path) -> Iterator[tuple[str, int, bool]]:
    """The score that data.europa.eu gives to metadata: indicator, points, whether it is met (by every distribution)."""

    def has(*predicates: URIRef) -> bool:
        return all(list(graph.objects(DATASET, predicate)) for predicate in predicates)

    formats = [str(form).removeprefix(f"{AUTHORITY}file-type/") for form in every(graph, DCTERMS.format)]
    media = [str(kind) for kind in every(graph, DCAT.mediaType)]
    stub = (ROOT / "tests/portals/shacl/authority-stub.ttl").read_text(encoding="utf-8")
    yield "keyword", 30, has(DCAT.keyword)
    yield "theme", 30, has(DCAT.theme)
    yield "spatial", 20, has(DCTERMS.spatial)
    yield "temporal", 20, has(DCTERMS.temporal)
    yield "accessURL answers", 50, answers(release, every(graph, DCAT.accessURL))
    yield "downloadURL", 20, bool(every(graph, DCAT.downloadURL))
    yield "downloadURL answers", 30, answers(release, every(graph, DCAT.downloadURL))
    yield "format", 20, bool(formats)
    yield "mediaType", 10, bool(media)
    known = all(f"file-type/{form}>" in stub for form in formats) and all(kind.startswith(IANA) for kind in media)
    yield "formats and media types of the vocabularies", 10, known
    yield "non proprietary", 20, bool(OPEN & set(formats))
    yield "machine readable", 20, bool(OPEN & set(formats))
    yield "DCAT-AP", 30, not [*refused(graph, "shapes"), *refused(graph, "range")]
    yield "licence", 20, bool(every(graph, DCTERMS.license)) and has(DCTERMS.license)
    yield "licence of the vocabulary", 10, all(f"<{one}>" in stub for one in every(graph, DCTERMS.license))
    yield "access rights", 10, has(DCTERMS.accessRights)
    yield "access rights of the vocabulary", 5, f"<{graph.value(DATASET, DCTERMS.accessRights)}>" in stub
    yield "contact point", 20, has(DCAT.contactPoint)
    yield "publisher", 10, has(DCTERMS.publisher)
    yield "rights", 5, bool(every(graph, DCTERMS.rights))
    yield "size", 5, all(int(str(size)) > 0 for size in every(graph, DCAT.byteSize))
    yield "issued", 5, bool(every(graph, DCTERMS.issued)) and has(DCTERMS.issued)
    yield "modified", 5, bool(every(graph, DCTERMS.modified)) and has(DCTERMS.modified)


def test_the_score_of_data_europa_eu_is_the_highest(graph: Graph, release: Path) -> None:
    score = list(points(graph, release))
    assert [indicator for indicator, _, met in score if not met] == []
    assert sum(weight for _, weight, _ in score) == 405
