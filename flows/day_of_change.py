"""The day each row last differed from what it was."""

import pandas as pd

from schemas.tables import Tables, empty

_NOT_A_CHANGE = ("date_premiere_vue", "date_derniere_vue", "date_maj", "geo_date")


def date_changes(tables: Tables, previous: Tables, as_of: str) -> Tables:
    """`date_maj`: the day a row last differed, in any column but the dates of sight."""
    return {
        **tables,
        **{t: _dated(tables[t], previous.get(t, empty(t)), as_of) for t in ("etablissements", "gestionnaires")},
    }


def _dated(rows: pd.DataFrame, before: pd.DataFrame, as_of: str) -> pd.DataFrame:
    place = {id_: i for i, id_ in enumerate(before["id"].tolist())}
    at = pd.Series([place.get(id_, -1) for id_ in rows["id"].tolist()], dtype="int64").to_numpy()
    if not (at >= 0).any():
        return rows.assign(date_maj=as_of)
    same = at >= 0
    for name in (c for c in rows.columns if c not in _NOT_A_CHANGE):
        same &= (rows[name].reset_index(drop=True) == pd.Series(before[name].array.take(at))).to_numpy(bool)
    days = before["date_maj"].array.take(at).tolist()
    dates = [day if is_same else as_of for day, is_same in zip(days, same.tolist(), strict=True)]
    return rows.assign(date_maj=pd.array(dates, dtype="str"))
