"""Unique columns, primary keys and foreign keys of a Table Schema, on columns of text, in the words of frictionless."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
import polars as pl

from flows.columnar.frames import Table, columnar


class Fault(NamedTuple):
    """One fault: the row from 0, the column or '' for the row, the kind and the note as frictionless says them."""

    row: int
    column: str
    kind: str
    why: str


def unique_faults(frame: Table, name: str, missing: Sequence[str]) -> Iterator[Fault]:
    """Each row whose cell, not a missing one, an earlier row has too."""
    for row, before in _again(frame, [name], ~pl.col(name).is_in(list(missing))):
        yield Fault(row, name, "unique-error", f"the same as in the row at position {before + 2}")


def primary_faults(frame: Table, names: Sequence[str], missing: Sequence[str]) -> Iterator[Fault]:
    """Each row without a key, and each whose key an earlier row has too."""
    if not names:
        return
    none = pl.all_horizontal(pl.col(name).is_in(list(missing)) for name in names)
    for row in _only(frame, names).select(none.arg_true()).to_series().to_list():
        yield Fault(row, "", "primary-key", 'cells composing the primary keys are all "None"')
    for row, before in _again(frame, names, ~none):
        yield Fault(row, "", "primary-key", f"the same as in the row at position {before + 2}")


def _again(frame: Table, names: Sequence[str], asked: pl.Expr) -> Iterator[tuple[int, int]]:
    """(row, the last row before it with the same cells), among the rows that are asked."""
    keys = _only(frame, names)
    if keys.select(_climbs(names)).item():
        return
    lines = keys.with_row_index("_row").filter(asked)
    if lines.height == lines.select(pl.struct(names).n_unique()).item():
        return
    last: dict[tuple[str, ...], int] = {}
    for row, *cells in lines.filter(pl.struct(names).is_duplicated()).iter_rows():
        if tuple(cells) in last:
            yield row, last[tuple(cells)]
        last[tuple(cells)] = row


def _only(frame: Table, names: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame([frame.get_column(name) for name in names])


def climbs(frame: pd.DataFrame, names: Sequence[str]) -> bool:
    """Whether each row of a table of text comes after the one before it, in the order of these columns."""
    return bool(columnar(frame, names).select(_climbs(names)).item())


def _climbs(names: Sequence[str]) -> pl.Expr:
    """Whether each row comes after the one before it, in the order of these columns: no two are then the same."""
    after, same = pl.lit(False), pl.lit(True)
    for name in names:
        cell, before = pl.col(name), pl.col(name).shift()
        after |= same & (cell > before)
        same &= cell == before
    return after.slice(1).all()


def foreign_faults(
    frame: Table, link: Mapping[str, Any], others: Mapping[str, Table], missing: Sequence[str]
) -> Iterator[Fault]:
    """Each row whose cell, not a missing one, the other table does not have. `link`: of one column."""
    (name,), (column,) = link["fields"], link["reference"]["fields"]
    table = link["reference"]["resource"]
    known = others[table].get_column(column).unique()
    cell = pl.col(name)
    lost = _only(frame, [name]).with_row_index("_row").filter(~cell.is_in(list(missing)) & ~cell.is_in(known.implode()))
    for row, value in lost.iter_rows():
        told = f'for "{name}": values "{value}" not found in the lookup table "{table}" as "{column}"'
        yield Fault(row, "", "foreign-key", told)
