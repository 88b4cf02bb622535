"""Written files -> issues, in our words. Only door to frictionless: it is the authority, on the files, not on frames."""

import json
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

import frictionless
import pandas as pd
from frictionless import system

from schemas.errors import Damaged
from schemas.tables import Tables, conform, fields

_MAX_ERRORS = 100_000  # frictionless stops at 1,000 by default: a report must be whole


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


def validate(folder: Path, descriptor: dict[str, object]) -> list[Issue]:
    """Faults of the tables of a data package written in `folder`. Raises Damaged when the validator itself fails."""
    try:
        with system.use_context(trusted=False):
            package = frictionless.Package.from_descriptor(descriptor, basepath=str(folder))
            report = package.validate(limit_errors=_MAX_ERRORS)
    except frictionless.FrictionlessException as error:
        raise Damaged(f"{folder}: the data package cannot be checked: {error.error.message}") from error
    found = [Issue("datapackage", 0, "", error.type, error.message) for error in report.errors]
    return found + [_issue(task.name, error) for task in report.tasks for error in task.errors]


def validate_written(folder: Path) -> list[Issue]:
    """Faults of a release on disk, from its own `datapackage.json`."""
    try:
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Damaged(f"{folder}/datapackage.json cannot be read: {error}") from error
    return validate(folder, descriptor)


def _issue(table: str, error: frictionless.Error) -> Issue:
    row = getattr(error, "row_number", 0) or 0
    return Issue(table, row, getattr(error, "field_name", "") or "", error.type, error.note or error.message)


def without_refused_cells(tables: Tables, issues: list[Issue]) -> Tables:
    """Tables with each optional cell that was refused made empty, and a row of `anomalies` for each.

    A fault of a mandatory cell, a row or a key is left: it refuses the release.
    """
    mended = {name: table.copy() for name, table in tables.items()}
    doubts: list[dict[str, str]] = []
    for issue in issues:
        if issue.table in mended and issue.row > 1 and issue.column in _optional(issue.table):
            row = issue.row - 2
            mended[issue.table].loc[row, issue.column] = ""
            doubts.append(_doubt(issue, mended[issue.table].loc[row].to_dict()))
    both = pd.concat([mended["anomalies"], conform(doubts, "anomalies")])
    return {**mended, "anomalies": conform(both, "anomalies")}


def _optional(table: str) -> set[str]:
    """Columns that may be emptied alone: half a point is none."""
    found = {str(f["name"]) for f in fields(table) if not dict(f["constraints"]).get("required")}  # type: ignore[call-overload]
    return found - {"longitude", "latitude"}


def _doubt(issue: Issue, row: dict[Hashable, object]) -> dict[str, str]:
    sources = str(row.get("source") or row.get("sources") or "")
    return {
        "code": "valeur_refusee",
        "gravite": "avertissement",
        "source": sources.split("|")[0],
        "id": str(row.get("id", ""))
        if issue.table in ("etablissements", "gestionnaires", "reseaux", "initiatives")
        else "",
        "champ": issue.column,
        "message_fr": f"{issue.table}.{issue.column} : la valeur n'est pas conforme à son schéma ({issue.kind}) ; elle est laissée vide.",
        "message_en": f"{issue.table}.{issue.column}: the value does not fit its schema ({issue.kind}); it is left empty.",
    }
