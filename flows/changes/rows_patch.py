"""The difference of two tables as rows, and a table made again from it: every cell counts here, days of looking too."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from schemas.tables import key

Part = dict[str, Any]
"""{columns, key, removed: [key …], added: [row …], changed: [[key, {column: value}] …]}; {columns, rows} when it is whole."""
Cells = tuple[str, ...]


def difference(table: str, old: pd.DataFrame, new: pd.DataFrame) -> Part:
    """What makes the new table of the old one. Rows are sorted by key; a table that is not comes whole.

    A column that the old table does not have is empty in its rows; one that the new table does not have goes.
    """
    names = [str(name) for name in new.columns]
    keyed = [name for name in key(table) if name in names]
    part = _difference(names, keyed, _rows(old, names), _rows(new, names))
    remade = applied(part, old)
    return part if _rows(remade, names) == _rows(new, names) else {"columns": names, "rows": _rows(new, names)}


def _difference(names: Sequence[str], keyed: list[str], old: list[Cells], new: list[Cells]) -> Part:
    before, after = set(old), set(new)
    at = [names.index(name) for name in keyed]
    was = {_key(row, at): row for row in before - after}
    now = {_key(row, at): row for row in after - before}
    return {
        "columns": list(names),
        "key": keyed,
        "removed": sorted(was.keys() - now.keys()),
        "added": sorted(now[k] for k in now.keys() - was.keys()),
        "changed": [
            [k, {name: value for name, cell, value in zip(names, was[k], now[k], strict=True) if cell != value}]
            for k in sorted(was.keys() & now.keys())
        ],
    }


def applied(part: Part, old: pd.DataFrame) -> pd.DataFrame:
    """The new table. Raises KeyError or ValueError when the patch does not fit this old one."""
    names = list(part["columns"])
    if "rows" in part:
        return pd.DataFrame([tuple(row) for row in part["rows"]], columns=names, dtype=str)
    at = [names.index(name) for name in part["key"]]
    removed = {tuple(k) for k in part["removed"]}
    changed: Mapping[Cells, Mapping[str, str]] = {tuple(k): cells for k, cells in part["changed"]}
    rows = _rows(old, names)
    missing = (removed | changed.keys()) - {_key(row, at) for row in rows}
    if missing:
        raise ValueError(f"{len(missing)} rows that it removes or changes are not there")
    kept = [_with(row, names, changed.get(_key(row, at))) for row in rows if _key(row, at) not in removed]
    kept += [tuple(row) for row in part["added"]]
    kept.sort(key=lambda row: _key(row, at))
    return pd.DataFrame(kept, columns=names, dtype=str)


def _with(row: Cells, names: Sequence[str], cells: Mapping[str, str] | None) -> Cells:
    return tuple(cells.get(name, value) for name, value in zip(names, row, strict=True)) if cells else row


def _key(row: Cells, at: Sequence[int]) -> Cells:
    return tuple([row[i] for i in at])


def _rows(frame: pd.DataFrame, names: Sequence[str]) -> list[Cells]:
    nothing = [""] * len(frame)
    return list(zip(*(frame[n].tolist() if n in frame.columns else nothing for n in names), strict=True))
