"""Whether an output folder can take a release, asked before anything is fetched."""

import shutil
from pathlib import Path

from flows.shelf.entries import current, folder_of
from schemas.errors import Refused, UsageError

LEAST = 8_000_000
"""Bytes: three times a release of a thousand places, formats and all."""
_COPIES = 3
"""The release itself, its copy in `latest/`, and the copy of before until it is removed."""


def needed(output: Path) -> int:
    """Bytes that the next release takes at most, by the size of the current one. Raises Damaged."""
    entry = current(output)
    folder = folder_of(output, str(entry["version"])) if entry else output / "releases" / "none"
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return max(LEAST, _COPIES * size)


def ready(output: Path) -> None:
    """Raises Refused when the disk has too little room for a release, UsageError when one could not be moved in there."""
    free, need = shutil.disk_usage(output).free, needed(output)
    if free < need:
        raise Refused(
            f"{output}: {free / 1e6:.1f} MB free, and a release may take {need / 1e6:.1f} MB. Nothing is published; free some"
            " space (creches prune removes old releases) and run again."
        )
    for folder in (output / "releases", output / "latest"):
        if folder.exists() and folder.stat().st_dev != output.stat().st_dev:
            raise UsageError(
                f"{output} cannot be written: {folder} lies on another disk, so nothing can be moved there in one step."
                " Choose another --output."
            )
