"""`manifeste.json`: what a release is, how it was made, and every file of it; then the signature of its sums."""

import dataclasses
from pathlib import Path

from flows.catalogue.datapackage import to_json
from flows.catalogue.manifest import Files, Manifest
from flows.integrity.sign import SUFFIX, comment, signature
from flows.shelf.sums import SUMS
from schemas.tables import SCHEMA_VERSION

FILE = "manifeste.json"


def manifest_json(manifest: Manifest, files: Files) -> bytes:
    """The file's content, from the files already written; itself, the sums and their signature are left out. No clock."""
    others = {name: one for name, one in sorted(files.items()) if name not in (FILE, SUMS, SUMS + SUFFIX)}
    return to_json(
        {
            "version": manifest.version,
            "date": manifest.date,
            "previous": manifest.previous,
            "previous_manifest": manifest.previous_manifest,
            "schema": SCHEMA_VERSION,
            "made": dict(manifest.made),
            "gates": [{k: v for k, v in dataclasses.asdict(one).items() if v} for one in manifest.gates],
            "files": {name: {"bytes": one.size, "sha256": one.sha256} for name, one in others.items()},
        }
    )


def signed_sums(folder: Path, manifest: Manifest) -> None:
    """Writes `SHA256SUMS.minisig` beside the sums when a key is set. Raises UsageError when it cannot sign, OSError."""
    made = signature((folder / SUMS).read_bytes(), comment(manifest.version, manifest.date, SUMS))
    if made is not None:
        (folder / (SUMS + SUFFIX)).write_bytes(made)
