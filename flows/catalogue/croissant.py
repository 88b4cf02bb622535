"""`croissant.json`: one node for dataset search engines (schema.org/Dataset) and for machine learning (Croissant 1.0)."""

from flows.catalogue.extent import box
from flows.catalogue.manifest import (
    DESCRIPTION_EN,
    DESCRIPTION_FR,
    IDENTIFIER,
    INCOMPLETE_EN,
    INCOMPLETE_FR,
    KEYWORDS,
    KEYWORDS_EN,
    LICENCE,
    PUBLISHER,
    TITLE_EN,
    TITLE_FR,
    File,
    Files,
    Manifest,
)
from flows.catalogue.resources import Resource, resources
from schemas.tables import fields, schema

PLACES = "etablissements.parquet"
_PARQUET = "application/x-parquet"
"""Croissant's own word for it; its readers open no file under the registered one."""
_CROISSANT = (
    *("citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet", "format"),
    *("includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex"),
    *("repeated", "replace", "samplingRate", "separator", "source", "subField", "transform"),
)
CONTEXT: dict[str, object] = {
    "@language": "fr",
    "@vocab": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    **{name: f"cr:{name}" for name in _CROISSANT},
}
"""The context of Croissant 1.0, inline and whole: readers warn when a name of it is missing."""
_TYPES = {"integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "date": "sc:Date"}


def croissant(manifest: Manifest, files: Files) -> dict[str, object]:
    """The dataset, its whole files (not the extracts), and the places as records.

    Records are read from the Parquet, which is typed. Croissant's readers guess the types of a CSV: `01000` would become
    1000, and a SIREN beside an empty cell a decimal number; the other tables are therefore files, not records.
    """
    held = [one for one in resources(manifest, files) if not one.extract]
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        **_about(manifest),
        "distribution": [_file(one, files[one.name]) for one in held],
        "recordSet": [_records(one) for one in held if one.name == PLACES],
    }


def _about(manifest: Manifest) -> dict[str, object]:
    west, south, east, north = box(manifest.tables["etablissements"])
    first = str(manifest.earlier[-1]["date"]) if manifest.earlier else manifest.date
    organisation = {"@type": "sc:Organization", "name": PUBLISHER, "url": manifest.homepage}
    return {
        "name": TITLE_FR,
        "alternateName": TITLE_EN,
        "description": f"{DESCRIPTION_FR} {INCOMPLETE_FR}\n\n{DESCRIPTION_EN} {INCOMPLETE_EN}",
        "identifier": IDENTIFIER,
        "url": manifest.homepage,
        "license": LICENCE["path"],
        "isAccessibleForFree": True,
        "inLanguage": "fr",
        "version": semantic(manifest.version),
        "datePublished": first,
        "dateModified": manifest.date,
        "temporalCoverage": f"{first}/{manifest.date}",
        "spatialCoverage": {
            "@type": "sc:Place",
            "name": "France",
            "geo": {"@type": "sc:GeoShape", "box": f"{south} {west} {north} {east}"},
        },
        "keywords": [*KEYWORDS, *KEYWORDS_EN],
        "creator": organisation,
        "publisher": organisation,
        "citeAs": f"{PUBLISHER}, « {TITLE_FR} », version {manifest.version} du {manifest.date}, {manifest.homepage}",
    }


def semantic(version: str) -> str:
    """A release's version as Semantic Versioning writes it: `2026.01.05.1` -> `2026.1.5+1`, `2026.11.22-r1` as it is."""
    day, dash, rest = version.partition("-")
    year, month, date, *nth = day.split(".")
    plain = f"{year}.{int(month)}.{int(date)}"
    return f"{plain}+{nth[0]}{dash}{rest}" if nth else f"{plain}{dash}{rest}"


def _file(one: Resource, content: File) -> dict[str, object]:
    """Its address is relative: the same description serves a copy on any disk."""
    return {
        "@type": "cr:FileObject",
        "@id": one.name,
        "name": one.name,
        "description": one.description_fr,
        "contentUrl": one.name,
        "contentSize": f"{content.size} B",
        "encodingFormat": _PARQUET if one.name == PLACES else one.format.media_type,
        "sha256": content.sha256,
    }


def _records(one: Resource) -> dict[str, object]:
    keys = schema(one.table).get("primaryKey", [])
    assert isinstance(keys, list)
    about: dict[str, object] = {
        "@type": "cr:RecordSet",
        "@id": one.table,
        "name": one.table,
        "description": one.description_fr,
        "field": [_field(one, field) for field in fields(one.table)],
    }
    return {**about, "key": [{"@id": f"{one.table}/{key}"} for key in keys]} if keys else about


def _field(one: Resource, field: dict[str, object]) -> dict[str, object]:
    return {
        "@type": "cr:Field",
        "@id": f"{one.table}/{field['name']}",
        "name": f"{one.table}/{field['name']}",
        "description": field["description"],
        "dataType": _TYPES.get(str(field["type"]), "sc:Text"),
        "source": {"fileObject": {"@id": one.name}, "extract": {"column": field["name"]}},
    }
