"""Many pages as received, in one file a source: `<folder>/<source id>/pages.sqlite`.

Bodies lie once a digest, compressed; of each address there is the page that was last read well (`lue`) and the one that
was received since, until it is read well in its turn. SQLite's log of what is being written makes a torn file
impossible, and a run that is killed keeps the pages that it had.
"""

import contextlib
import logging
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from schemas.errors import FetchFailed, UsageError
from sources.text import clean

_log = logging.getLogger(__name__)
NAME = "pages.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS corps (sha256 TEXT NOT NULL UNIQUE, corps BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS pages (
  url TEXT, lue INTEGER, sha256 TEXT NOT NULL, had TEXT NOT NULL, seen TEXT NOT NULL, final_url TEXT NOT NULL,
  etag TEXT NOT NULL, last_modified TEXT NOT NULL, lastmod TEXT NOT NULL, content_type TEXT NOT NULL,
  robots TEXT NOT NULL, PRIMARY KEY (url, lue)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passage (debut TEXT NOT NULL);
"""
_LEVEL = 1  # a page shrinks eight times; the next levels cost more than they save
_AT_ONCE = 500


class Page(NamedTuple):
    """One page as the archive knows it. `had` and `seen` are ISO date-times in UTC: received, and last known to be so."""

    url: str
    sha256: str
    had: str
    seen: str
    final_url: str = ""
    etag: str = ""
    last_modified: str = ""
    lastmod: str = ""
    """The day of change that the sitemap gave when it was received, as written."""
    content_type: str = ""
    robots: str = "non_demande"


_COLUMNS = ", ".join(Page._fields)
_KEPT = f"INSERT OR REPLACE INTO pages ({_COLUMNS}, lue) VALUES ({', '.join('?' * (len(Page._fields) + 1))})"


def packed(body: bytes) -> bytes:
    """A body as it is kept."""
    return zlib.compress(body, _LEVEL)


def unpacked(body: bytes) -> bytes:
    """A body as it was received. Raises ValueError when it is damaged."""
    try:
        return zlib.decompress(body)
    except zlib.error as error:
        raise ValueError(f"its archived body is damaged: {error}") from None


@contextlib.contextmanager
def opened(folder: Path, source: str) -> Iterator["Archive"]:
    """The archive of a source, made when there is none; what is written in the block stays, even when it ends badly.

    One that is no database any more is deleted, with a warning: its pages are asked again. Raises FetchFailed when that
    shows within the block only, UsageError when the archive cannot be written.
    """
    path = folder / source / NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(_connected(path)) as base:
            try:
                yield Archive(base)
            finally:
                base.commit()
    except (OSError, sqlite3.OperationalError) as error:
        raise UsageError(f"{path} cannot be used: {error}. Free some space or choose another place.") from None
    except sqlite3.DatabaseError as error:
        _delete(path, error)
        raise FetchFailed(
            f"{source}: the archive of its pages was damaged ({error}), and is deleted: nothing of it is used. "
            "What the last release says stands; the next run asks every page again."
        ) from None


def _delete(path: Path, error: sqlite3.Error) -> None:
    _log.warning("%s: no database any more (%s); deleted, its pages are asked again", path, clean(str(error)))
    for left in path.parent.glob(f"{NAME}*"):
        left.unlink()


def _connected(path: Path) -> sqlite3.Connection:
    try:
        return _ready(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        _delete(path, error)
        return _ready(path)


def _ready(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=30)
    try:
        base.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;{_TABLES}")
        base.execute(f"SELECT {_COLUMNS}, lue FROM pages LIMIT 1").fetchall()
    except sqlite3.DatabaseError:
        base.close()
        raise
    return base


class Archive:
    """The pages of one source. What is written lasts from the next `save` on, at the latest from the end of `opened`."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def newest(self) -> dict[str, Page]:
        """The newest page of each address, read or not."""
        return self._pages("SELECT {} FROM pages ORDER BY url, lue DESC")

    def read_well(self) -> dict[str, Page]:
        """Of each address, the page that was last read well."""
        return self._pages("SELECT {} FROM pages WHERE lue = 1 ORDER BY url")

    def _pages(self, query: str) -> dict[str, Page]:
        known: dict[str, str] = {}
        once = known.setdefault  # moments and types are the same over and over, and the address is mostly the final one
        pages: dict[str, Page] = {}
        for url, digest, had, seen, final, etag, *told in self._base.execute(query.format(_COLUMNS)):
            final = url if final == url else final
            pages[url] = Page(url, digest, once(had, had), once(seen, seen), final, etag, *map(once, told, told))
        return pages

    def keep(self, page: Page, body: bytes) -> None:
        """A page that was just received; `body` is `packed`."""
        self._base.execute("INSERT OR IGNORE INTO corps VALUES (?, ?)", (page.sha256, body))
        self._base.execute(_KEPT, (*page, 0))

    def seen(self, urls: Iterable[str], moment: str, lastmod: Mapping[str, str] = {}) -> None:
        """The site says that the newest pages of these addresses have not changed."""
        newest = "lue = (SELECT min(lue) FROM pages AS p WHERE p.url = pages.url)"
        if not lastmod:
            for part in _parts([*urls]):
                marks = ", ".join("?" * len(part))
                self._base.execute(f"UPDATE pages SET seen = ? WHERE url IN ({marks}) AND {newest}", (moment, *part))
            return
        rows = [(moment, lastmod.get(url), url) for url in urls]
        self._base.executemany(
            f"UPDATE pages SET seen = ?, lastmod = coalesce(?, lastmod) WHERE url = ? AND {newest}", rows
        )

    def bodies(self, digests: Sequence[str]) -> dict[str, bytes]:
        """The bodies of these digests as they are kept, those that are there; their digest is the reader's to prove."""
        found: dict[str, bytes] = {}
        for part in _parts(digests):
            marks = ", ".join("?" * len(part))
            found.update(self._base.execute(f"SELECT sha256, corps FROM corps WHERE sha256 IN ({marks})", part))
        return found

    def settle(self, urls: Iterable[str], doubtful: Iterable[str]) -> None:
        """Pages that were read well replace those before them; the doubtful lose their validators: they are asked in full.

        Else a site that gave a challenge once, and then says "unchanged", would be taken at its word for ever.
        """
        some = self._base.execute("SELECT 1 FROM pages WHERE lue = 0 LIMIT 1").fetchone()
        well = [(url,) for url in urls] if some else []
        self._base.execute("CREATE TEMP TABLE IF NOT EXISTS bonnes (url TEXT PRIMARY KEY) WITHOUT ROWID")
        self._base.executemany("INSERT OR IGNORE INTO bonnes VALUES (?)", well)
        fresh = "SELECT url FROM pages WHERE lue = 0 AND url IN (SELECT url FROM bonnes)"
        self._base.execute(f"DELETE FROM pages WHERE lue = 1 AND url IN ({fresh})")
        self._base.execute("UPDATE pages SET lue = 1 WHERE lue = 0 AND url IN (SELECT url FROM bonnes)")
        self._base.execute("DELETE FROM bonnes")
        self._base.executemany(
            "UPDATE pages SET etag = '', last_modified = '', lastmod = '' WHERE url = ? AND lue = 0",
            [(url,) for url in doubtful],
        )
        self.save()

    def damaged(self, digest: str) -> None:
        """A body that is no longer what its digest says is dropped, with its pages."""
        self._base.execute("DELETE FROM pages WHERE sha256 = ?", (digest,))
        self._base.execute("DELETE FROM corps WHERE sha256 = ?", (digest,))

    def begun(self, moment: str, oldest: str) -> str:
        """A passage over the pages begins at `moment`; when one was interrupted since `oldest`, that goes on: its beginning, else ''."""
        row = self._base.execute("SELECT max(debut) FROM passage WHERE debut >= ?", (oldest,)).fetchone()
        if not row[0]:
            self._base.execute("DELETE FROM passage")
            self._base.execute("INSERT INTO passage VALUES (?)", (moment,))
            self.save()
        return str(row[0] or "")

    def ended(self) -> None:
        """The passage reached its end."""
        self._base.execute("DELETE FROM passage")
        self.save()

    def save(self) -> None:
        """What was written until now outlives this process."""
        self._base.commit()

    def prune(self, oldest: str) -> int:
        """Pages received before `oldest` (ISO day) are deleted, with the bodies that no page has any more; how many."""
        gone = self._base.execute("DELETE FROM pages WHERE had < ?", (oldest,)).rowcount
        self._base.execute("DELETE FROM corps WHERE sha256 NOT IN (SELECT sha256 FROM pages)")
        self.save()
        return gone


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Values by the hundreds, as many as one statement is given."""
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
