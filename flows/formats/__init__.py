"""One file a format: tables -> files of a release. Cells are typed in one place (`typed`): all formats agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flows.formats.chosen import chosen_by

if TYPE_CHECKING:
    from flows.catalogue.manifest import Files, Manifest


def write_formats(folder: Path, manifest: Manifest) -> Files:
    """Writes the formats that the release was made with, but the CSV of the tables, which is already in the folder.

    Returns what those files are that were measured as they were written; the others are to be read. Raises OSError, Refused.
    """
    from flows.formats.every import write_every  # small commands read a CSV: they need no pyarrow

    return write_every(folder, manifest.tables, manifest.date, chosen_by(manifest.made))
