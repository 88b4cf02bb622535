"""A table that somebody else made: any delimiter, any usual encoding, ragged lines; nothing of it is lost."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.errors import UsageError
from sources.text import fold

_DELIMITERS = ",;\t|"
_LONGEST_CELL = 10_000_000  # characters


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
    """Reads a CSV: comma, semicolon, tab or bar; UTF-8 or, failing that, Windows' Western code page.

    A short line is filled with empty cells; cells beyond the last column get columns of their own (`colonne_9`). Lines
    with nothing at all are no rows. Raises UsageError when the file cannot be read or has no header.
    """
    try:
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}. Check its name and its place.") from None
    header, _, _ = text.partition("\n")
    delimiter = max(_DELIMITERS, key=header.count)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        lines = [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if line]
    except csv.Error as error:
        raise UsageError(f"{path} is no CSV table: {error}. Save it again as CSV in UTF-8.") from None
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise UsageError(f"{path} has no header line: its first line must name its columns.")
    width = max(map(len, lines))
    columns = [*lines[0], *(f"colonne_{n}" for n in range(len(lines[0]) + 1, width + 1))]
    filled = tuple((*line, *[""] * (width - len(line))) for line in lines[1:])
    return Sheet(tuple(columns), filled, delimiter)


def write_sheet(path: Path, columns: Sequence[str], lines: Iterable[Sequence[str]], delimiter: str) -> None:
    """Writes a CSV in UTF-8, whole or not at all. Raises UsageError when the place cannot be written."""
    draft = path.with_name(f".{path.name}.tmp")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            plain = csv.writer(file, delimiter=delimiter, lineterminator="\n")
            quoted = csv.writer(file, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
            for line in (columns, *lines):  # left unquoted, a carriage return would be read back as a line's end
                (quoted if any("\r" in cell for cell in line) else plain).writerow(line)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {error.strerror or error}. Choose another place.") from None


def _decoded(body: bytes) -> str:
    """The text; NUL, which no CSV reader takes, becomes a blank."""
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return body.decode(encoding).replace("\0", " ")
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 reads every byte")
