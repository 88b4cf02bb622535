"""`CITATION.cff` 1.2.0: how to cite a release."""

import json

from flows.catalogue.manifest import DESCRIPTION_EN, IDENTIFIER, KEYWORDS, LICENCE, PUBLISHER, TITLE_FR, Manifest


def citation(manifest: Manifest) -> str:
    """The citation file. Its values are JSON strings, which YAML reads as they are."""
    told = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "title": TITLE_FR,
        "message": "Merci de citer ce jeu de données ainsi. / Please cite this dataset as below.",
        "abstract": DESCRIPTION_EN,
        "version": manifest.version,
        "date-released": manifest.date,
        "license-url": LICENCE["path"],
        "url": manifest.homepage,
    }
    head = "".join(f"{name}: {_quoted(value)}\n" for name, value in told.items())
    keywords = "".join(f"  - {_quoted(word)}\n" for word in KEYWORDS)
    return (
        f"{head}identifiers:\n  - type: other\n    value: {_quoted(IDENTIFIER)}\n"
        f"authors:\n  - name: {_quoted(PUBLISHER)}\nkeywords:\n{keywords}"
    )


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
