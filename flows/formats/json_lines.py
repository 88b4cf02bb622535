"""JSON Lines: one object a row, every column in its order, typed values, null for a missing one."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from flows.formats.as_json import json_line
from flows.formats.typed import Cell, kinds, typed


def write_json_lines(frame: pd.DataFrame, table: str, path: Path) -> None:
    """Writes a table, in pieces. Raises OSError, Refused."""
    with path.open("wb") as file:
        for columns in typed(frame, table):
            file.writelines(_lines(tuple(kinds(table)), columns))


def _lines(names: tuple[str, ...], columns: list[Sequence[Cell]]) -> Iterator[bytes]:
    return (json_line(dict(zip(names, cells, strict=True))) for cells in zip(*columns, strict=True))
