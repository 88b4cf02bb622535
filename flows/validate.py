"""Written files, or tables -> issues, in our words. Only door to frictionless, which is the authority on both."""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
from frictionless import system
from frictionless.resources import TableResource

from flows.columnar.checks import Notes, Reader, faults, unprovable
from flows.columnar.frames import Columns
from flows.issue import Issue as Issue
from schemas.errors import Damaged
from schemas.tables import TABLES, Tables, conform, fields, schema

_MAX_ERRORS = 100_000  # frictionless stops at 1,000 by default: a report must be whole
_PLAIN = frozenset("name path title description type profile format mediatype encoding bytes hash schema".split())
_PLAIN_SCHEMA = frozenset(
    "$schema name title description description_en version countryCode created lastModified licenses keywords fields "
    "missingValues primaryKey foreignKeys".split()
)
"""What our own packages say of a table: of one that says more, frictionless makes its copies its own way."""


def validate(folder: Path, descriptor: dict[str, Any]) -> list[Issue]:
    """Faults of the tables of a data package written in `folder`. Raises Damaged when the validator itself fails."""
    try:
        with system.use_context(trusted=False):
            package = frictionless.Package.from_descriptor(descriptor, basepath=str(folder))
            _settled(package, descriptor)
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


def faults_of_rows(folder: Path, names: Iterable[str]) -> list[Issue]:
    """Faults that rows of the project's tables tell alone, without a key that leads elsewhere, as written in `folder`.

    The same that `validate` finds of their cells, for a quarter of its time: no package is described, nor read for keys.
    Raises Damaged when the validator itself fails.
    """
    try:
        with system.use_context(trusted=False):
            return [_issue(name, error) for name in names for error in _read(folder, name)]
    except frictionless.FrictionlessException as error:
        raise Damaged(f"{folder}: its tables cannot be checked: {error.error.message}") from error


def _read(folder: Path, name: str) -> list[frictionless.Error]:
    of = frictionless.Schema.from_descriptor({**schema(name), "foreignKeys": []})
    _settle_fields(of)
    path = f"{name}.csv"
    with TableResource(path=path, basepath=str(folder), format="csv", encoding="utf-8", schema=of) as table:
        return [*table.header.errors, *(error for row in table.row_stream for error in row.errors)]


def _settled(package: frictionless.Package, descriptor: dict[str, Any]) -> None:
    """Nobody here changes what frictionless has just read and checked: it need not write, check and copy it again for each
    table and each key, which takes a small release four fifths of its time.
    """
    package.to_descriptor = partial(_same, descriptor)  # type: ignore[method-assign]
    for table, told in zip(package.resources, descriptor["resources"], strict=True):
        if isinstance(table, TableResource) and isinstance(told, dict) and _is_plain(told):
            _settle_fields(table.schema)
            table.to_descriptor = partial(_same, told)  # type: ignore[method-assign]
            table.to_copy = partial(_to_look_up, table)  # type: ignore[method-assign]


def _is_plain(told: dict[str, Any]) -> bool:
    of = told.get("schema")
    return told.keys() <= _PLAIN and isinstance(of, dict) and of.keys() <= _PLAIN_SCHEMA


def _settle_fields(of: frictionless.Schema) -> None:
    for field in of.fields:
        field.to_copy = partial(_same, field)  # type: ignore[method-assign]


def _same(one: Any, **_: object) -> Any:
    return one


def _to_look_up(table: TableResource) -> TableResource:
    """The same file, opened once more for the keys that others name."""
    of = frictionless.Schema(fields=[*table.schema.fields], missing_values=[*table.schema.missing_values])
    where: dict[str, Any] = {
        name: getattr(table, name) for name in ("name", "path", "basepath", "scheme", "format", "encoding")
    }
    return TableResource(**where, schema=of, package=table.package)


def validate_tables(tables: Tables, schemas: Mapping[str, Mapping[str, object]] | None = None) -> list[Issue]:
    """Faults of tables of text, by whole columns: those that `validate` finds in them once they are written.

    `schemas`: those of the project when None. Raises Damaged for a schema with a rule that only `validate` knows.
    """
    known = schemas or {name: schema(name) for name in TABLES if name in tables}
    frames = {name: Columns(tables[name]) for name in known}
    found: list[Issue] = []
    for name, frame in frames.items():
        why = unprovable(frame, known[name], frames)
        if why:
            raise Damaged(f"{name}: its rows cannot be checked by columns ({why}). Next: validate its file instead.")
        told = faults(frame, known[name], reader(known[name]), frames)
        found += [Issue(name, one.row + 2, one.column, one.kind, one.why) for one in told]
    return found


def reader(of: Mapping[str, object]) -> Reader:
    """What frictionless says of single cells of a table with this Table Schema. Raises Damaged for a schema that is none."""

    def read(column: str, cells: Sequence[str]) -> list[Notes]:
        try:
            with system.use_context(trusted=False):
                read_cell = frictionless.Schema.from_descriptor(dict(of)).get_field(column).create_cell_reader()
        except frictionless.FrictionlessException as error:
            raise Damaged(f"The schema of the column {column} cannot be read: {error.error.message}") from error
        return [_notes(read_cell, cell) for cell in cells]

    return read


def _notes(read_cell: Callable[[str], tuple[object, Mapping[str, str] | None]], cell: str) -> Notes:
    try:
        told = read_cell(cell)[1] or {}
    except ArithmeticError:  # frictionless reads a signalling NaN as a number, and fails on comparing it
        told = {"type": "the value is no number"}
    return [("type-error" if rule == "type" else "constraint-error", note) for rule, note in told.items()]


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
            row, table = issue.row - 2, mended[issue.table]
            if isinstance(table[issue.column].array, pd.Categorical):  # it takes no text that it does not have
                table[issue.column] = table[issue.column].astype("str")
            table.loc[row, issue.column] = ""
            doubts.append(_doubt(issue, table.loc[row].to_dict()))
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
