"""Every file of a release, written to a new folder: data first, then what describes it, then the sums of them all."""

import shutil
from pathlib import Path

from flows import catalogue
from flows.catalogue.manifest import Files, Manifest
from flows.changes.files import write_changes
from flows.formats import write_formats
from flows.formats.csv_table import write_csv
from flows.formats.measure import measured
from flows.integrity import manifest_file
from flows.shelf import SUMS, sync_tree
from schemas.errors import Refused
from schemas.tables import TABLES

NO_ROOM = "{} cannot be written: {}. Nothing is published; free some space and run again."


def stage(folder: Path, manifest: Manifest) -> Files:
    """Writes the release durably. Raises Refused when the disk refuses it; the folder is then removed."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
        write_tables(folder, manifest)
        write_formats(folder, manifest)
        write_changes(folder, manifest)
        files = describe(folder, manifest)
        sync_tree(folder)
    except Refused:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Refused(NO_ROOM.format(folder, error.strerror or error)) from None
    return files


def write_tables(folder: Path, manifest: Manifest) -> None:
    """The canonical CSV of every table."""
    folder.mkdir(parents=True)
    for table in TABLES:
        write_csv(manifest.tables[table], folder / f"{table}.csv")


def describe(folder: Path, manifest: Manifest) -> Files:
    """What describes the data; the manifest, which lists every file; the sums of all files, signed, last."""
    data = measured(folder)
    catalogue.describe(folder, manifest, data)
    files = measured(folder, data)
    (folder / manifest_file.FILE).write_bytes(manifest_file.manifest_json(manifest, files))
    proved = measured(folder, files)
    sums = "".join(f"{one.sha256}  {name}\n" for name, one in proved.items())
    (folder / SUMS).write_text(sums, encoding="utf-8")
    manifest_file.signed_sums(folder, manifest)
    return measured(folder, proved)
