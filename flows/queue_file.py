"""The files of `output/review/` that ask: a run writes the questions, people fill in answers, `creches review` reads them."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from flows.formats.any_csv import open_sheet
from flows.formats.csv_table import to_csv
from flows.formats.whole import write_whole
from flows.geocode.queue import CANDIDATES, COLUMNS, TO_FILL
from schemas.errors import UsageError
from schemas.records import Row
from schemas.tables import rows_of
from sources.text import clean

_CHOICES = ("motif", "publie", *(name for name in CANDIDATES if name.endswith("_point")))
"""What an answer such as candidat_1 or garder stands on."""
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Queue:
    """One such file. Its first column, `cas`, names the case; `to_fill` are the columns that a person writes."""

    name: str
    columns: tuple[str, ...]
    to_fill: tuple[str, ...]
    stands: Callable[[Row, Row], bool]
    """Whether the decision beside a row, as it was filled in, still answers what the row asks now."""

    def at(self, output: Path) -> Path:
        """Where it lies in a folder of runs."""
        return output / "review" / self.name


def _choice_stands(row: Row, written: Row) -> bool:
    """A choice among what was shown does not outlive what was shown."""
    return written["decision"] in ("point", "commune", "centre") or all(row[c] == written[c] for c in _CHOICES)


POINTS = Queue("geocodage.csv", COLUMNS, TO_FILL, _choice_stands)
"""The addresses in doubt."""
QUEUE = POINTS.name


def write_queue(output: Path, asked: pd.DataFrame, queue: Queue = POINTS) -> None:
    """Writes the questions of a run. What the disk refuses is logged: the release stands.

    What a person wrote into the file and did not yet apply stays, as long as the question does.
    """
    path = queue.at(output)
    try:
        save(path, _with_answers(asked, read_queue(path, queue), queue))
    except UsageError as error:
        _log.warning("%s is left as it was: %s The report on the terminal says what is in doubt.", path, error)


def read_queue(path: Path, queue: Queue = POINTS) -> pd.DataFrame:
    """The questions, every cell text, with what people wrote, in whatever form a spreadsheet saved it.

    Raises UsageError when it is no such table: nothing is written over it then.
    """
    if not path.exists():
        return pd.DataFrame(columns=list(queue.columns), dtype=str)
    sheet = open_sheet(path)
    missing = [name for name in queue.columns if name not in sheet.columns]
    if missing:
        raise UsageError(
            f"{path} has not the column {missing[0]} and {len(missing) - 1} others. Save it with all its columns; or move"
            " it away, and the next run makes it anew."
        )
    frame = pd.DataFrame(sheet.lines, columns=list(sheet.columns), dtype=str)
    return frame[frame["cas"] != ""].reset_index(drop=True)


def _with_answers(asked: pd.DataFrame, before: pd.DataFrame, queue: Queue) -> pd.DataFrame:
    """The questions of now, with the answers that stood beside the same ones."""
    written = {row["cas"]: row for row in rows_of(before) if any(row[name].strip() for name in queue.to_fill)}
    rows = [
        {**row, **_kept(row, written[row["cas"]], queue)} if row["cas"] in written else row for row in rows_of(asked)
    ]
    return pd.DataFrame(rows, columns=list(queue.columns), dtype=str)


def _kept(row: Row, written: Row, queue: Queue) -> Row:
    """What was written beside a question; the decision goes when it no longer answers it."""
    stands = queue.stands(row, written)
    return {name: written[name] if stands or name != "decision" else "" for name in queue.to_fill}


def answer_of(row: Row, queue: Queue) -> Row:
    """What a person wrote into a row, '' where nothing; a day in a spreadsheet's way, 31/12/2027, becomes an ISO one."""
    cells = {name: clean(row[name]) for name in queue.to_fill}
    day = _DAY.fullmatch(cells["expire_le"])
    return cells | ({"expire_le": f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}"} if day else {})


def save(path: Path, frame: pd.DataFrame) -> None:
    """Writes a queue, whole or not at all. Raises UsageError."""
    write_whole(path, to_csv(frame))
