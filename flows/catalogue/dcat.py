"""`catalog.ttl` and `catalog.jsonld`: DCAT-AP 3.0.1 as data.gouv.fr, CKAN and data.europa.eu all read it.

Only this version is in it, under addresses that no version changes: a portal makes one dataset of every `dcat:Dataset`
that it meets, and one resource of every address.
"""

from collections.abc import Iterator

from flows.catalogue.dcat_files import distribution, distribution_of
from flows.catalogue.dcat_graph import Node, Statement, address, graph, json_ld, term, text, turtle, typed, unnamed
from flows.catalogue.dcat_words import ACCESS, AUTHORITY, LICENCE_OF_DATASET, PUBLISHER_TYPE, concepts, concepts_of
from flows.catalogue.extent import middle, polygon
from flows.catalogue.manifest import (
    DESCRIPTION_EN,
    DESCRIPTION_FR,
    IDENTIFIER,
    INCOMPLETE_EN,
    INCOMPLETE_FR,
    KEYWORDS,
    KEYWORDS_EN,
    PUBLISHER,
    TITLE_EN,
    TITLE_FR,
    Files,
    Manifest,
)
from flows.catalogue.notes import version_notes
from flows.catalogue.resources import resources

FREQUENCY = f"{AUTHORITY}frequency/IRREG"
"""A release is made when the data changed, and on no fixed day: any other word would be a promise, and data.gouv.fr counts
a broken one against the dataset."""
THEMES = (f"{AUTHORITY}data-theme/SOCI", f"{AUTHORITY}data-theme/EDUC")
FRANCE, FRENCH = f"{AUTHORITY}country/FRA", f"{AUTHORITY}language/FRA"


def catalogue(manifest: Manifest, files: Files) -> dict[str, bytes]:
    """`catalog.ttl` and `catalog.jsonld`, the same graph, of the data files in `files`."""
    made = graph(statements(manifest, files))
    return {"catalog.jsonld": json_ld(made), "catalog.ttl": turtle(made)}


def statements(manifest: Manifest, files: Files) -> Iterator[Statement]:
    """Everything that the catalogue says."""
    yield from _catalogue(manifest)
    yield from _dataset(manifest)
    yield from _publisher(manifest)
    yield from _where_and_when(manifest)
    yield from concepts(manifest)
    for one in resources(manifest, files):
        if one.listed:
            yield _node(manifest, "jeu"), "dcat:distribution", distribution(manifest, one)
            yield from distribution_of(manifest, one, files[one.name])


def _node(manifest: Manifest, name: str) -> Node:
    return address(f"{manifest.base_url.rstrip('/')}#{name}")


def _catalogue(manifest: Manifest) -> Iterator[Statement]:
    me = _node(manifest, "catalogue")
    yield me, "rdf:type", term("dcat:Catalog")
    yield me, "dct:title", text(f"Catalogue : {TITLE_FR}", "fr")
    yield me, "dct:title", text(f"Catalogue: {TITLE_EN}", "en")
    yield me, "dct:description", text("Le jeu de données des crèches coopératives, dans sa version courante.", "fr")
    yield me, "dct:description", text("The dataset of cooperative nurseries, in its current version.", "en")
    yield me, "dct:publisher", _node(manifest, "editeur")
    yield me, "dct:license", address(LICENCE_OF_DATASET)
    yield me, "dct:language", address(FRENCH)
    yield me, "dct:spatial", address(FRANCE)
    yield me, "dcat:themeTaxonomy", address(f"{AUTHORITY}data-theme")
    yield me, "dcat:dataset", _node(manifest, "jeu")
    yield me, "foaf:homepage", address(manifest.homepage)
    yield from _days(me, manifest)


