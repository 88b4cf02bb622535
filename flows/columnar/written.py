"""A CSV read back once and compared with the table that it was written from: what was checked of one holds for the other."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import polars as pl

from flows.columnar.pieces import Rows

See = Callable[[bytes], object]
_BLOCK = 3_000_000
"""Bytes that are read at once: a large table would otherwise stand in memory a second time."""


def unlike(path: Path, frame: pd.DataFrame, see: See = len) -> str:
    """Where a written CSV is not the table, in English; '' when every cell is the same text. `see` is given every byte of it,
    in order: what a file is, is told of the very reading that proves it. Raises OSError.
    """
    names, rows, other, whole = list(map(str, frame.columns)), 0, set[str](), Rows(frame)
    try:
        with path.open("rb") as file:
            for block in _blocks(file, see):
                read = pl.read_csv(BytesIO(block), infer_schema=False, raise_if_empty=False).fill_null("")
                if read.columns != names:
                    return f"{path.name} has {len(read.columns)} columns, or others, not the {len(names)} of the table"
                table = whole.piece(rows, read.height)
                rows += read.height
                if table.height == read.height and not read.equals(table):
                    other |= {name for name in names if not (read[name] == table[name]).all()}
    except pl.exceptions.PolarsError as error:
        return f"{path.name} cannot be read back: {error}"
    if rows != len(frame):
        return f"{path.name} has {rows} rows, not {len(frame)}"
    return f"{path.name} reads otherwise in {', '.join(sorted(other, key=names.index))}" if other else ""


def _blocks(file: BinaryIO, see: See) -> Iterator[bytes]:
    """All rows, some at a time, each time under the line that names the columns; that line alone of an empty table."""
    head, rows = file.readline(), _rows(file)
    see(head)
    see(rows)
    yield head + rows
    while rows := _rows(file):
        see(rows)
        yield head + rows


def _rows(file: BinaryIO) -> bytes:
    """Some whole rows: a line feed ends one, unless it is within a cell, which stands in quotes."""
    rows = file.read(_BLOCK) + file.readline()
    while rows.count(b'"') % 2 and (line := file.readline()):
        rows += line
    return rows
