"""Rows of a large release that frictionless reads beside the columnar checks, so that the two are seen to agree each time."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from flows.formats.csv_table import to_csv
from flows.issue import Issue
from schemas.errors import Damaged
from schemas.tables import Tables

_EACH = 25
"""Rows of a table, spread over it: they are the same whenever the table is."""
_OF_CELLS = ("type-error", "constraint-error")
"""What a row tells alone; keys need the others."""


def witnesses(tables: Tables) -> dict[str, list[int]]:
    """The rows of each table, from 0, in order."""
    return {name: list(range(0, len(table), max(1, -(-len(table) // _EACH)))) for name, table in tables.items()}


def sample(tables: Tables, rows: Mapping[str, Sequence[int]]) -> Tables:
    """Those tables, with these rows alone."""
    return {name: tables[name].iloc[list(at)].reset_index(drop=True) for name, at in rows.items()}


def write(tables: Tables, folder: Path) -> None:
    """The CSV of each, as they are released; of few rows, for frictionless to read. Raises OSError."""
    for name, table in tables.items():
        (folder / f"{name}.csv").write_bytes(to_csv(table))


def agreed(found: Sequence[Issue], read: Sequence[Issue], rows: Mapping[str, Sequence[int]]) -> None:
    """Raises Damaged unless the cells of the witnesses have the faults that frictionless read in them (`read`), and no other."""
    told = {
        (one.table, rows[one.table][one.row - 2] + 2, one.column, one.message) for one in read if one.kind in _OF_CELLS
    }
    asked = {(name, row + 2) for name, all_ in rows.items() for row in all_}
    said = {
        (one.table, one.row, one.column, one.message)
        for one in found
        if one.kind in _OF_CELLS and (one.table, one.row) in asked
    }
    if told != said:
        where = ", ".join(sorted({f"{table}.csv line {row} column {column}" for table, row, column, _ in told ^ said}))
        raise Damaged(
            f"The columnar checks and frictionless do not agree on {where}: nothing is published. Next: tell the maintainers; "
            "a rule of flows/columnar/cells.py proves too much or too little."
        )
