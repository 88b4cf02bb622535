"""DuckDB over the files of a Sirene stock: one pass each, every cell text, in bounded memory. The only door to duckdb."""

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from flows.registers import stock_zip
from flows.registers.stock_columns import AS_TEXT
from flows.registers.stock_files import StockFile
from schemas.errors import FetchFailed
from schemas.records import Row

MEMORY, THREADS = "1500MB", 2
_TEXT, _FRACTIONS = ("VARCHAR", "ENUM"), ("FLOAT", "DOUBLE", "DECIMAL")
_PLAIN = (*_TEXT, *_FRACTIONS, "BOOLEAN", "DATE", "TIMESTAMP", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT",
          "USMALLINT", "UINTEGER", "UBIGINT")  # fmt: skip


class Stock:
    """Tables of text, loaded from files of the stock; they live as long as `opened` holds."""

    def __init__(self, database: duckdb.DuckDBPyConnection, work: Path) -> None:
        self._database, self._work = database, work

    def load(self, table: str, file: StockFile, where: str) -> int:
        """The wanted columns of the rows that satisfy `where` (SQL, over text), as a table; how many rows there were.

        Raises FetchFailed when the file is damaged, lacks a column, or holds codes as numbers.
        """
        with self._refusing(file, "it cannot be read"):
            return self._load_zip(table, file, where) if file.is_zip else self._load_parquet(table, file, where)

    def change(self, statement: str) -> None:
        """Run a statement that gives no row."""
        self._database.execute(statement)

    def rows(self, query: str) -> list[Row]:
        """The rows of a query, without their empty cells."""
        asked = self._database.execute(query)
        names = [str(column[0]) for column in asked.description or ()]
        return [
            {name: str(cell) for name, cell in zip(names, row, strict=True) if cell not in (None, "")}
            for row in asked.fetchall()
        ]

    def _load_parquet(self, table: str, file: StockFile, where: str) -> int:
        link = self._work / f"lu-{file.name}"  # a name without the signs that patterns are made of
        link.symlink_to(file.path.resolve())
        source = f"read_parquet({quoted(str(link))})"
        described = self._database.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        chosen = _selection(file, {str(name): str(kind) for name, kind, *_ in described})
        self.change(f"CREATE TABLE {table} AS SELECT * FROM (SELECT {chosen} FROM {source}) WHERE {where}")
        [(count,)] = self._database.execute(f"SELECT count(*) FROM {source}").fetchall()
        return int(count)

    def _load_zip(self, table: str, file: StockFile, where: str) -> int:
        kinds = dict.fromkeys(stock_zip.header(file), "VARCHAR")
        chosen, columns = _selection(file, kinds), ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in kinds)
        names = ", ".join(f'"{name}" VARCHAR' for name in (*file.wanted.columns, *file.wanted.later))
        self.change(f"CREATE TABLE {table} ({names})")
        count = 0
        for part in stock_zip.parts(file, self._work):
            source = (
                f"read_csv({quoted(str(part.path))}, header=false, auto_detect=false, delim=',', quote='\"',"
                f" escape='\"', columns={{{columns}}})"
            )
            with self._refusing(
                file, f"its lines {part.before + 2} to {part.before + part.lines + 1} are no rows of it"
            ):
                self.change(f"INSERT INTO {table} SELECT * FROM (SELECT {chosen} FROM {source}) WHERE {where}")
            count = part.before + part.lines
        return count

    @contextlib.contextmanager
    def _refusing(self, file: StockFile, why: str) -> Iterator[None]:
        """What DuckDB says may quote a row, and a row may name somebody: only the kind of error is told."""
        try:
            yield
        except duckdb.Error as error:
            raise file.refused(f"{why} ({type(error).__name__})") from None


@contextlib.contextmanager
def opened(work: Path) -> Iterator[Stock]:
    """A database of its own, in memory; what does not fit goes to `work`. It asks no network for anything. Raises FetchFailed."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "threads": min(THREADS, os.cpu_count() or 1),
        "temp_directory": str(work / "duckdb"),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(config=config) as database:
        database.execute("SET enable_progress_bar = false")  # else it draws one on standard output
        try:
            yield Stock(database, work)
        except duckdb.Error as error:
            raise FetchFailed(
                f"The Sirene stock cannot be searched within {MEMORY} of memory ({type(error).__name__}): nothing of it is "
                "used. Free some space where temporary files go (TMPDIR)."
            ) from None


def quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'{}'".format(text.replace("'", "''"))


def among(column: str, values: Sequence[str]) -> str:
    """SQL: whether a column is one of some values."""
    return f'"{column}" IN ({", ".join(map(quoted, values))})' if values else "false"


def _selection(file: StockFile, kinds: Mapping[str, str]) -> str:
    """SQL: the wanted columns, each as text; NULL for one that may be absent and is."""
    missing = [name for name in file.wanted.columns if name not in kinds]
    if missing:
        raise file.refused(f"it has no column {', '.join(missing)}")
    cells = [_cell(file, name, kinds.get(name, "")) for name in (*file.wanted.columns, *file.wanted.later)]
    return ", ".join(cells)


def _cell(file: StockFile, name: str, kind: str) -> str:
    base = kind.partition("(")[0].partition(" ")[0]
    if base.startswith("TIMESTAMP"):
        base = "TIMESTAMP"
    if kind and base not in _PLAIN:
        raise file.refused(f"its column {name} is {kind}, which is no text, number or day")
    if kind and name in AS_TEXT and base not in _TEXT:
        raise file.refused(f"its column {name} is {kind}, not text: its codes have lost their leading zeros")
    value = f'"{name}"' if kind else "NULL"
    if base in _FRACTIONS:  # a whole number that some writer made 5710.0
        value = f"CAST({value} AS BIGINT)"
    return f'CAST({value} AS VARCHAR) AS "{name}"'
