"""One fault that the schemas find, whoever looks for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault of a written file: table, row (from 2, the header being 1; 0 for the whole file), column, and why."""

    table: str
    row: int
    column: str
    kind: str
    message: str

    def __str__(self) -> str:
        where = (
            f"{self.table}.csv"
            + (f" line {self.row}" if self.row else "")
            + (f" column {self.column}" if self.column else "")
        )
        return f"{where}: {self.message}"
