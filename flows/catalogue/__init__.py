"""One manifest -> everything that describes a release: data package, portals' catalogue, citation, dictionary, README, licence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.catalogue.manifest import Files, Manifest


def describe(folder: Path, manifest: Manifest, data: Files) -> None:
    """Writes what describes the release whose data files, in the folder, are `data`. Raises OSError."""
    from flows.catalogue.described import described  # what only needs a manifest loads no rdflib

    for name, content in described(manifest, data).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
