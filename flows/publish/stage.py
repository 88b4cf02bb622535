"""Every file of a release, written to a new folder: data first, then what describes it, then the sums of them all."""

import shutil
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pandas as pd

from flows import catalogue
from flows.catalogue.manifest import File, Files, Manifest
from flows.changes.files import CSV, JSON, Document, write_changes
from flows.columnar.written import unlike
from flows.formats import write_formats
from flows.formats.csv_table import write_csv
from flows.formats.measure import Growing, measured
from flows.integrity import manifest_file
from flows.shelf import COPY, SUMS, copy_missing, sync_all
from schemas.errors import Refused
from schemas.tables import TABLES

CHANGES = (CSV, JSON)
"""Written apart: their causes are known once the release is checked."""
NO_ROOM = "{} cannot be written: {}. Nothing is published; free some space and run again."


class Draft:
    """The data of a release, being written by threads: its tables in every format, and a copy of each file for `latest/`.

    As a context, both are gone at the end unless staged.
    """

    def __init__(self, folder: Path, manifest: Manifest, copied: Path | None = None) -> None:
        """Begins anew in that folder. `copied`: where the copy is made; none when None. Raises Refused when the disk refuses it."""
        self._folder, self._tables, self._copied = folder, manifest.tables, copied
        self._is_taken = self._is_off = False
        try:
            self._removed()
            folder.mkdir(parents=True)
        except OSError as error:
            raise Refused(NO_ROOM.format(folder, error.strerror or error)) from None
        pool = ThreadPoolExecutor(2, "draft")
        self._csv = pool.submit(write_tables, folder, manifest)
        self._written = pool.submit(self._write_formats, manifest)
        self._kept = pool.submit(self._keep)  # last: each waits for those before it, and two at once are enough
        pool.shutdown(wait=False)

    def holds(self, manifest: Manifest) -> bool:
        """Whether its tables are those very ones: checks may have emptied a cell since it was begun."""
        return all(self._tables[name] is manifest.tables[name] for name in TABLES)

    def written(self) -> Files:
        """Its files, once all are there. Raises OSError, Refused."""
        return self._written.result()

    def taken(self) -> None:
        """Its folder is staged, and its copy whole: from now on both belong to who publishes it, whose journal may need them
        after a fault. Raises OSError."""
        self._kept.result()
        self._is_taken = True

    @property
    def copied(self) -> Path | None:
        """Where the copy lies, of one that is staged."""
        return self._copied if self._is_taken else None

    def thrown_away(self) -> None:
        """Nothing of it is left in its folder, nor of its copy."""
        self._is_off = True
        wait([self._written])
        wait([self._kept])
        self._removed()

    def _removed(self) -> None:
        for folder in filter(None, (self._folder, self._copied)):
            shutil.rmtree(folder, ignore_errors=True)

    def _write_formats(self, manifest: Manifest) -> Files:
        """The other formats, once the tables are there; and what each file is. Raises OSError, Refused."""
        known = {**self._csv.result(), **write_formats(self._folder, manifest)}
        return {name: file for name, file in measured(self._folder, known).items() if name not in CHANGES}

    def _keep(self) -> None:
        """Copies what is written, and has the disk take both: the tables while formats are made, which need the processor."""
        done: set[str] = set()
        for part in (self._csv, self._written):
            names = part.result().keys() - done
            if self._is_off:
                return
            copies = copy_missing(self._folder, self._copied, sorted(names)) if self._copied else []
            sync_all([*(self._folder / name for name in names), *copies])
            done |= names

    def __enter__(self) -> "Draft":
        return self

    def __exit__(self, *_about: object) -> None:
        if not self._is_taken:
            self.thrown_away()


def drafted(output: Path, manifest: Manifest) -> Draft:
    """The data of a release, begun before its checks have spoken: nothing is moved in until they have, and a refusal throws
    it away. Raises Refused when the disk refuses it."""
    return Draft(staging_of(output, manifest), manifest, output / f"{COPY}{manifest.version}")


def staging_of(output: Path, manifest: Manifest) -> Path:
    """Where a release is put together."""
    return output / f".staging-{manifest.version}"


def stage(folder: Path, manifest: Manifest, draft: Draft | None = None, told: Document | None = None) -> Files:
    """Writes the release durably, from its `draft` when that is of the same tables. `told`: its changes as a document, where
    that is made already. Raises Refused when the disk refuses it; the folder is then removed.
    """
    if draft is None or not draft.holds(manifest):
        if draft:
            draft.thrown_away()
        draft = Draft(folder, manifest)
    try:
        write_changes(folder, manifest, told)
        data = draft.written()
        files = describe(folder, manifest, data)
        draft.taken()
        sync_all(path for path in (folder, *folder.rglob("*")) if path.relative_to(folder).as_posix() not in data)
    except Refused:
        draft.thrown_away()
        raise
    except OSError as error:
        draft.thrown_away()
        raise Refused(NO_ROOM.format(folder, error.strerror or error)) from None
    return files


def write_tables(folder: Path, manifest: Manifest) -> Files:
    """The canonical CSV of every table, each read back once, and what each is as read. Raises Refused when it is not the table."""
    folder.mkdir(parents=True, exist_ok=True)
    return {f"{table}.csv": _proved(folder / f"{table}.csv", manifest.tables[table]) for table in TABLES}


def _proved(path: Path, table: pd.DataFrame) -> File:
    write_csv(table, path)
    seen = Growing()
    if other := unlike(path, table, seen.see):
        raise Refused(
            f"A table was not written as it was checked: {other}. Nothing is published; look at the disk, then run again."
        )
    return seen.told()


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
