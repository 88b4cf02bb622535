"""Every file of a release, written to a new folder: data first, then what describes it, then the sums of them all."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flows import catalogue
from flows.catalogue.manifest import Files, Manifest
from flows.changes.files import write_changes
from flows.columnar.written import unlike
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
        _write_data(folder, manifest)
        files = describe(folder, manifest)
        sync_tree(folder)
    except Refused:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Refused(NO_ROOM.format(folder, error.strerror or error)) from None
    return files


def _write_data(folder: Path, manifest: Manifest) -> None:
    """The tables in every format, and beside them what changed: neither needs the other. Raises OSError, Refused."""
    folder.mkdir(parents=True)
    with ThreadPoolExecutor(1, "changes") as beside:
        differences = beside.submit(write_changes, folder, manifest)
        write_tables(folder, manifest)
        write_formats(folder, manifest)
        differences.result()


def write_tables(folder: Path, manifest: Manifest) -> None:
    """The canonical CSV of every table, each read back once. Raises Refused when it is not the table."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        path = folder / f"{table}.csv"
        write_csv(manifest.tables[table], path)
        if other := unlike(path, manifest.tables[table]):
            raise Refused(
                f"A table was not written as it was checked: {other}. Nothing is published; look at the disk, then run again."
            )


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
