"""One distribution a data file, under an address that no version changes."""

from collections.abc import Iterator

from flows.catalogue.dcat_graph import Node, Statement, address, term, text, typed, unnamed
from flows.catalogue.dcat_words import ACCESS, AUTHORITY, AVAILABILITY, LICENCE_OF_FILES, concepts_of
from flows.catalogue.manifest import File, Manifest
from flows.catalogue.resources import Resource

SHA256 = "https://spdx.org/rdf/terms#checksumAlgorithm_sha256"
"""In https, as the EU's shapes ask. udata does not know it and skips the sum; it knows the http one, and then fails the
whole dataset on the hexBinary value that those shapes ask for as well."""
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def distribution(manifest: Manifest, one: Resource) -> Node:
    """The node of one file."""
    return address(f"{_download(manifest, one)}#distribution")


def _download(manifest: Manifest, one: Resource) -> str:
    return f"{manifest.base_url.rstrip('/')}/latest/{one.name}"


def distribution_of(manifest: Manifest, one: Resource, content: File) -> Iterator[Statement]:
    """What the catalogue says of one file."""
    me, url = distribution(manifest, one), address(_download(manifest, one))
    yield me, "rdf:type", term("dcat:Distribution")
    yield me, "dct:identifier", text(one.name)
    for what, words, language in (
        ("dct:title", one.title_fr, "fr"),
        ("dct:title", one.title_en, "en"),
        ("dct:description", one.description_fr, "fr"),
        ("dct:description", one.description_en, "en"),
    ):
        yield me, what, text(words, language)
    yield me, "dcat:accessURL", url
    yield me, "dcat:downloadURL", url
    yield me, "dct:license", address(LICENCE_OF_FILES)
    yield me, "dct:rights", address(ACCESS)
    yield me, "dcatap:availability", address(AVAILABILITY)
    yield me, "dct:language", address(f"{AUTHORITY}language/FRA")
    yield me, "dct:issued", typed(manifest.date, "xsd:date")
    yield me, "dct:modified", typed(manifest.date, "xsd:date")
    yield me, "dcat:byteSize", typed(str(content.size), "xsd:nonNegativeInteger")
    yield from _format(me, one)
    yield from _checksum(me, one, content)
    yield from _schema(me, one, manifest)


def _format(me: Node, one: Resource) -> Iterator[Statement]:
    """Without label and type, CKAN shows the whole URI as the format."""
    kind = f"{AUTHORITY}file-type/{one.format.file_type}"
    yield me, "dct:format", address(kind)
    yield from concepts_of(kind, "dct:IMT", "dct:MediaTypeOrExtent")
    yield address(kind), "rdfs:label", text(one.format.label)
    media = f"{MEDIA_TYPES}{one.format.media_type}"
    yield me, "dcat:mediaType", address(media)
    yield from concepts_of(media, "dct:MediaType")


def _checksum(me: Node, one: Resource, content: File) -> Iterator[Statement]:
    proof = unnamed("sha256-" + "".join(c if c.isalnum() else "-" for c in one.name))
    yield me, "spdx:checksum", proof
    yield proof, "rdf:type", term("spdx:Checksum")
    yield proof, "spdx:algorithm", address(SHA256)
    yield proof, "spdx:checksumValue", typed(content.sha256, "xsd:hexBinary")
    yield from concepts_of(SHA256, "spdx:ChecksumAlgorithm")


def _schema(me: Node, one: Resource, manifest: Manifest) -> Iterator[Statement]:
    """A table's CSV follows the schema published beside it."""
    if one.name == f"{one.table}.csv":
        schema = f"{manifest.base_url.rstrip('/')}/latest/schemas/{one.table}.schema.json"
        yield me, "dct:conformsTo", address(schema)
        yield from concepts_of(schema, "dct:Standard")
        yield address(schema), "dct:title", text(f"Table Schema : {one.table}", "fr")
