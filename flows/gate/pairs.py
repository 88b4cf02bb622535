"""The places that stay, as they were and as they are, column beside column."""

from dataclasses import dataclass

import pandas as pd

from schemas.tables import Tables, empty

_PLACES = "etablissements"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two tables of as many rows: row by row, a place in the last release and in this one."""

    old: pd.DataFrame
    new: pd.DataFrame

    def __len__(self) -> int:
        return len(self.new)

    def differ(self, column: str) -> pd.Series:
        """Where the cells are not the same text."""
        return (self.old[column] != self.new[column]).astype(bool)

    def where(self, rows: pd.Series) -> "Pairs":
        """The pairs of these rows (a mask)."""
        return Pairs(self.old[rows], self.new[rows])

    def cells(self, column: str) -> list[tuple[str, str]]:
        """(as it was, as it is), row by row."""
        return list(zip(self.old[column].tolist(), self.new[column].tolist(), strict=True))


def staying(tables: Tables, previous: Tables) -> Pairs:
    """The places of both releases, in the order of this one."""
    before, now = previous.get(_PLACES, empty(_PLACES)), tables[_PLACES]
    ids = now["id"].tolist()
    if before["id"].tolist() == ids and len(set(ids)) == len(ids) and before.index.equals(now.index):
        return Pairs(before, now)  # as most weeks: nobody came, nobody left
    last = before[~before["id"].duplicated(keep="last")]
    at = pd.Index(last["id"]).get_indexer(pd.Index(now["id"]))
    if not (at >= 0).any():  # a first release
        return Pairs(last.iloc[:0], now.iloc[:0])
    return Pairs(last.iloc[at[at >= 0]].reset_index(drop=True), now[at >= 0].reset_index(drop=True))
