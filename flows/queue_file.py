"""`output/review/geocodage.csv`: the addresses in doubt, which a run writes, people fill in, and `creches review` reads."""

import logging
from pathlib import Path

import pandas as pd

from flows.formats.any_csv import open_sheet
from flows.formats.csv_table import to_csv
from flows.formats.whole import write_whole
from flows.geocode.queue import CANDIDATES, COLUMNS, TO_FILL
from schemas.errors import UsageError
from schemas.records import Row

QUEUE = "geocodage.csv"
_CHOICES = ("motif", "publie", *(name for name in CANDIDATES if name.endswith("_point")))
"""What an answer such as candidat_1 or garder stands on."""
_log = logging.getLogger(__name__)


def write_queue(output: Path, asked: pd.DataFrame) -> None:
    """Writes the addresses in doubt, `output/review/geocodage.csv`. What the disk refuses is logged: the release stands.

    What a person wrote into it and did not yet apply stays, as long as the question does. A choice among what was
    shown does not outlive what was shown.
    """
    path = output / "review" / QUEUE
    try:
        save(path, _with_answers(asked, read_queue(path)))
    except UsageError as error:
        _log.warning("%s is left as it was: %s The report on the terminal says what is in doubt.", path, error)


def read_queue(path: Path) -> pd.DataFrame:
    """The addresses in doubt, every cell text, with what people wrote, in whatever form a spreadsheet saved it.

    Raises UsageError when it is no such table: nothing is written over it then.
    """
    if not path.exists():
        return pd.DataFrame(columns=list(COLUMNS), dtype=str)
    sheet = open_sheet(path)
    missing = [name for name in COLUMNS if name not in sheet.columns]
    if missing:
        raise UsageError(
            f"{path} has not the column {missing[0]} and {len(missing) - 1} others. Save it with all its columns; or move"
            " it away, and the next run makes it anew."
        )
    frame = pd.DataFrame(sheet.lines, columns=list(sheet.columns), dtype=str)
    return frame[frame["cas"] != ""].reset_index(drop=True)


def _with_answers(asked: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """The questions of now, with the answers that stood beside the same ones."""
    written = {row["cas"]: row for row in rows_of(before) if any(row[name].strip() for name in TO_FILL)}
    rows = [{**row, **_answer(row, written[row["cas"]])} if row["cas"] in written else row for row in rows_of(asked)]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=str)


def _answer(row: Row, written: Row) -> Row:
    """What was written beside a question; a choice goes when what could be chosen is another."""
    stands = written["decision"] in ("point", "commune", "centre") or all(row[c] == written[c] for c in _CHOICES)
    return {name: written[name] if stands or name != "decision" else "" for name in TO_FILL}


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """A table as rows of text."""
    return [{str(k): str(v) for k, v in row.items()} for row in frame.to_dict("records")]


def save(path: Path, frame: pd.DataFrame) -> None:
    """Writes the queue, whole or not at all. Raises UsageError."""
    write_whole(path, to_csv(frame))
