"""A release that is written before its checks have spoken; what they refuse leaves nothing of it."""

import dataclasses
import secrets
import shutil
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from flows.aside import Aside
from flows.catalogue.manifest import Files, Manifest
from flows.publish.writing import Writing, imported, write_begun, write_ended
from flows.shelf import COPY
from schemas.errors import Refused
from schemas.tables import TABLES, Tables

NO_ROOM = "{} cannot be written: {}. Nothing is published; free some space and run again."
MANY = 2_000
"""Places: to write fewer takes less than another process needs to begin."""


class Draft:
    """The data of a release, being written: its tables in every format, and a copy of each file for `latest/`.

    As a context, both are gone at the end unless staged.
    """

    def __init__(
        self, folder: Path, manifest: Manifest, copied: Path | None = None, aside: Aside | None = None
    ) -> None:
        """Begins anew in that folder. `copied`: where the copy is made; none when None. `aside` writes both, where it is there:
        a process, which may outlive this one for a moment, and so has folders apart. Raises Refused when the disk refuses it."""
        apart = "" if aside is None else f"~{secrets.token_hex(4)}"
        self.folder = folder.with_name(folder.name + apart)
        self._copied = copied and copied.with_name(copied.name + apart)
        self._tables, self._is_taken = manifest.tables, False
        try:
            self._removed()
            self.folder.mkdir(parents=True)
        except OSError as error:
            raise Refused(NO_ROOM.format(folder, error.strerror or error)) from None
        self._here = None if aside else Writing(self.folder, manifest, self._copied)
        self._written, self._kept = self._asked(aside, manifest) if aside else self._begun()

    def _begun(self) -> tuple[Future[Files], Future[None]]:
        assert self._here
        return self._here.written, self._here.kept

    def _asked(self, aside: Aside, manifest: Manifest) -> tuple[Future[Files], Future[None]]:
        data = dataclasses.replace(manifest, changes=(), earlier=(), gates=())  # what formats are made of
        pool = ThreadPoolExecutor(1, "draft")
        written = pool.submit(aside, write_begun, self.folder, data, self._copied)
        kept = pool.submit(aside, write_ended)
        pool.shutdown(wait=False)
        return written, kept

    def holds(self, manifest: Manifest) -> bool:
        """Whether its tables are those very ones: checks may have emptied a cell since it was begun."""
        return all(self._tables[name] is manifest.tables[name] for name in TABLES)

    def written(self) -> Files:
        """Its files, once all are there. Raises OSError, Refused; WorkersFailed when the process that wrote it was lost."""
        return self._written.result()

    def taken(self, folder: Path) -> None:
        """It is staged as that folder, and its copy whole: from now on both belong to who publishes it, whose journal may need
        them after a fault. Raises OSError."""
        self._kept.result()
        if folder != self.folder:
            shutil.rmtree(folder, ignore_errors=True)
            self.folder = self.folder.rename(folder)
        self._is_taken = True

    @property
    def copied(self) -> Path | None:
        """Where the copy lies, of one that is staged."""
        return self._copied if self._is_taken else None

    def thrown_away(self) -> None:
        """Nothing of it is left in its folder, nor of its copy."""
        if self._here:
            self._here.is_off = True
        wait([self._written])
        wait([self._kept])
        self._removed()

    def _removed(self) -> None:
        for folder in filter(None, (self.folder, self._copied)):
            shutil.rmtree(folder, ignore_errors=True)

    def __enter__(self) -> "Draft":
        return self

    def __exit__(self, *_about: object) -> None:
        if not self._is_taken:
            self.thrown_away()


def drafted(output: Path, manifest: Manifest, aside: Aside | None = None) -> Draft:
    """The data of a release, begun before its checks have spoken: nothing is moved in until they have, and a refusal throws
    it away. `aside`: the process that writes a large one, where there is one. Raises Refused when the disk refuses it."""
    writer = aside if _are_many(manifest.tables) else None
    return Draft(staging_of(output, manifest), manifest, output / f"{COPY}{manifest.version}", writer)


def made_ready(aside: Aside | None, tables: Tables) -> None:
    """Has the process beside the run, where there is one, import what it writes a draft of so many places with."""
    if aside and _are_many(tables):
        imported(aside)


def _are_many(tables: Tables) -> bool:
    return len(tables["etablissements"]) >= MANY


def staging_of(output: Path, manifest: Manifest) -> Path:
    """Where a release is put together."""
    return output / f".staging-{manifest.version}"
