"""`datapackage.json`: Data Package 2.0, readable as 1.0; every table with its schema, size and digest."""

import hashlib
import json

from flows.catalogue.manifest import DESCRIPTION_FR, KEYWORDS, LICENCE, TITLE_FR, Manifest
from schemas.tables import TABLES, schema


def descriptor(manifest: Manifest, files: dict[str, bytes]) -> dict[str, object]:
    """The package of the tables in `files` (name -> bytes), and the GeoJSON when it is there."""
    tables = [_table(table, files[f"{table}.csv"]) for table in TABLES if f"{table}.csv" in files]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "creches-cooperatives",
        "id": manifest.base_url,
        "title": TITLE_FR,
        "description": DESCRIPTION_FR,
        "version": manifest.version,
        "created": f"{manifest.date}T00:00:00Z",
        "homepage": manifest.homepage,
        "keywords": list(KEYWORDS),
        "licenses": [LICENCE],
        "sources": [
            {"title": row["titre"], "path": row["url"]} for row in manifest.tables["sources"].to_dict("records")
        ],
        "contributors": [{"title": "creches-cooperatives", "roles": ["publisher"], "email": manifest.contact}],
        "resources": [*tables, *_geojson(files)],
    }


def _table(table: str, content: bytes) -> dict[str, object]:
    return {
        "name": table,
        "path": f"{table}.csv",
        "title": schema(table)["title"],
        "description": schema(table)["description"],
        "type": "table",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_proof(content),
        "schema": schema(table),
    }


def _geojson(files: dict[str, bytes]) -> list[dict[str, object]]:
    if "etablissements.geojson" not in files:
        return []
    return [
        {
            "name": "etablissements-geojson",
            "path": "etablissements.geojson",
            "title": "Établissements (GeoJSON)",
            "format": "geojson",
            "mediatype": "application/geo+json",
            "encoding": "utf-8",
            **_proof(files["etablissements.geojson"]),
        }
    ]


def _proof(content: bytes) -> dict[str, object]:
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def to_json(value: object) -> bytes:
    """JSON as released: two spaces, accents as they are, a newline at the end."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
