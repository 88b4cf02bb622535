"""Every file that describes a release, as bytes: all of the same manifest and of the data files that are really there."""

from collections.abc import Mapping

from flows.catalogue.citation import citation
from flows.catalogue.croissant import croissant
from flows.catalogue.datapackage import descriptor, to_json
from flows.catalogue.dcat import catalogue
from flows.catalogue.dictionary import dictionary, dictionary_page
from flows.catalogue.licence import licence
from flows.catalogue.manifest import Files, Manifest
from flows.catalogue.quality import quality
from flows.catalogue.readme import readme
from flows.catalogue.resources import DESCRIBED
from flows.changes.changelog import changelog
from schemas.tables import schema_text


def described(manifest: Manifest, data: Files) -> Mapping[str, bytes]:
    """The files by name relative to the release's folder."""
    texts = {
        "README.md": readme(manifest, data),
        "CHANGELOG.md": changelog(manifest),
        "LICENSE.txt": licence(manifest),
        "CITATION.cff": citation(manifest),
        "DICTIONNAIRE.md": dictionary(),
        "dictionnaire.html": dictionary_page(manifest),
        **{f"schemas/{table}.schema.json": schema_text(table) for table in DESCRIBED},
    }
    return {
        **{name: text.encode("utf-8") for name, text in texts.items()},
        **catalogue(manifest, data),
        "qualite.json": to_json(quality(manifest)),
        "datapackage.json": to_json(descriptor(manifest, data)),
        "croissant.json": to_json(croissant(manifest, data)),
    }
