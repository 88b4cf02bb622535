"""A table that somebody else made: any delimiter, any usual encoding, ragged lines; nothing of it is lost."""

import codecs
import contextlib
import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.formats.whole import write_whole
from schemas.errors import UsageError
from sources.text import fold

_DELIMITERS = ",;\t|"
_LONGEST_CELL = 2**31 - 1  # characters
_OTHER_KINDS = {
    b"PK\x03\x04": "a spreadsheet or a zip",
    b"\x1f\x8b": "a gzip",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Its columns, its lines (each as long as the columns), and how it was written."""

    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    delimiter: str

    def place_of(self, *names: str) -> int | None:
        """Where the first column stands whose name is one of these, capitals, accents and blanks aside."""
        wanted = {fold(name) for name in names}
        return next((n for n, column in enumerate(self.columns) if fold(column) in wanted), None)


def open_sheet(path: Path) -> Sheet:
    """Reads a CSV: comma, semicolon, tab or bar; UTF-8, UTF-16 or, failing that, Windows' Western code page.

    A short line is filled with empty cells; cells beyond the last column get columns of their own (`colonne_9`). Lines
    with nothing at all are no rows. Where quotes do not close, they are taken for letters, so that no row swallows
    the next. Raises UsageError when the file cannot be read, is no text or has no header.
    """
    text = _decoded(_bytes(path), path)
    delimiter = _delimiter(text.partition("\n")[0])
    lines = _lines(text, delimiter)
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise UsageError(f"{path} has no header line: its first line must name its columns.")
    width = max(map(len, lines))
    columns = [*lines[0], *(f"colonne_{n}" for n in range(len(lines[0]) + 1, width + 1))]
    filled = tuple((*line, *[""] * (width - len(line))) for line in lines[1:])
    return Sheet(tuple(columns), filled, delimiter)


def _delimiter(header: str) -> str:
    """What parts the header into most columns; a single column has none, and its addresses hold commas."""
    cells = {sign: len(next(csv.reader([header], delimiter=sign), [])) for sign in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda sign: cells[sign])
    return best if cells[best] > 1 else ";"


def _bytes(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} cannot be read: it is no plain file. Name a CSV file.")
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}. Check its name and its place.") from None
    kind = next((kind for start, kind in _OTHER_KINDS.items() if body.startswith(start)), "")
    if kind:
        raise UsageError(f"{path} is {kind}, not a CSV table. Save or unpack it as CSV in UTF-8 and try again.")
    return body


def _lines(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    with contextlib.suppress(csv.Error):
        return [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if line]
    return [line.split(delimiter) for line in text.replace("\r\n", "\n").split("\n") if line]


def check_target(path: Path) -> None:
    """Raises UsageError when a table could not be written there, before any work is done for it."""
    if path.is_dir() or not path.name:
        raise UsageError(f"{path} is a folder: name the file to write.")
    if path.exists() and not path.resolve().is_file():
        raise UsageError(f"{path} is no plain file: name one to write.")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{path} cannot be written: its folder is not there. Make it, or choose another place.")
    if not os.access(path.absolute().parent, os.W_OK):
        raise UsageError(f"{path} cannot be written: its folder may not be written into. Choose another place.")


def write_sheet(path: Path, columns: Sequence[str], lines: Iterable[Sequence[str]], delimiter: str) -> None:
    """Writes a CSV in UTF-8, whole or not at all. Raises UsageError when the place cannot be written."""
    out = io.StringIO()
    plain = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    quoted = csv.writer(out, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for line in (columns, *lines):  # left unquoted, a carriage return would be read back as a line's end
        (quoted if any("\r" in cell for cell in line) else plain).writerow(line)
    write_whole(path.resolve(), out.getvalue().encode("utf-8", errors="replace"))


def _decoded(body: bytes, path: Path) -> str:
    """The text; NUL, which no CSV reader takes, becomes a blank. One line in another encoding spoils no other."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return body.decode("utf-16").replace("\0", " ")
        except UnicodeDecodeError:
            raise UsageError(f"{path} cannot be read as text. Save it as CSV in UTF-8 and try again.") from None
    lines = body.removeprefix(codecs.BOM_UTF8).split(b"\n")
    return "\n".join(map(_line, lines)).replace("\0", " ")


def _line(body: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        with contextlib.suppress(UnicodeDecodeError):
            return body.decode(encoding)
    return body.decode("latin-1")
