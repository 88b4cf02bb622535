"""A CSV read back once and compared with the table that it was written from: what was checked of one holds for the other."""

from pathlib import Path

import pandas as pd
import polars as pl

from flows.columnar.frames import columnar


def unlike(path: Path, frame: pd.DataFrame) -> str:
    """Where a written CSV is not the table, in English; '' when every cell is the same text. Raises OSError."""
    try:
        read = pl.read_csv(path, infer_schema=False, raise_if_empty=False).fill_null("")
    except pl.exceptions.PolarsError as error:
        return f"{path.name} cannot be read back: {error}"
    table = columnar(frame)
    if read.columns != table.columns or read.height != table.height:
        return f"{path.name} has {read.height} rows of {len(read.columns)} columns, not {table.height} of {len(table.columns)}"
    other = [name for name in table.columns if not (read[name] == table[name]).all()]
    return f"{path.name} reads otherwise in {', '.join(other)}" if other else ""
