"""SQLite: every table, typed, with its keys and the indexes that a reader such as Datasette asks for.

Booleans are 0 or 1, dates ISO text, a missing value NULL. A table is created after those it refers to, so that its
foreign keys hold while it is read from top to bottom.
"""

import sqlite3
from contextlib import closing
from graphlib import TopologicalSorter
from pathlib import Path

from flows.columnar.pieces import pieces
from flows.columnar.values import typed_columns
from flows.formats.typed import kinds
from schemas.errors import Refused
from schemas.tables import TABLES, Tables, columns, fields, schema

_AFFINITIES = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_INDEXED = {
    "etablissements": ("region", "departement", "code_commune", "categorie", "statut"),
    "gestionnaires": ("siren", "forme"),
    "anomalies": ("code", "id"),
}
"""Columns by which people look for rows, beside those of keys."""
_READ_THROUGH = {"provenance": ("source",)}
"""References without an index: of a million rows each source has a large share, and an index would only be long."""
_SETTINGS = ("journal_mode = OFF", "synchronous = OFF", "secure_delete = ON", "cache_size = -32000")
"""The file is written once, in a folder that is thrown away when it fails; no page keeps anything of memory."""


def write_sqlite(tables: Tables, path: Path) -> None:
    """Writes every table. Raises OSError, Refused."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as base:
            for setting in _SETTINGS:
                base.execute(f"PRAGMA {setting}")
            base.execute("BEGIN")
            for table in _parents_first():
                _fill(base, tables, table)
            base.execute("COMMIT")
    except sqlite3.IntegrityError as error:
        raise Refused(
            f"{path.name} cannot hold the tables: {error}; nothing is published. Correct what made that row."
        ) from error
    except sqlite3.Error as error:
        raise OSError(0, f"SQLite: {error}") from error


def _fill(base: sqlite3.Connection, tables: Tables, table: str) -> None:
    base.execute(_table(table))
    places = ", ".join("?" * len(columns(table)))
    for piece in pieces(tables[table]):
        base.executemany(f"INSERT INTO {table} VALUES ({places})", typed_columns(piece, table).rows())
    for index in _indexes(table):
        base.execute(index)


def _parents_first() -> tuple[str, ...]:
    """Tables in their order, each after those that its foreign keys name."""
    order = TopologicalSorter({table: sorted({to for _, to, _ in _references(table)}) for table in TABLES})
    return tuple(order.static_order())


def _references(table: str) -> list[tuple[str, str, str]]:
    """(column, table it refers to, column there) of each foreign key."""
    found = schema(table).get("foreignKeys", [])
    assert isinstance(found, list)
    return [(one["fields"][0], one["reference"]["resource"], one["reference"]["fields"][0]) for one in found]


def required(table: str) -> set[str]:
    """The columns of a table that may not be empty."""
    return {str(f["name"]) for f in fields(table) if dict(f["constraints"]).get("required")}  # type: ignore[call-overload]


def _key(table: str) -> tuple[str, ...]:
    """The declared key; none for a table without one."""
    found = schema(table).get("primaryKey", [])
    assert isinstance(found, list)
    return tuple(found)


def _table(table: str) -> str:
    needed, key = required(table), _key(table)
    parts = [
        f"{name} {_AFFINITIES[kind]}"
        + (" NOT NULL" if name in needed else "")
        + (f" CHECK ({name} IN (0, 1))" if kind == "boolean" else "")
        for name, kind in kinds(table).items()
    ]
    whole = bool(key) and needed.issuperset(key)
    if whole:
        parts.append(f"PRIMARY KEY ({', '.join(key)})")
    parts += [f"FOREIGN KEY ({name}) REFERENCES {to} ({there})" for name, to, there in _references(table)]
    # rows lie in the order of a key of several columns: smaller than an index beside them, and no second search
    tail = " WITHOUT ROWID" if whole and len(key) > 1 else ""
    return f"CREATE TABLE {table} (\n  " + ",\n  ".join(parts) + f"\n){tail}"


def _indexes(table: str) -> list[str]:
    """One for each column that refers to another table, or that people look by; NULLs are told apart in no key."""
    left_out = {*_key(table)[:1], *_READ_THROUGH.get(table, ())}
    names = dict.fromkeys((*(name for name, _, _ in _references(table)), *_INDEXED.get(table, ())))
    found = [f"CREATE INDEX {table}_{name} ON {table} ({name})" for name in names if name not in left_out]
    needed, key = required(table), _key(table)
    if not needed.issuperset(key):
        said = ", ".join(name if name in needed else f"coalesce({name}, '')" for name in key)
        found.append(f"CREATE UNIQUE INDEX {table}_cle ON {table} ({said})")
    return found
