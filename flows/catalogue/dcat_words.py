"""The codes of the EU's and ADMS's tables that the catalogue uses, each with the label that DCAT-AP asks for."""

from collections.abc import Iterator

from flows.catalogue.credits import credited
from flows.catalogue.dcat_graph import Statement, address, term, text
from flows.catalogue.manifest import LICENCE, Manifest

AUTHORITY = "http://publications.europa.eu/resource/authority/"
LICENCE_OF_DATASET = LICENCE["path"]
"""The address that data.gouv.fr knows."""
LICENCE_OF_FILES = f"{AUTHORITY}licence/ETALAB_2_0"
"""The code that data.europa.eu asks for; data.gouv.fr does not know it, and reads the dataset's first."""
ACCESS = f"{AUTHORITY}access-right/PUBLIC"
AVAILABILITY = f"{AUTHORITY}planned-availability/STABLE"
_ADMS = "http://purl.org/adms/"
_ATTRIBUTION = f"{_ADMS}licencetype/Attribution"
PUBLISHER_TYPE = f"{_ADMS}publishertype/NonProfitOrganisation"
_LABELS = {
    f"{AUTHORITY}data-theme/SOCI": ("Population et société", "Population and society"),
    f"{AUTHORITY}data-theme/EDUC": ("Éducation, culture et sport", "Education, culture and sport"),
    AVAILABILITY: ("Stable", "Stable"),
    PUBLISHER_TYPE: (
        "Organisme sans but lucratif",
        "Non-profit organisation",
    ),
    _ATTRIBUTION: ("Mention de la source", "Attribution"),
}


def concepts(manifest: Manifest) -> Iterator[Statement]:
    """The codes with their labels, the licences, where the data come from."""
    for code, (fr, en) in _LABELS.items():
        yield from concepts_of(code, "skos:Concept")
        yield address(code), "skos:prefLabel", text(fr, "fr")
        yield address(code), "skos:prefLabel", text(en, "en")
    for licence in (LICENCE_OF_DATASET, LICENCE_OF_FILES):
        yield from concepts_of(licence, "dct:LicenseDocument")
        yield address(licence), "dct:type", address(_ATTRIBUTION)
        yield address(licence), "dct:title", text(LICENCE["title"])
    yield from concepts_of(ACCESS, "dct:RightsStatement")
    yield from concepts_of(f"{AUTHORITY}frequency/IRREG", "dct:Frequency")
    yield from concepts_of(f"{AUTHORITY}language/FRA", "dct:LinguisticSystem")
    yield from concepts_of(f"{AUTHORITY}data-theme", "skos:ConceptScheme")
    yield address(f"{AUTHORITY}data-theme"), "dct:title", text("Data theme", "en")
    yield from concepts_of(manifest.homepage, "foaf:Document")
    yield from _provenance(manifest)


def _provenance(manifest: Manifest) -> Iterator[Statement]:
    me = f"{manifest.base_url.rstrip('/')}#provenance"
    named = " ".join(row["attribution"] for row in credited(manifest))
    yield from concepts_of(me, "dct:ProvenanceStatement")
    yield address(me), "rdfs:label", text(f"Sources : {named}", "fr")


def concepts_of(uri: str, *classes: str) -> Iterator[Statement]:
    """A URI is of these classes, as the range shapes ask of every value; a code says which of the EU's tables it is of."""
    for one in classes:
        yield address(uri), "rdf:type", term(one)
    table = uri.rpartition("/")[0]
    if uri.startswith(_ADMS):
        yield address(uri), "skos:inScheme", address(f"{table}/1.0")
    elif uri.startswith(AUTHORITY) and "/" in uri.removeprefix(AUTHORITY):
        yield address(uri), "skos:inScheme", address(table)
