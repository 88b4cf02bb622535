"""What was read of pages before: the same bytes under the same reader are not read again.

`output/cache/readings-<source>.sqlite`, private as the pages themselves. It may be deleted at any time, and is
dropped when it is damaged or when the reader, its descriptor or what it imports has changed: it only saves time.
"""

import contextlib
import dataclasses
import hashlib
import json
import logging
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import sources
from flows.pages.archive import Page
from schemas import records
from schemas.records import Source
from sources.text import clean

_log = logging.getLogger(__name__)
_AT_ONCE = 500
_TABLES = """
CREATE TABLE IF NOT EXISTS code (empreinte TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS lues (
  cle BLOB PRIMARY KEY, jour TEXT NOT NULL, sceau INTEGER NOT NULL, ligne TEXT NOT NULL) WITHOUT ROWID;
"""


@contextlib.contextmanager
def opened(folder: Path, source: Source) -> Iterator["Memory"]:
    """The memory of a source in a folder; an empty one that lasts no longer than the block when it cannot be used."""
    path = folder / f"readings-{source.id}.sqlite"
    with contextlib.closing(_connected(path, code_of(source))) as base:
        yield Memory(base)
        with contextlib.suppress(sqlite3.Error):
            base.commit()


def _connected(path: Path, code: str) -> sqlite3.Connection:
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return _ready(sqlite3.connect(path, timeout=30), code)
        except (sqlite3.Error, OSError) as error:
            _log.warning("%s: dropped, pages are read again: %s", path.name, clean(str(error)))
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
    return _ready(sqlite3.connect(":memory:"), code)


def _ready(base: sqlite3.Connection, code: str) -> sqlite3.Connection:
    """The tables made, and everything forgotten that was read with other code."""
    try:
        base.executescript(
            f"PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;{_TABLES}"
        )
        base.execute("SELECT cle, jour, sceau, ligne FROM lues LIMIT 1").fetchall()
        if base.execute("SELECT empreinte FROM code").fetchall() != [(code,)]:
            base.execute("DELETE FROM lues")
            base.execute("DELETE FROM code")
            base.execute("INSERT INTO code VALUES (?)", (code,))
    except sqlite3.Error:
        base.close()
        raise
    return base


def code_of(source: Source) -> str:
    """The digest of all that shapes a reading beside the page: descriptor, reader, what readers import, the parser."""
    told = hashlib.sha256(json.dumps(dataclasses.asdict(source), sort_keys=True, default=str).encode())
    told.update(version("lxml").encode())
    own = (sources.folder.ROOT / source.dossier).glob("*.py") if source.dossier else ()
    room = (
        path for path in sources.FOLDER.rglob("*") if path.suffix in (".py", ".gz") and "snapshots" not in path.parts
    )
    for path in sorted({*own, *room, Path(records.__file__), Path(__file__).with_name("batches.py")}):
        told.update(hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()


class Memory:
    """The lines (`flows.pages.batches`) that pages gave before."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def lines(self, pages: Sequence[Page]) -> list[str]:
        """The line of each page, '' of one that was not read before or whose line is damaged."""
        found: dict[bytes, str] = {}
        keys = [_key(page) for page in pages]
        try:
            for start in range(0, len(keys), _AT_ONCE):
                found.update(self._of(keys[start : start + _AT_ONCE]))
        except sqlite3.Error as error:
            _log.warning("the memory of readings is damaged, pages are read again: %s", clean(str(error)))
        return [found.get(key, "") for key in keys]

    def _of(self, keys: Sequence[bytes]) -> Iterator[tuple[bytes, str]]:
        marks = ", ".join("?" * len(keys))
        for key, seal, line in self._base.execute(f"SELECT cle, sceau, ligne FROM lues WHERE cle IN ({marks})", keys):
            if isinstance(line, str) and _seal(key, line) == seal:
                yield key, line

    def keep(self, told: Iterable[tuple[Page, str]]) -> None:
        """Remember what pages gave."""
        rows = [(key := _key(page), page.had[:10], _seal(key, line), line) for page, line in told]
        with contextlib.suppress(sqlite3.Error):
            self._base.executemany("INSERT OR REPLACE INTO lues VALUES (?, ?, ?, ?)", rows)


def prune(folder: Path, oldest: str) -> None:
    """Forget what was read of pages received before `oldest` (ISO day), as the pages themselves are deleted."""
    for path in sorted(folder.glob("readings-*.sqlite")):
        try:
            with contextlib.closing(sqlite3.connect(path, timeout=30)) as base:
                base.execute("PRAGMA secure_delete=ON")
                base.execute("DELETE FROM lues WHERE jour < ?", (oldest,))
                base.commit()
        except sqlite3.Error:
            path.unlink(missing_ok=True)


def _key(page: Page) -> bytes:
    return hashlib.sha256(f"{page.url}\0{page.sha256}\0{page.content_type}".encode()).digest()[:16]


def _seal(key: bytes, line: str) -> int:
    return zlib.crc32(line.encode("utf-8", "surrogatepass"), zlib.crc32(key))
