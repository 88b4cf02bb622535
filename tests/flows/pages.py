"""A source and a folder of its pages, for the tests of fetching and archiving."""

import dataclasses
import json
from pathlib import Path

from schemas.records import Source

SOURCE = Source(
    id="reseau_exemple",
    titre="Membres",
    editeur="Réseau d'exemple",
    url="https://example.org/membres/",
    licence="",
    licence_url="",
    attribution="",
    base_legale="faits",
    revue_le="2026-11-01",
    classe="premiere_main",
    cadence_jours=7,
    lecteur="reseau_exemple",
    attentes={},
)


def source_at(url: str) -> Source:
    """The same source, published at another address."""
    return dataclasses.replace(SOURCE, url=url)


def files(folder: Path) -> list[str]:
    """What a folder holds, sub-folders included."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def sidecar(path: Path) -> dict[str, object]:
    """A sidecar as written."""
    return dict(json.loads(path.read_text()))
