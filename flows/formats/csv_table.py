"""CSV: UTF-8 without mark, comma, LF, header, an empty cell for a missing value. Bytes depend on the table alone."""

import csv

import pandas as pd


def to_csv(table: pd.DataFrame) -> bytes:
    """The canonical CSV of a table whose cells are all text."""
    text: str = table.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    return text.encode("utf-8")


def from_csv(path: str) -> pd.DataFrame:
    """A table as published, every cell text. Raises OSError, ValueError."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, na_filter=False, encoding="utf-8")
