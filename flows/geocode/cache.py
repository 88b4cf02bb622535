"""Answers of geocoders kept as a CSV that a person can read: one line a question, sorted, each with its day."""

import contextlib
import csv
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from flows.geocode.match import Answer, Ask, Match
from schemas.errors import UsageError
from schemas.records import Row
from sources.text import fold

KEY = ("requete", "citycode", "fournisseur")
"""The folded address asked, the commune it was asked inside ('' for anywhere), and who answered."""
_TEXTS = ("libelle", "type", "numero", "voie", "code_postal", "code_insee", "commune", "id")
_NUMBERS = ("score", "longitude", "latitude")
COLUMNS = (*KEY, "trouve_le", *_TEXTS, *_NUMBERS)
"""After the day, the match; all its cells are empty when nothing was found."""


class Recorder:
    """An `Ask` that notes what it hears, on the day `as_of`. What was not answered leaves no note."""

    def __init__(self, ask: Ask, as_of: str) -> None:
        self._ask = ask
        self._as_of = as_of
        self._heard: list[Row] = []

    @property
    def fournisseur(self) -> str:
        """The `Provider` that answers."""
        return self._ask.fournisseur

    def __call__(self, requete: str, citycode: str) -> Match | None:
        """As the `Ask` within. Raises Outage."""
        match = self._ask(requete, citycode)
        key = dict(zip(KEY, (fold(requete), citycode, self.fournisseur), strict=True))
        self._heard.append({**key, "trouve_le": self._as_of, **_cells(match)})
        return match

    def heard(self) -> pd.DataFrame:
        """The answers of this run, as rows of a cache."""
        return _frame(self._heard)


def read_cache(path: Path) -> pd.DataFrame:
    """The answers kept in a file, all text; none when there is no file. Raises UsageError when it is damaged."""
    if not path.exists():
        return _frame([])
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *lines = csv.reader(file, strict=True)
    except (OSError, ValueError, csv.Error) as error:
        raise _damaged(path, str(error)) from None
    if tuple(header) != COLUMNS:
        raise _damaged(path, f"its columns are not {', '.join(COLUMNS)}")
    try:
        return merged(_frame([_checked(place, cells) for place, cells in enumerate(lines, start=1)]))
    except ValueError as error:
        raise _damaged(path, str(error)) from None


def write_cache(path: Path, frame: pd.DataFrame) -> None:
    """Write the answers sorted, whole or not at all. Raises UsageError when the place cannot be written."""
    text = merged(frame).to_csv(index=False, lineterminator="\n")
    draft = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        why = error.strerror or str(error)
        raise UsageError(f"{path} cannot be written: {why}. Free some space or choose another place.") from None


def merged(*frames: pd.DataFrame) -> pd.DataFrame:
    """Several caches as one, sorted by question: the latest answer to each, of the last frame on one day."""
    every = pd.concat([_frame([]), *frames], ignore_index=True)[list(COLUMNS)]
    latest = every.sort_values("trouve_le", kind="stable").drop_duplicates(list(KEY), keep="last")
    return latest.sort_values(list(KEY), ignore_index=True)


def known(frame: pd.DataFrame) -> dict[tuple[str, str], Answer]:
    """The answer to each question (requete, citycode); the BAN's goes before an addok's, which may hold less."""
    rows = frame.sort_values("fournisseur", ascending=True, kind="stable").to_dict("records")
    return {(str(row["requete"]), str(row["citycode"])): _answer(row) for row in rows}


def _frame(rows: list[Row]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=str)


def _cells(match: Match | None) -> Row:
    """A match as text that reads back as the very same match."""
    if match is None:
        return dict.fromkeys((*_TEXTS, *_NUMBERS), "")
    numbers = {name: getattr(match, name) for name in _NUMBERS}
    texts = {name: str(getattr(match, name)) for name in _TEXTS}
    return {**texts, **{name: "" if value is None else repr(float(value)) for name, value in numbers.items()}}


def _checked(place: int, cells: list[str]) -> Row:
    """An answer of the file that reads well. Raises ValueError."""
    try:
        row = dict(zip(COLUMNS, cells, strict=True))
        _answer(row)
    except ValueError as error:
        raise ValueError(f"answer {place}: {error}") from None
    return row


def _answer(row: Mapping[Any, object]) -> Answer:
    """Raises ValueError when a date or a number is none."""
    day = date.fromisoformat(str(row["trouve_le"])).isoformat()
    texts = {name: str(row[name]) for name in ("fournisseur", *_TEXTS)}
    score, longitude, latitude = (float(str(row[name])) if row[name] else None for name in _NUMBERS)
    if not any(texts[name] for name in _TEXTS):
        return Answer(None, day)
    return Answer(Match(**texts, score=score, longitude=longitude, latitude=latitude), day)


def _damaged(path: Path, why: str) -> UsageError:
    return UsageError(
        f"The answers of the geocoder kept in {path} cannot be read: {why}. "
        "Put the file back as it was; or delete it, and the next run online asks again."
    )
