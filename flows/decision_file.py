"""A committed CSV of people's decisions: read strictly, every bad line named at once; written sorted, the same bytes."""

import csv
import io
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from flows.formats.whole import write_whole
from schemas.errors import UsageError
from sources.text import clean

Decided = TypeVar("Decided")
_SHOWN = 20  # faults of one message


@dataclass(frozen=True, slots=True)
class DecisionFile(Generic[Decided]):
    """What one such file holds; every cell of a row is text."""

    about: str
    """What its decisions are about, in a message."""
    setting: str
    """The setting that names it."""
    columns: tuple[str, ...]
    row: Callable[..., Decided]
    """Makes a row of its cells, in the order of the columns."""
    faults_of: Callable[[Decided], list[str]]
    key_of: Callable[[Decided], Hashable]
    """What a row is about: two rows about the same are refused."""
    named: Callable[[Decided], str]
    order: Callable[[Decided], tuple[str, ...]]


def read(file: DecisionFile[Decided], path: Path) -> list[tuple[Decided, int]]:
    """The rows with their lines. Raises UsageError, naming every bad line, also when the file is not there.

    Blanks and byte order marks that a spreadsheet leaves are taken away, and so are lines without a word.
    """
    lines = _lines(file, path)
    if not lines or tuple(lines[0][0]) != file.columns:
        raise refused(file, path, [f"line 1: its columns, separated by commas, are not {', '.join(file.columns)}"])
    return _rows(file, path, [(line, number) for line, number in lines[1:] if any(line)])


def _lines(file: DecisionFile[Decided], path: Path) -> list[tuple[list[str], int]]:
    if not path.exists():
        raise UsageError(
            f"The decisions of people about {file.about} are not there: {path}. Put the file back, or correct the setting"
            f" {file.setting}: without it, every one of them would be undone."
        )
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text, strict=True)
            return [(list(map(clean, line)), reader.line_num) for line in reader]
    except (OSError, ValueError, csv.Error) as error:
        raise refused(file, path, [str(error)]) from None


def _rows(file: DecisionFile[Decided], path: Path, lines: Sequence[tuple[list[str], int]]) -> list[tuple[Decided, int]]:
    """The rows of a file, each held against the rules. Raises UsageError."""
    width = len(file.columns)
    ragged = [f"line {number} has {len(line)} cells, not {width}" for line, number in lines if len(line) != width]
    rows = [(file.row(*line), number) for line, number in lines if len(line) == width]
    found = {number: file.faults_of(row) for row, number in rows}
    faults = ragged + [f"line {number}: {fault}" for number, each in found.items() for fault in each]
    faults += _twice(file, [(row, number) for row, number in rows if not found[number]])
    if faults:
        raise refused(file, path, faults)
    return rows


def _twice(file: DecisionFile[Decided], rows: Iterable[tuple[Decided, int]]) -> list[str]:
    """Two sound rows about the same, named: what is wrong with another may be what no message repeats."""
    seen: dict[Hashable, int] = {}
    faults = []
    for row, number in rows:
        first = seen.setdefault(file.key_of(row), number)
        if first != number:
            faults.append(f"line {number}: {file.named(row)} has two decisions, the other on line {first}")
    return faults


def refused(file: DecisionFile[Decided], path: Path, faults: Sequence[str]) -> UsageError:
    """The refusal of a file for some faults, of which the first ones are shown."""
    more = [f"and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
    listed = "\n- ".join([*faults[:_SHOWN], *more])
    return UsageError(
        f"The decisions of people about {file.about} in {path} cannot be used; nothing was done:\n- {listed}\n"
        "Correct these lines or put the file back as it was: CSV with commas, in UTF-8."
    )


def with_new(file: DecisionFile[Decided], path: Path, new: Iterable[Decided]) -> list[Decided]:
    """The decisions there are and new ones, which replace those about the same. The first ones make the file."""
    known = [row for row, _ in read(file, path)] if path.exists() else []
    return list({file.key_of(row): row for row in (*known, *new)}.values())


def write(file: DecisionFile[Decided], path: Path, rows: Iterable[Decided]) -> None:
    """Writes the file sorted, whole or not at all. Raises UsageError."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(file.columns)
    writer.writerows([getattr(row, name) for name in file.columns] for row in sorted(rows, key=file.order))
    write_whole(path, out.getvalue().encode())
