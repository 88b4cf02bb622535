"""The hand-kept files as rows: each cell held to `schemas/curation.json`, each row to what a schema cannot say.

These files are ours: what is wrong in them is a mistake to correct, told by file, line and column, never a doubt.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from schemas import FOLDER
from schemas.errors import UsageError
from schemas.records import Row
from sources import faults_of
from sources.company_numbers import is_siren, is_siret
from sources.mobiles import holds_mobile
from sources.people import names_somebody
from sources.text import clean, fold

TABLES = ("gestionnaires", "etablissements")
DOUBTS = "doutes"
_FILES = (*TABLES, DOUBTS)
_DATES = ("preuve_date", "forme_depuis", "date_fermeture")
_SHOWN = 20  # faults of one message
_LIKE_A_MOBILE = (
    "it holds digits written as a mobile number, which no release may publish; of a page, give another address that"
    " shows the same, or the page that links to it"
)
_ADVICE = "Correct these lines, or put the files back with git; docs/curation.md says what each column holds."


class Line(NamedTuple):
    """A row, and where it ends in its file."""

    number: int
    row: Row


Files = Mapping[str, Sequence[Line]]


_OUR_WORDS = ("note", "motif", "message_fr", "message_en")
"""What we write ourselves: it names nobody."""


def read_files(body: bytes, day: str) -> dict[str, list[Row]]:
    """The rows of each file, in its order. `body`: JSON of the files' texts by name; `day`: ISO, none was read after it.

    Raises UsageError that tells every fault, ValueError for a body that is not such JSON.
    """
    texts = json.loads(body)
    expected = [f"{name}.csv" for name in _FILES]
    if not isinstance(texts, dict) or sorted(texts) != sorted(expected):
        raise UsageError(f"sources/curation/ must hold the files {', '.join(expected)}, and no other CSV. {_ADVICE}")
    faults: list[str] = []
    files = {name: _lines(name, str(texts[f"{name}.csv"]), faults) for name in _FILES}
    faults = faults or [*_refused_cells(files), *_refused_rows(files, day)]
    if faults:
        more = [f"and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
        listed = "\n- ".join([*faults[:_SHOWN], *more])
        raise UsageError(
            f"The hand-kept files of sources/curation/ are refused; nothing was read:\n- {listed}\n{_ADVICE}"
        )
    return {name: [line.row for line in lines] for name, lines in files.items()}


def earliest(partial: str) -> str:
    """The first day that a partial date may mean, for a page proves nothing of the days before it was written.

    >>> earliest("2020-11"), earliest("2025"), earliest("")
    ('2020-11-01', '2025-01-01', '')
    """
    return partial + "0000-01-01"[len(partial) :] if partial else ""


@cache
def _schema(name: str) -> dict[str, object]:
    whole = json.loads((FOLDER / "curation.json").read_text(encoding="utf-8"))
    return {"$defs": whole["$defs"], **whole["$defs"][name]}


def _lines(name: str, text: str, faults: list[str]) -> list[Line]:
    """The rows of one file, cells cleaned of stray blanks; lines without a word are none."""
    columns = _schema(name)["required"]
    assert isinstance(columns, list)
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        cells = [(list(map(clean, line)), reader.line_num) for line in reader]
    except csv.Error as error:
        faults.append(f"{name}.csv, line {reader.line_num}: no CSV with commas and double quotes: {error}")
        return []
    if not cells or cells[0][0] != columns:
        faults.append(f"{name}.csv, line 1: its columns are not {','.join(columns)}")
        return []
    full = [(line, number) for line, number in cells[1:] if any(line)]
    faults += [f"{name}.csv, line {n}: {len(r)} cells, not {len(columns)}" for r, n in full if len(r) != len(columns)]
    return [Line(n, dict(zip(columns, line, strict=True))) for line, n in full if len(line) == len(columns)]


def _refused_cells(files: Files) -> Iterator[str]:
    for name, lines in files.items():
        for fault in faults_of([line.row for line in lines], _schema(name)):
            yield _told(name, lines[fault.place], fault.column, f"expected is {fault.expected}")


def _refused_rows(files: Files, day: str) -> Iterator[str]:
    """What is wrong between cells, rows and files."""
    first: dict[tuple[str, ...], int] = {}
    for name, lines in files.items():
        for line in lines:
            keys = ("reference",) if name in TABLES else ("table", "reference", "champ", "code", "valeur")
            key = (name, *(line.row[column] for column in keys))
            if first.setdefault(key, line.number) != line.number:
                yield _told(name, line, "reference", f"line {first[key]} has it already")
            yield from (
                _told(name, line, column, _LIKE_A_MOBILE) for column in line.row if holds_mobile(line.row[column])
            )
            texts = (column for column in _OUR_WORDS if names_somebody(line.row.get(column, "")))
            yield from (_told(name, line, column, "it names a person: say it without") for column in texts)
            if name in TABLES:
                yield from (_told(name, line, *fault) for fault in _wrong(line.row, day))
    yield from _strangers(files)
    yield from _twins(files)


def _twins(files: Files) -> Iterator[str]:
    """Two rows of one name in one commune, of one operator: one thing written twice, or two that need two names."""
    for name in TABLES:
        first: dict[tuple[str, ...], int] = {}
        for line in files[name]:
            row = line.row
            key = (fold(row["nom"]), fold(row["commune"]), row.get("gestionnaire", ""))
            if row["etat"] != "ecarte" and first.setdefault(key, line.number) != line.number:
                yield _told(name, line, "nom", f"line {first[key]} has this name in this commune already")


def _wrong(row: Row, day: str) -> Iterator[tuple[str, str]]:
    """Dates that are none or lie ahead, numbers without their key, a place that is nowhere: (column, what is wrong)."""
    if "gestionnaire" in row and row["etat"] != "ecarte" and not row["commune"]:
        yield "commune", "a place lies in one: find it, or leave the place out"
    for column in ("vu_le", *_DATES):
        whole = earliest(row.get(column, ""))
        limit = day if column == "vu_le" else row["vu_le"]
        if whole and not _is_day(whole):
            yield column, "this day is not in the calendar"
        elif whole > limit:
            yield column, f"this day lies after {limit}, when it was read"
    if row.get("siren") and not is_siren(row["siren"]):
        yield "siren", "its key is wrong (Luhn)"
    if row.get("siret") and not is_siret(row["siret"]):
        yield "siret", "its key is wrong (Luhn)"
    low, high = row.get("age_min_mois", ""), row.get("age_max_mois", "")
    if low.isdecimal() and high.isdecimal() and int(low) > int(high):
        yield "age_max_mois", "it is below age_min_mois"


def _strangers(files: Files) -> Iterator[str]:
    """Rows that name a row or a column that is not there, or a place kept of an operator that is set aside."""
    states = {line.row["reference"]: line.row["etat"] for line in files["gestionnaires"]}
    for line in files["etablissements"]:
        operator = states.get(line.row["gestionnaire"])
        if operator is None:
            yield _told("etablissements", line, "gestionnaire", "gestionnaires.csv has no such reference")
        elif operator == "ecarte" != line.row["etat"]:
            yield _told("etablissements", line, "etat", "its operator is ecarte, so it must be too")
    known = {(table, line.row["reference"]) for table in TABLES for line in files[table]}
    for line in files[DOUBTS]:
        table, champ = line.row["table"], line.row["champ"]
        if table in TABLES and (table, line.row["reference"]) not in known:
            yield _told(DOUBTS, line, "reference", f"{table}.csv has no such reference")
        if table in TABLES and champ and champ not in str(_schema(table)["required"]).split("'"):
            yield _told(DOUBTS, line, "champ", f"{table}.csv has no such column")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _told(name: str, line: Line, column: str, what: str) -> str:
    return f"{name}.csv, line {line.number}, {column or 'the row'}: {what}"
