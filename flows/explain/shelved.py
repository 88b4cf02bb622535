"""The releases on the shelf as explaining reads them: the newest one proved, those before it as far as they are whole."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from flows import shelf
from flows.formats.csv_table import from_csv
from schemas.errors import Damaged, UsageError
from schemas.records import Row
from schemas.tables import rows_of


@dataclass(frozen=True, slots=True)
class Shelved:
    """One release. `folder` is None when its files are not there, or are not what their sums say."""

    version: str
    date: str
    folder: Path | None
    _read: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether its files can be read and believed."""
        return self.folder is not None

    def table(self, name: str) -> pd.DataFrame:
        """A table as published, with the columns that it had then; no row where the release has no such table."""
        if name not in self._read:
            path = self.folder / f"{name}.csv" if self.folder else None
            there = path is not None and path.is_file()
            self._read[name] = from_csv(str(path)) if there else pd.DataFrame(dtype=str)
        return self._read[name]

    def rows(self, name: str, **cells: str) -> list[Row]:
        """The rows of a table that hold these cells."""
        frame = self.table(name)
        for column, value in cells.items():
            frame = frame[frame[column] == value] if column in frame.columns else frame.iloc[:0]
        return rows_of(frame)


class Undone(NamedTuple):
    """A release that was published and then withdrawn: `date` (ISO) and `reason` are those of its withdrawal."""

    release: Shelved
    date: str
    reason: str


def undone(output: Path) -> Iterator[Undone]:
    """The releases that were withdrawn, the newest first; each is proved when it is asked for, not before."""
    for entry in shelf.versions(output):
        told = entry.get("withdrawn")
        if isinstance(told, dict):
            yield Undone(_one(output, entry, latest=False), str(told.get("date", "")), str(told.get("reason", "")))


def shelved(output: Path) -> list[Shelved]:
    """The releases, the current one first, then those before it; withdrawn ones are not among them, pruned ones have no files.

    Raises UsageError when there is none, Damaged when the current one cannot be believed.
    """
    entries = _told(shelf.versions(output))
    if not entries:
        raise UsageError(
            f"{output} holds no release: make one (creches release --offline), or give its folder by --output."
        )
    found = [_one(output, entry, latest=entry is entries[0]) for entry in entries]
    if not found[0].whole:
        raise Damaged(
            f"{output}: the release {found[0].version} is not what its sums say, so nothing is explained by it. Restore it"
            " first: creches verify tells which files."
        )
    return found


def _told(entries: list[shelf.Entry]) -> list[shelf.Entry]:
    """The current release and those before it that were not withdrawn."""
    current = shelf.current_of(entries)
    after = entries[entries.index(current) :] if current else []
    return [entry for entry in after if not entry.get("withdrawn")]


def _one(output: Path, entry: shelf.Entry, latest: bool) -> Shelved:
    """A release where it lies; the current one may lie in `latest` only."""
    version = str(entry["version"])
    folders = [output / "releases" / version, *([output / "latest"] if latest else [])]
    folder = next((one for one in folders if shelf.is_release(one, entry.get("sha256"))), None)
    return Shelved(version, str(entry["date"]), folder)
