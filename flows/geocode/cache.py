"""Answers of geocoders kept as a CSV that a person can read: sorted by question, each with its day."""

import csv
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from flows.formats.whole import write_whole
from flows.geocode.match import Answer, Match
from flows.geocode.wire import identifier, publishable
from schemas.errors import UsageError
from schemas.records import Row

KEY = ("requete", "citycode", "fournisseur")
"""The folded address asked, the commune it was asked inside (`~` and its code: around it), and who answered."""
_TEXTS = ("libelle", "type", "numero", "voie", "code_postal", "code_insee", "commune", "id")
_LONGEST_CELL = 10_000_000  # characters
_NUMBERS = ("score", "longitude", "latitude")
COLUMNS = (*KEY, "rang", "trouve_le", *_TEXTS, *_NUMBERS)
"""One line a match: its rank (1 the best) and the day; rank 0, and nothing after the day, when nothing was found."""
_FREE_TEXTS = ("libelle", "voie", "commune")
_WORD = re.compile(r"[\w .-]{0,80}")
_FOURNISSEURS = ("ban", "addok")
_BEFORE = tuple(name for name in COLUMNS if name != "rang")
"""Columns until version 0.1.0, which kept the best match only."""


def read_cache(path: Path) -> pd.DataFrame:
    """The answers kept in a file, all text; none when there is no file. Raises UsageError when it is damaged."""
    if not path.exists():
        return no_answers()
    try:
        csv.field_size_limit(_LONGEST_CELL)
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *lines = csv.reader(file, strict=True)
        return merged(_frame(_rows(tuple(header), lines)))
    except (OSError, ValueError, csv.Error) as error:
        raise _damaged(path, str(error)) from None


def _rows(header: tuple[str, ...], lines: Sequence[list[str]]) -> list[list[str]]:
    """The lines of a file, each checked. Raises ValueError."""
    if header == _BEFORE:
        lines = [[*line[:3], "1" if any(line[4:]) else "0", *line[3:]] for line in lines]
    elif header != COLUMNS:
        raise ValueError(f"its columns are not {', '.join(COLUMNS)}")
    for place, line in enumerate(lines, start=1):
        try:
            _check(dict(zip(COLUMNS, line, strict=True)))
        except ValueError as error:
            raise ValueError(f"answer {place}: {error}") from None
    return list(lines)


def _check(row: Row) -> None:
    """An answer kept is held to what an answer heard is. Raises ValueError, which quotes no text of the row."""
    tests = {
        "its day is none": date.fromisoformat(row["trouve_le"]).isoformat() == row["trouve_le"],
        "its rank is no number from 0 to 9": len(row["rang"]) == 1 and row["rang"].isdecimal(),
        "who answered is none of ban, addok": row["fournisseur"] in _FOURNISSEURS,
        "a text is none that may be published": all(publishable(row[name]) == row[name] for name in _FREE_TEXTS),
        "a code or a number is none": all(
            map(_WORD.fullmatch, (row[name] for name in _TEXTS if name not in _FREE_TEXTS))
        ),
        "its id is none": identifier(row["id"]) == row["id"],
        "a number is not finite": all(math.isfinite(float(row[name] or 0)) for name in _NUMBERS),
    }
    for fault, fine in tests.items():
        if not fine:
            raise ValueError(fault)


def write_cache(path: Path, frame: pd.DataFrame) -> None:
    """Write the answers sorted, whole or not at all. Raises UsageError when the place cannot be written."""
    write_whole(path, merged(frame).to_csv(index=False, lineterminator="\n").encode())


def no_answers() -> pd.DataFrame:
    """A cache with no answer."""
    return _frame([])


def merged(*frames: pd.DataFrame) -> pd.DataFrame:
    """Several caches as one, sorted by question: the latest answer to each, of the last frame on one day."""
    ages = [frame.assign(age=place) for place, frame in enumerate(frames)]
    every = pd.concat([no_answers().assign(age=0), *ages], ignore_index=True)
    latest = every.sort_values(["trouve_le", "age"], kind="stable").drop_duplicates(list(KEY), keep="last")
    kept = every.merge(latest[[*KEY, "trouve_le", "age"]], on=[*KEY, "trouve_le", "age"])
    kept = kept.drop_duplicates([*KEY, "rang"], keep="last")
    order = kept.assign(place=kept["rang"].astype(int)).sort_values([*KEY, "place"], kind="stable")
    return order[list(COLUMNS)].reset_index(drop=True)


def lines_of(cle: tuple[str, str], fournisseur: str, answer: Answer) -> list[Row]:
    """An answer as lines of a cache."""
    head = dict(zip(KEY, (*cle, fournisseur), strict=True))
    if not answer.matches:
        return [{**head, "rang": "0", "trouve_le": answer.trouve_le}]
    ranked = enumerate(answer.matches, start=1)
    return [{**head, "rang": str(rank), "trouve_le": answer.trouve_le, **_cells(match)} for rank, match in ranked]


def frame_of(rows: Iterable[Row]) -> pd.DataFrame:
    """Lines as a cache."""
    return _frame([[row.get(name, "") for name in COLUMNS] for row in rows])


class Known:
    """The answers of a cache by question; each is read when it is wanted. The latest counts, of one day the BAN's."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._lines: dict[tuple[str, str], dict[str, list[tuple[str, ...]]]] = {}
        for line in frame[list(COLUMNS)].itertuples(index=False, name=None):
            self._lines.setdefault((line[0], line[1]), {}).setdefault(line[2], []).append(line)

    def __contains__(self, cle: tuple[str, str]) -> bool:
        return cle in self._lines

    def answer(self, cle: tuple[str, str]) -> Answer | None:
        """What was answered, None when it never was asked."""
        by_provider = self._lines.get(cle)
        if not by_provider:
            return None
        latest = max(by_provider, key=lambda name: (by_provider[name][0][4], name == "ban", name))
        lines = by_provider[latest]
        rows = [dict(zip(COLUMNS, line, strict=True)) for line in lines]
        return Answer(tuple(_match(row) for row in rows if row["rang"] != "0"), rows[0]["trouve_le"])


def _frame(lines: Sequence[Sequence[str]]) -> pd.DataFrame:
    return pd.DataFrame(lines, columns=list(COLUMNS), dtype=str)


def _cells(match: Match) -> Row:
    """A match as text that reads back as the very same match."""
    numbers = {name: getattr(match, name) for name in _NUMBERS}
    texts = {name: str(getattr(match, name)) for name in _TEXTS}
    return {**texts, **{name: "" if value is None else repr(float(value)) for name, value in numbers.items()}}


def _match(row: Mapping[str, str]) -> Match:
    """Raises ValueError when a number is none."""
    score, longitude, latitude = (float(row[name]) if row[name] else None for name in _NUMBERS)
    texts = {name: row[name] for name in ("fournisseur", *_TEXTS)}
    return Match(**texts, score=score, longitude=longitude, latitude=latitude)


def _damaged(path: Path, why: str) -> UsageError:
    return UsageError(
        f"The answers of the geocoder kept in {path} cannot be read: {why}. "
        "Put the file back as it was; or delete it, and the next run online asks again."
    )
