"""The index's file: what is in it, how it is written, and what is read back of it."""

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path

from flows.geocode.index.street import Street
from schemas.errors import UsageError

FORMAT = "1"
LICENCE = "Licence Ouverte 2.0, Base Adresse Nationale"
_KIND = "creches: street index"
_KEPT = 500  # communes whose keys are held at once: a département's, some ten megabytes
_NAMES = ", ".join(Street._fields)
_SCHEMA = f"""
    PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32768; BEGIN;
    CREATE TABLE meta (cle TEXT PRIMARY KEY, valeur TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE fichiers (nom TEXT, sha256 TEXT, lignes INTEGER, PRIMARY KEY (nom, sha256)) WITHOUT ROWID;
    CREATE TABLE voies ({_NAMES});
    CREATE TABLE codes_postaux (code_postal TEXT, code_insee TEXT, PRIMARY KEY (code_postal, code_insee)) WITHOUT ROWID;
"""
_FINISH = """
    BEGIN;
    CREATE INDEX voies_par_cle ON voies (code_insee, cle, genre);
    INSERT INTO codes_postaux SELECT DISTINCT code_postal, code_insee FROM voies;
    COMMIT;
"""


def write(path: Path, streets: Iterable[Street], files: Iterable[tuple[str, str, int]]) -> None:
    """Write an index in an empty file. `files` are names, sha256 and row counts. Raises sqlite3.Error."""
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(_SCHEMA)
        meta = {"contenu": _KIND, "format": FORMAT, "licence": LICENCE}
        database.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        database.executemany("INSERT OR REPLACE INTO fichiers VALUES (?, ?, ?)", sorted(files))
        marks = ", ".join("?" * len(Street._fields))
        database.executemany(f"INSERT INTO voies VALUES ({marks})", streets)
        database.execute("COMMIT")
        database.executescript(_FINISH)
    finally:
        database.close()


class Store:
    """An index opened for reading. Raises UsageError when the file is no index that this program reads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept: OrderedDict[str, list[str]] = OrderedDict()
        try:
            uri = f"{path.absolute().as_uri()}?mode=ro"
            self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise _refused(path, str(error) if path.exists() else "there is no such file") from None
        try:
            self.postcodes: list[tuple[str, str]] = self._checked()
        except (sqlite3.Error, ValueError) as error:
            self.close()
            raise _refused(path, str(error)) from None

    def _checked(self) -> list[tuple[str, str]]:
        """Every postcode and commune (INSEE code) that go together; all communes are there. Raises ValueError."""
        meta = dict(self._database.execute("SELECT cle, valeur FROM meta"))
        if meta.get("contenu") != _KIND:
            raise ValueError("it is a database of something else")
        if meta.get("format") != FORMAT:
            raise ValueError(f"it is of format {meta.get('format')}, and this version reads format {FORMAT}")
        return list(self._database.execute("SELECT code_postal, code_insee FROM codes_postaux"))

    def named(self, key: tuple[str, str], codes: Sequence[str]) -> list[Street]:
        """The streets of a key in some communes; several in a commune made of former ones. Raises sqlite3.Error."""
        marks = ", ".join("?" * len(codes))
        query = f"SELECT {_NAMES} FROM voies WHERE cle = ? AND genre = ? AND code_insee IN ({marks})"
        return list(map(Street._make, self._database.execute(query, (key[1], key[0], *codes))))

    def keys(self, code_insee: str) -> list[str]:
        """The keys of a commune's streets (see `written`), each once. Raises sqlite3.Error."""
        kept = self._kept.get(code_insee)
        if kept is None:
            rows = self._database.execute("SELECT genre || ' ' || cle FROM voies WHERE code_insee = ?", (code_insee,))
            kept = self._kept[code_insee] = list(dict.fromkeys(key for (key,) in rows))
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(code_insee)
        return kept

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _refused(path: Path, why: str) -> UsageError:
    return UsageError(
        f"{path} is no street index to search: {why}. No address was looked for in it; build it again from the "
        "BAN's files (adresses-<département>.csv.gz), or name another file."
    )
