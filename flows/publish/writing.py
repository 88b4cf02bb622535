"""The data of a release, written by two threads: of this process, or of the one beside the run."""

import contextlib
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pandas as pd

from flows.aside import Aside
from flows.catalogue.manifest import File, Files, Manifest
from flows.changes.files import CSV, JSON
from flows.columnar.written import unlike
from flows.formats import write_formats
from flows.formats.csv_table import write_csv
from flows.formats.measure import Growing, measured
from flows.shelf import copy_missing, sync_all
from schemas.errors import Refused, WorkersFailed
from schemas.tables import TABLES

CHANGES = (CSV, JSON)
"""Written apart: their causes are known once the release is checked."""
_MINE: "list[Writing]" = []
"""What this process writes for the run that it is beside of."""


class Writing:
    """The tables of a release in every format, and a copy of each file for `latest/`, being written to a folder that is there."""

    def __init__(self, folder: Path, manifest: Manifest, copied: Path | None) -> None:
        """Begins. `copied`: where the copy is made; none when None."""
        self._folder, self._copied = folder, copied
        self.is_off = False
        """Nobody wants the copy any more."""
        pool = ThreadPoolExecutor(2, "draft")
        self._csv = pool.submit(write_tables, folder, manifest)
        self.written: Future[Files] = pool.submit(self._write_formats, manifest)
        """Its files, once all are there. Raises OSError, Refused."""
        self.kept: Future[None] = pool.submit(self._keep)  # last: each waits for those before it, and two are enough
        """Done once the disk has them and their copy. Raises as `written`."""
        pool.shutdown(wait=False)

    def _write_formats(self, manifest: Manifest) -> Files:
        """The other formats, once the tables are there; and what each file is. Raises OSError, Refused."""
        known = {**self._csv.result(), **write_formats(self._folder, manifest)}
        return {name: file for name, file in measured(self._folder, known).items() if name not in CHANGES}

    def _keep(self) -> None:
        """Copies what is written, and has the disk take both: the tables while formats are made, which need the processor."""
        done: set[str] = set()
        for part in (self._csv, self.written):
            names = part.result().keys() - done
            if self.is_off:
                return
            copies = copy_missing(self._folder, self._copied, sorted(names)) if self._copied else []
            sync_all([*(self._folder / name for name in names), *copies])
            done |= names


def write_begun(folder: Path, manifest: Manifest, copied: Path | None) -> Files:
    """In the process beside the run: writes, and tells the files once all are there. Raises OSError, Refused."""
    _MINE[:] = [Writing(folder, manifest, copied)]
    return _MINE[0].written.result()


def write_ended() -> None:
    """The same, once the disk has them and their copy. Raises OSError, Refused."""
    if _MINE:
        _MINE.pop().kept.result()


def imported(aside: Aside) -> None:
    """Has the process beside the run import what it writes with; it is not waited for."""
    threading.Thread(target=_sent, args=(aside,), name="ready", daemon=True).start()


def _sent(aside: Aside) -> None:
    with contextlib.suppress(WorkersFailed):  # whoever needs it next is told
        aside(_nothing)


def _nothing() -> None:
    from flows.formats import every as every


def write_tables(folder: Path, manifest: Manifest) -> Files:
    """The canonical CSV of every table, in a folder that is there, each read back once, and what each is as read. Raises Refused
    when it is not the table."""
    return {f"{table}.csv": _proved(folder / f"{table}.csv", manifest.tables[table]) for table in TABLES}


def _proved(path: Path, table: pd.DataFrame) -> File:
    write_csv(table, path)
    seen = Growing()
    if other := unlike(path, table, seen.see):
        raise Refused(
            f"A table was not written as it was checked: {other}. Nothing is published; look at the disk, then run again."
        )
    return seen.told()
