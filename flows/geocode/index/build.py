"""BAN files -> the street index. Rows are sorted on disk, so that all of France costs no more memory than a village.

The index is made beside its place and moved in when it is whole: a build that is killed or fails leaves the former one.
"""

import contextlib
import fcntl
import itertools
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from flows.geocode.index.ban_file import Address, addresses, digest
from flows.geocode.index.store import write
from flows.geocode.index.street import Street, street
from schemas.errors import Locked, UsageError

_NAMES = ", ".join(Address._fields)
_STREET = itemgetter(*map(Address._fields.index, ("code_insee", "groupe", "voie")))


@dataclass(frozen=True, slots=True)
class Report:
    """What became of every row: `rows` is the sum of `numbers`, `unnumbered`, `duplicates` and all of `left_out`."""

    rows: int
    streets: int
    numbers: int
    unnumbered: int
    """Rows that only place their street."""
    duplicates: int
    """Rows said again, by the same file or another, and worse positions of a number that has a better one."""
    left_out: Mapping[str, int]
    """Rows that are not indexed, by reason."""


def build(files: Sequence[Path], index: Path) -> Report:
    """Make the index of some BAN files (CSV, plain or gzip); the same rows give the same index, whatever their order.

    Raises UsageError for a file that is none of the BAN's, is not whole, or has nothing to index, and when the place
    cannot be written; Locked when another build of this index runs. The former index then stays as it was.
    """
    if not files:
        raise UsageError(f"{index}: no file of the BAN was named. Give at least one adresses-<département>.csv.gz.")
    try:
        with _alone(index), _draft(index, "rows") as rows, _draft(index, "tmp") as draft:
            report = _built(files, rows, draft)
            _moved(draft, index)
    except (OSError, sqlite3.Error) as error:
        raise UsageError(f"{index} cannot be written: {error}. Free some space or choose another place.") from None
    return report


def _built(files: Sequence[Path], rows: Path, draft: Path) -> Report:
    left_out: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    database = sqlite3.connect(rows, isolation_level=None)
    try:
        read = _sorted(database, files, left_out)
        write(draft, _streets(database, totals), read)
    finally:
        database.close()
    if not totals["streets"]:
        why = ", ".join(f"{count} with {reason}" for reason, count in sorted(left_out.items()))
        raise UsageError(
            f"{files[0]}: none of its addresses can be indexed ({why}). Check that it is a file of the BAN."
        )
    count, unnumbered = sum(lines for _, _, lines in read), totals["unnumbered"]
    again = count - left_out.total() - totals["numbers"] - unnumbered
    return Report(count, totals["streets"], totals["numbers"], unnumbered, again, dict(sorted(left_out.items())))


def _sorted(database: sqlite3.Connection, files: Sequence[Path], left_out: Counter[str]) -> list[tuple[str, str, int]]:
    """Puts the rows of all files in a table sorted by all they say, each once; tells name, sha256 and rows of files."""
    database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536; BEGIN;")
    database.execute(f"CREATE TABLE rows ({_NAMES}, PRIMARY KEY ({_NAMES})) WITHOUT ROWID")
    insert = f"INSERT OR IGNORE INTO rows VALUES ({', '.join('?' * len(Address._fields))})"
    told = []
    for path in files:
        read, sha256, before = [0], digest(path), left_out.total()
        database.executemany(insert, _counted(addresses(path, left_out), read))
        told.append((path.name, sha256, read[0] + left_out.total() - before))
    database.execute("COMMIT")
    return told


def _counted(rows: Iterator[Address], count: list[int]) -> Iterator[Address]:
    """The same rows; `count[0]` is how many went by."""
    for count[0], row in enumerate(rows, start=1):
        yield row


def _streets(database: sqlite3.Connection, totals: Counter[str]) -> Iterator[Street]:
    """The streets, sorted; counted in `totals`, with their numbers."""
    rows = map(Address._make, database.execute(f"SELECT {_NAMES} FROM rows ORDER BY {_NAMES}"))
    for _, group in itertools.groupby(rows, key=_STREET):
        several = list(group)
        found, numbers = street(several)
        totals.update(streets=1, numbers=numbers, unnumbered=sum(one.numero < 0 for one in several))
        yield found


@contextlib.contextmanager
def _alone(index: Path) -> Iterator[None]:
    """Holds the place for one build; the kernel lets go when the process ends. Raises Locked."""
    index.parent.mkdir(parents=True, exist_ok=True)
    with index.with_name(f".{index.name}.verrou").open("ab") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Locked(f"{index}: another build of it runs. Wait for it to end, or choose another place.") from None
        yield


@contextlib.contextmanager
def _draft(index: Path, what: str) -> Iterator[Path]:
    """A file beside the index, empty at first, that does not outlive the build; a killed one's is taken away."""
    draft = index.with_name(f".{index.name}.{what}")
    draft.unlink(missing_ok=True)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _moved(draft: Path, index: Path) -> None:
    """The draft, made durable, becomes the index in one step."""
    for path in (draft, index.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
            if path == draft:
                draft.replace(index)
        finally:
            os.close(handle)
