"""Every file of a release, written to a new folder: data first, then what describes it, then the sums of them all."""

import shutil
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

from flows import catalogue
from flows.catalogue.manifest import Files, Manifest
from flows.changes.files import CSV, JSON, write_changes
from flows.columnar.written import unlike
from flows.formats import write_formats
from flows.formats.csv_table import write_csv
from flows.formats.measure import measured
from flows.integrity import manifest_file
from flows.shelf import SUMS, sync_tree
from schemas.errors import Refused
from schemas.tables import TABLES

CHANGES = (CSV, JSON)
"""Written apart: their causes are known once the release is checked."""
NO_ROOM = "{} cannot be written: {}. Nothing is published; free some space and run again."


class Draft:
    """The data of a release, being written by a thread: its tables in every format. As a context, it is gone at the end unless staged."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Begins anew in that folder. Raises Refused when the disk refuses it."""
        self._folder, self._tables, self._is_taken = folder, manifest.tables, False
        try:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        except OSError as error:
            raise Refused(NO_ROOM.format(folder, error.strerror or error)) from None
        pool = ThreadPoolExecutor(1, "draft")
        self._written = pool.submit(_write_data, folder, manifest)
        pool.shutdown(wait=False)

    def holds(self, manifest: Manifest) -> bool:
        """Whether its tables are those very ones: checks may have emptied a cell since it was begun."""
        return all(self._tables[name] is manifest.tables[name] for name in TABLES)

    def written(self) -> Files:
        """Its files, once all are there. Raises OSError, Refused."""
        return self._written.result()

    def taken(self) -> None:
        """Its folder is staged: from now on it belongs to who publishes it, whose journal may need it after a fault."""
        self._is_taken = True

    def thrown_away(self) -> None:
        """Nothing of it is left in its folder."""
        wait([self._written])
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> "Draft":
        return self

    def __exit__(self, *_about: object) -> None:
        if not self._is_taken:
            self.thrown_away()


def drafted(output: Path, manifest: Manifest) -> Draft:
    """The data of a release, begun before its checks have spoken: nothing is moved in until they have, and a refusal throws
    it away. Raises Refused when the disk refuses it."""
    return Draft(staging_of(output, manifest), manifest)


def staging_of(output: Path, manifest: Manifest) -> Path:
    """Where a release is put together."""
    return output / f".staging-{manifest.version}"


def stage(folder: Path, manifest: Manifest, draft: Draft | None = None) -> Files:
    """Writes the release durably, from its `draft` when that is of the same tables. Raises Refused when the disk refuses it;
    the folder is then removed.
    """
    if draft is None or not draft.holds(manifest):
        if draft:
            draft.thrown_away()
        draft = Draft(folder, manifest)
    try:
        write_changes(folder, manifest)
        files = describe(folder, manifest, draft.written())
        sync_tree(folder)
        draft.taken()
    except Refused:
        draft.thrown_away()
        raise
    except OSError as error:
        draft.thrown_away()
        raise Refused(NO_ROOM.format(folder, error.strerror or error)) from None
    return files


def _write_data(folder: Path, manifest: Manifest) -> Files:
    """The tables in every format, and what each file is. Raises OSError, Refused."""
    write_tables(folder, manifest)
    write_formats(folder, manifest)
    return {name: file for name, file in measured(folder).items() if name not in CHANGES}


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


def describe(folder: Path, manifest: Manifest, known: Files | None = None) -> Files:
    """What describes the data; the manifest, which lists every file; the sums of all files, signed, last.

    `known`: files of data that were measured already.
    """
    data = measured(folder, known)
    catalogue.describe(folder, manifest, data)
    files = measured(folder, data)
    (folder / manifest_file.FILE).write_bytes(manifest_file.manifest_json(manifest, files))
    proved = measured(folder, files)
    sums = "".join(f"{one.sha256}  {name}\n" for name, one in proved.items())
    (folder / SUMS).write_text(sums, encoding="utf-8")
    manifest_file.signed_sums(folder, manifest)
    return measured(folder, proved)
