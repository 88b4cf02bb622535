"""The databases of a source of many pages without what was refused: its pages, and what was read of them.

Deleted rows are overwritten, the file is written anew and its journals emptied: no freed page of it holds anything.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from flows.erasure.needles import Needles
from flows.erasure.told import tells

_PAGES = "pages.sqlite"
_JOURNALS = ("-journal", "-wal", "-shm")


def is_base(path: Path) -> bool:
    """Whether a file is one of these, or a journal that one left."""
    name = _base_of(path).name
    return name == _PAGES or (name.startswith("readings-") and name.endswith(".sqlite"))


def base_tells(every: Needles, path: Path) -> bool:
    """Whether it tells what was refused. One that cannot be read is taken to: nobody can say that it does not."""
    if path != _base_of(path):  # its words are read through its database; without that, nobody reads them
        return not _base_of(path).exists()
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=30)) as base:
            return next(_telling(base, every), None) is not None
    except (sqlite3.Error, OSError):
        return True


def clean_base(every: Needles, path: Path) -> None:
    """Pages that tell it leave their archive, body and rows; what was read is dropped whole, as it only saves time.

    So is an archive that cannot be cleaned: its pages can be asked again.
    """
    if path.name == _PAGES:
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path, timeout=30)) as base:
            _take_out(base, every)
            return
    for left in (path, *(path.with_name(f"{path.name}{end}") for end in _JOURNALS)):
        left.unlink(missing_ok=True)


def _take_out(base: sqlite3.Connection, every: Needles) -> None:
    """A body leaves with every page that has it: one without the other would pass for damage."""
    base.execute("PRAGMA secure_delete=ON")
    for table, row in list(_telling(base, every)):
        if table not in ("corps", "pages"):
            raise sqlite3.DatabaseError(f"nobody knows how to take a row out of {table}")
        base.execute("DELETE FROM pages WHERE sha256 = ?", (row["sha256"],))
        base.execute("DELETE FROM corps WHERE sha256 = ?", (row["sha256"],))
    base.commit()
    base.execute("VACUUM")
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _telling(base: sqlite3.Connection, every: Needles) -> Iterator[tuple[str, sqlite3.Row]]:
    """(table, row) of each that tells it, among all that there are."""
    base.row_factory = sqlite3.Row
    for (table,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        name = str(table).replace('"', '""')
        for row in base.execute(f'SELECT * FROM "{name}"'):
            if any(tells(every, cell) for cell in row):
                yield str(table), row


def _base_of(path: Path) -> Path:
    end = next((end for end in _JOURNALS if path.name.endswith(f".sqlite{end}")), "")
    return path.with_name(path.name.removesuffix(end))
