"""XLSX, every cell text: a sheet a table, from the CSV files of a folder. Only door to xlsxwriter.

`python -m flows.formats.xlsx FOLDER DAY` writes it in a process of its own: it is the slowest of the formats, and needs
none of the others. It ends with 3 when the data is refused, 1 when the disk refuses; the message is on stderr.
"""

import csv
import os
import sys
import threading
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from flows.columnar.sheet_rows import sheet_pieces, sheet_rows
from schemas.errors import Refused

NAME = "creches-cooperatives.xlsx"
TABLES = (
    *("etablissements", "gestionnaires", "reseaux", "adhesions", "initiatives", "partenariats", "chiffres"),
    *("territoires", "sources", "retraits"),
)
"""Provenance, anomalies and identifiants are left out: they are long, and the CSV and SQLite files have them."""
LAST_ROW = 1_048_575
"""Rows of data that a sheet can hold under its header."""
LONGEST = 32_767
"""Characters that a cell can hold."""
_TEXT = {
    "constant_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "use_zip64": True,
}
_WIDTH = 18


def write_xlsx(folder: Path, day: str) -> None:
    """Writes the workbook of the CSV files of a folder beside them; `day` (ISO) is its date. Raises OSError, Refused."""
    book = xlsxwriter.Workbook(str(folder / NAME), {**_TEXT, "tmpdir": str(folder)})
    try:
        made = datetime.fromisoformat(day)
        book.set_properties({"title": "Crèches coopératives de France", "created": made})
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bold": True})
        for table in TABLES:
            sheet = book.add_worksheet(table)
            head = _head(folder / f"{table}.csv")
            sheet.set_column(0, len(head) - 1, _WIDTH, text)
            sheet.freeze_panes(1, 0)
            sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
            sheet.set_row(0, None, bold)
            _write_row(sheet, table, 0, head, bold)
            _fill(sheet, table, sheet_pieces(folder / f"{table}.csv"), text)
    finally:
        _close(book)


def _close(book: xlsxwriter.Workbook) -> None:
    try:
        book.close()
    except XlsxWriterException as error:
        raise OSError(0, str(error)) from error


def _fill(sheet: Worksheet, table: str, pieces: Iterable[Any], text: Format) -> None:
    """Plain rows go whole into the file where xlsxwriter keeps its rows; it writes every other one itself."""
    first = 1
    for piece in pieces:
        if first + len(piece) - 1 > LAST_ROW:
            raise Refused(
                f"{table} has over {LAST_ROW:,} rows: no sheet of {NAME} can hold it; nothing is published. "
                "Leave that table out of flows/formats/xlsx.py."
            )
        if not len(piece):
            continue
        sheet._write_single_row(first)  # what it kept until it knew of the next: styles are numbered as they are met
        rows, start = sheet_rows(piece, first + 1, text._get_xf_index()), 0
        for at in (*rows.is_null().arg_true(), len(piece)):
            _write_plain(sheet, first + start, rows[start:at].to_list())
            if at < len(piece):
                _write_row(sheet, table, first + at, piece.row(at), text)
            start = at + 1
        first += len(piece)


def _write_plain(sheet: Worksheet, first: int, rows: list[str]) -> None:
    """Rows that follow each other, as XML; the first one's number is from 0."""
    if any(rows):
        sheet._write_single_row(first + len(rows))
        sheet.row_data_fh.writelines(rows)
        sheet.dim_rowmax = first + max(n for n, row in enumerate(rows) if row)


def _write_row(sheet: Worksheet, table: str, at: int, row: Sequence[str], text: Format) -> None:
    for column, cell in enumerate(row):
        if cell and _write(sheet, at, column, cell, text):
            raise Refused(
                f"{table}.csv, row {at + 1}, column {column + 1}: over {LONGEST:,} characters, which no cell of "
                f"{NAME} can hold; nothing is published. Correct what wrote it."
            )


def _write(sheet: Worksheet, at: int, column: int, cell: str, text: Format) -> int:
    """0 when it is written. A text that looks like the writer's own mark-up would be taken for it, unless in two parts."""
    if cell.startswith("<r>") and cell.endswith("</r>"):
        return int(sheet.write_rich_string(at, column, text, cell[:1], text, cell[1:]))
    return int(sheet.write_string(at, column, cell))


def _head(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file, strict=True))


def _end_with_the_other() -> None:
    """Stops this process when the one that started it is gone: nobody writes into a folder that is made anew."""
    while os.read(sys.stdin.fileno(), 1):  # not through Python's buffer, whose lock would be held at the end
        pass
    os._exit(1)


def main(folder: str, day: str) -> int:
    """The process: 0 when the workbook is written."""
    threading.Thread(target=_end_with_the_other, daemon=True).start()
    try:
        write_xlsx(Path(folder), day)
    except Refused as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except OSError as error:
        print(error.strerror or error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
