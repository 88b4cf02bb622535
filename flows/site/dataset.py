"""The dataset for search engines (schema.org/Dataset), made of the release's own description of itself, `croissant.json`."""

import json
from typing import Any
from urllib.parse import urljoin

from flows.site.shown import Shown
from flows.site.words import Words

NAME = "croissant.json"
_KEPT = (
    *(
        "name",
        "alternateName",
        "description",
        "identifier",
        "url",
        "license",
        "isAccessibleForFree",
        "inLanguage",
        "version",
    ),
    *("datePublished", "dateModified", "temporalCoverage", "spatialCoverage", "keywords", "creator", "publisher"),
)
_FILE = ("name", "description", "encodingFormat", "contentSize")


def dataset(about: Shown, t: Words) -> dict[str, object] | None:
    """The document of the home page; None when the release has no description that can be read."""
    try:
        found = json.loads((about.folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    told = {name: _plain(found[name]) for name in _KEPT if name in found}
    if t.tongue == "en" and "alternateName" in told:
        told["name"], told["alternateName"] = told["alternateName"], told["name"]
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        **told,
        "sameAs": f"{about.settings.base_url}/latest/datapackage.json",
        "distribution": [_download(one, f"{about.settings.base_url}/latest/") for one in found.get("distribution", ())],
    }


def _plain(value: Any) -> Any:
    """Types without Croissant's prefix: the context here is schema.org alone."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.removeprefix("sc:") if isinstance(value, str) else value


def _download(one: dict[str, Any], base: str) -> dict[str, object]:
    """A file; the release names it as it lies beside its description. `base`: the public address of that folder."""
    told = {name: one[name] for name in _FILE if name in one}
    return {"@type": "DataDownload", **told, "contentUrl": urljoin(base, str(one.get("contentUrl", "")))}