def _dataset(manifest: Manifest) -> Iterator[Statement]:
    me, latest = _node(manifest, "jeu"), f"{manifest.base_url.rstrip('/')}/latest"
    yield me, "rdf:type", term("dcat:Dataset")
    yield me, "dct:identifier", text(IDENTIFIER)
    yield from _words(me, manifest)
    yield me, "dcat:version", text(manifest.version)
    yield me, "dct:accrualPeriodicity", address(FREQUENCY)
    yield me, "dct:language", address(FRENCH)
    yield me, "dct:license", address(LICENCE_OF_DATASET)
    yield me, "dct:accessRights", address(ACCESS)
    yield me, "dct:publisher", _node(manifest, "editeur")
    yield me, "dcat:contactPoint", _node(manifest, "contact")
    yield me, "dct:spatial", address(FRANCE)
    yield me, "dct:temporal", unnamed("periode")
    yield me, "dct:provenance", _node(manifest, "provenance")
    yield me, "dcat:landingPage", address(manifest.homepage)
    for theme in THEMES:
        yield me, "dcat:theme", address(theme)
    for page in ("dictionnaire.html", "README.md"):
        yield me, "foaf:page", address(f"{latest}/{page}")
        yield from concepts_of(f"{latest}/{page}", "foaf:Document")
    yield from _days(me, manifest)


def _words(me: Node, manifest: Manifest) -> Iterator[Statement]:
    fr, en = version_notes(manifest)
    for what, words, language in (
        ("dct:title", TITLE_FR, "fr"),
        ("dct:title", TITLE_EN, "en"),
        ("dct:description", f"{DESCRIPTION_FR} {INCOMPLETE_FR}", "fr"),
        ("dct:description", f"{DESCRIPTION_EN} {INCOMPLETE_EN}", "en"),
        ("adms:versionNotes", fr, "fr"),
        ("adms:versionNotes", en, "en"),
        *(("dcat:keyword", word, "fr") for word in KEYWORDS),
        *(("dcat:keyword", word, "en") for word in KEYWORDS_EN),
    ):
        yield me, what, text(words, language)


def _days(me: Node, manifest: Manifest) -> Iterator[Statement]:
    """Issued on the day of the first release, modified on that of this one."""
    first = str(manifest.earlier[-1]["date"]) if manifest.earlier else manifest.date
    yield me, "dct:issued", typed(first, "xsd:date")
    yield me, "dct:modified", typed(manifest.date, "xsd:date")


def _publisher(manifest: Manifest) -> Iterator[Statement]:
    who, contact = _node(manifest, "editeur"), _node(manifest, "contact")
    yield who, "rdf:type", term("foaf:Agent")
    yield who, "foaf:name", text(PUBLISHER)
    yield who, "foaf:homepage", address(manifest.homepage)
    yield who, "dct:type", address(PUBLISHER_TYPE)
    yield contact, "rdf:type", term("vcard:Kind")
    yield contact, "rdf:type", term("vcard:Organization")
    yield contact, "vcard:fn", text(PUBLISHER)
    yield contact, "vcard:hasEmail", address(f"mailto:{manifest.contact}")
    yield contact, "vcard:hasURL", address(manifest.homepage)


def _where_and_when(manifest: Manifest) -> Iterator[Statement]:
    """Geometry as plain WKT, the one way that both udata and CKAN read; the period without URI, which udata would fetch."""
    places, period = manifest.tables["etablissements"], unnamed("periode")
    seen = [day for day in places["date_premiere_vue"].tolist() if day]
    yield from concepts_of(FRANCE, "dct:Location")
    yield address(FRANCE), "dcat:bbox", typed(polygon(places), "geo:wktLiteral")
    yield address(FRANCE), "locn:geometry", typed(polygon(places), "geo:wktLiteral")
    yield address(FRANCE), "dcat:centroid", typed(middle(places), "geo:wktLiteral")
    yield address(FRANCE), "skos:prefLabel", text("France", "fr")
    yield period, "rdf:type", term("dct:PeriodOfTime")
    yield period, "dcat:startDate", typed(min([*seen, manifest.date]), "xsd:date")
    yield period, "dcat:endDate", typed(manifest.date, "xsd:date")
