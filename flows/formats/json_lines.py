"""JSON Lines: one object a row, every column in its order, typed values, null for a missing one."""

from pathlib import Path

import pandas as pd

from flows.columnar.json_text import objects
from flows.columnar.pieces import joined, pieces


def write_json_lines(frame: pd.DataFrame, table: str, path: Path) -> None:
    """Writes a table, in pieces. Raises OSError, Refused."""
    with path.open("wb") as file:
        for piece in pieces(frame):
            file.writelines((joined(objects(piece, table), "\n"), b"\n"))
