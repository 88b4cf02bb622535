"""The differences of one table as columns: a quarter of a million in a first release, of which few are asked for one by one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from flows.changes.difference import Change
from flows.columnar.differ import differences
from flows.columnar.frames import texts
from flows.columnar.sets import parts

BEHIND = ("provenance", "anomalies", "identifiants")
"""Tables whose changes are how we know, not what is so: people are told their number only."""
_ID_AT = {"anomalies": 3}
"""Which part of the key is the id, in the tables behind; else the first."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The differences of one table behind, as columns (`flows.columnar.differ`).

    They become `Change`s when somebody asks for them one by one; nothing that is published does.
    """

    table: str
    rows: pd.DataFrame
    explain: Callable[[Change], Change] | None = None
    """Puts the cause, once it can be told."""

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Change]:
        cells = (texts(self.rows, str(name)) for name in self.rows.columns)
        made = (Change(self.table, *row) for row in zip(*cells, strict=True))
        return made if self.explain is None else map(self.explain, made)

    def ids(self) -> set[str]:
        """The ids that its rows are about; '' for none."""
        return parts(self.rows, "cle", _ID_AT.get(self.table, 0))

    def natures(self) -> dict[str, int]:
        """How many rows came, went and changed."""
        rows = self.rows if (self.rows["champ"] == "").all() else self.rows.drop_duplicates(["cle", "nature"])
        return {str(nature): int(count) for nature, count in rows["nature"].value_counts().items()}


@dataclass(frozen=True, slots=True)
class Arrived(Behind):
    """All rows of a table behind, when none was there: `rows` is the table itself, sorted by `by`, its key, each key once.

    A first release has a quarter of a million: their differences are made when somebody asks for them.
    """

    by: Sequence[str] = ()

    def __iter__(self) -> Iterator[Change]:
        found = differences(self.rows.iloc[:0], self.rows, list(map(str, self.rows.columns)), self.by, (), {})
        return iter(Behind(self.table, found, self.explain))

    def ids(self) -> set[str]:
        """The ids that its rows are about."""
        return parts(self.rows, self.by[0], 0)

    def natures(self) -> dict[str, int]:
        """How many rows came."""
        return {"ajoute": len(self)}


TOLD_OF_COME = ("cle", "nom", "cause", "source", "commune", "departement")
"""What a row that came tells; the last four are '' before `explained`."""


@dataclass(frozen=True, slots=True)
class Came:
    """The rows of one table of which all that differs is that they came: as a rule, every table of a first release."""

    table: str
    cells: Sequence[Sequence[str]]
    """The columns of `TOLD_OF_COME`, rows sorted by key."""

    def __len__(self) -> int:
        return len(self.cells[0])

    def __iter__(self) -> Iterator[Change]:
        for cle, nom, cause, source, commune, departement in zip(*self.cells, strict=True):
            where = {"commune": commune, "departement": departement}
            yield Change(self.table, cle, nom, "ajoute", cause=cause, source=source, **where)

    def column(self, name: str) -> Sequence[str]:
        """One cell a row of a column of `Change`."""
        same = {"table": self.table, "nature": "ajoute"}
        return self.cells[TOLD_OF_COME.index(name)] if name in TOLD_OF_COME else [same.get(name, "")] * len(self)

    def ids(self) -> set[str]:
        """The ids that its rows are about; none for territories, which have codes."""
        return set() if self.table == "territoires" else {cle.partition("|")[0] for cle in self.cells[0]}

    def natures(self) -> dict[str, int]:
        """How many rows came."""
        return {"ajoute": len(self)}


Part = tuple[Change, ...] | Behind | Came
"""Those of one table."""
