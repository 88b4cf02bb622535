"""`datapackage.json`: Data Package 2.0, readable as 1.0; every table with its schema, the other formats as plain files."""

import json

from flows.catalogue.credits import credited
from flows.catalogue.manifest import (
    DESCRIPTION_FR,
    IDENTIFIER,
    KEYWORDS,
    LICENCE,
    PUBLISHER,
    TITLE_FR,
    File,
    Files,
    Manifest,
)
from flows.catalogue.resources import Resource, resources
from schemas.tables import schema


def descriptor(manifest: Manifest, files: Files) -> dict[str, object]:
    """The package of the data files in `files`. The extracts by territory are left out: they repeat `etablissements`,
    and some two hundred resources would hide the tables from who opens the package."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "creches-cooperatives",
        "id": IDENTIFIER,
        "title": TITLE_FR,
        "description": DESCRIPTION_FR,
        "version": manifest.version,
        "created": f"{manifest.date}T00:00:00Z",
        "homepage": manifest.homepage,
        "keywords": list(KEYWORDS),
        "licenses": [LICENCE],
        "sources": [{"title": row["titre"], "path": row["url"]} for row in credited(manifest)],
        "contributors": [{"title": PUBLISHER, "roles": ["publisher"], "email": manifest.contact}],
        "resources": [_resource(one, files[one.name]) for one in resources(manifest, files) if not one.extract],
    }


def _resource(one: Resource, content: File) -> dict[str, object]:
    """A table's format in small letters. Another file's by its label: by `xlsx` or `jsonl` frictionless would take it for a
    table whose types it guesses."""
    tabular = one.name == f"{one.table}.csv"
    about = {
        "name": one.table if tabular else one.name.rpartition("/")[2].replace(".", "-"),
        "path": one.name,
        "title": schema(one.table)["title"] if tabular else one.title_fr,
        "description": one.description_fr,
        **({"type": "table", "profile": "tabular-data-resource"} if tabular else {}),
        "format": one.name.rpartition(".")[2] if tabular else one.format.label,
        "mediatype": one.format.media_type,
        **_proof(one, content),
    }
    return {**about, "schema": schema(one.table)} if tabular else about


def _proof(one: Resource, content: File) -> dict[str, object]:
    """Size and digest. Not the size of a Parquet: readers take it for a table, count no bytes and call it damaged."""
    text = {"encoding": "utf-8"} if one.format.label in ("CSV", "GeoJSON", "JSON", "JSONL") else {}
    size = {} if one.format.label == "Parquet" else {"bytes": content.size}
    return {**text, **size, "hash": f"sha256:{content.sha256}"}


def to_json(value: object) -> bytes:
    """JSON as released: two spaces, accents as they are, a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
