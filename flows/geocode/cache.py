"""Answers of geocoders kept as a CSV that a person can read: sorted by question, each with its day."""

import csv
import hashlib
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from pathlib import Path

import pandas as pd

from flows.formats.whole import write_whole
from flows.geocode.match import Answer, Match
from flows.geocode.wire import identifier, publishable
from schemas.errors import UsageError

KEY = ("requete", "citycode", "fournisseur")
"""The folded address asked, the commune it was asked inside (`~` and its code: around it), and who answered."""
_TEXTS = ("libelle", "type", "numero", "voie", "code_postal", "code_insee", "commune", "id")
_LONGEST_CELL = 10_000_000  # characters
_NUMBERS = ("score", "longitude", "latitude")
COLUMNS = (*KEY, "rang", "trouve_le", *_TEXTS, *_NUMBERS)
"""One line a match: its rank (1 the best) and the day; rank 0, and nothing after the day, when nothing was found."""
_NOTHING = ("",) * len((*_TEXTS, *_NUMBERS))
Line = tuple[str, ...]
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


def _rows(header: tuple[str, ...], lines: Sequence[list[str]]) -> Sequence[Sequence[str]]:
    """The lines of a file, each checked. Raises ValueError, which quotes no text of a line."""
    if header == _BEFORE:
        lines = [[*line[:3], "1" if any(line[4:]) else "0", *line[3:]] for line in lines]
    elif header != COLUMNS:
        raise ValueError(f"its columns are not {', '.join(COLUMNS)}")
    for place, line in enumerate(lines, start=1):
        if len(line) != len(COLUMNS):
            raise ValueError(f"answer {place}: it has not {len(COLUMNS)} cells")
    for name, cells in zip(COLUMNS, zip(*lines, strict=True), strict=False):
        if faulty := {cell for cell in set(cells) if not _fine(name, cell)}:
            place = next(place for place, cell in enumerate(cells, start=1) if cell in faulty)
            raise ValueError(f"answer {place}: {_FAULTS[name]}")
    return lines


def _fine(name: str, cell: str) -> bool:
    """An answer kept is held to what an answer heard is."""
    try:
        return _RULES[name](cell) if name in _RULES else True
    except ValueError:
        return False


_FREE, _CODE, _NUMBER = "a text is none that may be published", "a code or a number is none", "a number is not finite"
_FAULTS = {
    "trouve_le": "its day is none",
    "rang": "its rank is no number from 0 to 9",
    "fournisseur": "who answered is none of ban, addok",
    **dict.fromkeys(_TEXTS, _CODE),
    **dict.fromkeys(_FREE_TEXTS, _FREE),
    **dict.fromkeys(_NUMBERS, _NUMBER),
    "id": "its id is none",
}
_RULES: Mapping[str, Callable[[str], bool]] = {
    "trouve_le": lambda cell: date.fromisoformat(cell).isoformat() == cell,
    "rang": lambda cell: len(cell) == 1 and cell.isdecimal(),
    "fournisseur": lambda cell: cell in _FOURNISSEURS,
    **dict.fromkeys(_TEXTS, lambda cell: _WORD.fullmatch(cell) is not None),
    **dict.fromkeys(_FREE_TEXTS, lambda cell: publishable(cell) == cell),
    **dict.fromkeys(_NUMBERS, lambda cell: math.isfinite(float(cell or 0))),
    "id": lambda cell: identifier(cell) == cell,
}


def write_cache(path: Path, frame: pd.DataFrame, heard: Iterable[Line] = ()) -> None:
    """Write a cache and what was heard since, as `merged`, whole or not at all. Raises UsageError when it cannot be written."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_latest((_lines(frame), heard)))
    write_whole(path, out.getvalue().encode())


def no_answers() -> pd.DataFrame:
    """A cache with no answer."""
    return _frame([])


def merged(*frames: pd.DataFrame) -> pd.DataFrame:
    """Several caches as one, sorted by question: the latest answer to each, of the last frame on one day."""
    return _frame(_latest(map(_lines, frames)))


def _latest(caches: Iterable[Iterable[Line]]) -> list[Line]:
    """The lines that `merged` keeps, in its order."""
    found: dict[Line, tuple[tuple[str, int], dict[str, Line]]] = {}
    for age, lines in enumerate(caches):
        for line in lines:
            asked, when = line[:3], (line[4], age)
            known = found.get(asked)
            if known is None or known[0] < when:
                found[asked] = when, {line[3]: line}
            elif known[0] == when:
                known[1][line[3]] = line
    ranks = (sorted(found[asked][1].items(), key=lambda one: int(one[0])) for asked in sorted(found))
    return [line for each in ranks for _, line in each]


def lines_of(cle: tuple[str, str], fournisseur: str, answer: Answer) -> list[Line]:
    """An answer as lines of a cache, cells in the order of COLUMNS."""
    return [(*cle, fournisseur, rank, answer.trouve_le, *cells) for rank, *cells in ranked(answer)]


def ranked(answer: Answer) -> list[Line]:
    """The rank of each match and its cells, without the question, who answered and the day."""
    if not answer.matches:
        return [("0", *_NOTHING)]
    return [(str(rank), *_cells(match)) for rank, match in enumerate(answer.matches, start=1)]


def digest_of(lines: Iterable[Line]) -> str:
    """sha256 of an answer's lines in a cache, without the question, who answered and the day."""
    return hashlib.sha256("\n".join("\t".join((line[3], *line[5:])) for line in lines).encode()).hexdigest()


def frame_of(lines: Iterable[Line]) -> pd.DataFrame:
    """Lines as a cache."""
    return _frame(list(lines))


class Known:
    """The answers of a cache by question; each is read once, when it is wanted. The latest counts, of one day the BAN's."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._read: dict[tuple[str, str], Answer] = {}
        self._lines: dict[tuple[str, str], dict[str, list[tuple[str, ...]]]] = {}
        for line in _lines(frame):
            self._lines.setdefault((line[0], line[1]), {}).setdefault(line[2], []).append(line)

    def __contains__(self, cle: tuple[str, str]) -> bool:
        return cle in self._lines

    def answer(self, cle: tuple[str, str]) -> Answer | None:
        """What was answered, None when it never was asked."""
        if cle not in self._read and cle in self._lines:
            self._read[cle] = self._latest(self._lines[cle])
        return self._read.get(cle)

    def only(self, cle: tuple[str, str]) -> Line | None:
        """The line of a question that one provider answered with one line; None for any other."""
        by_provider = self._lines.get(cle, {})
        lines = next(iter(by_provider.values())) if len(by_provider) == 1 else ()
        return lines[0] if len(lines) == 1 else None

    @staticmethod
    def _latest(by_provider: Mapping[str, list[Line]]) -> Answer:
        latest = max(by_provider, key=lambda name: (by_provider[name][0][4], name == "ban", name))
        lines = by_provider[latest]
        rows = [dict(zip(COLUMNS, line, strict=True)) for line in lines]
        return Answer(tuple(_match(row) for row in rows if row["rang"] != "0"), rows[0]["trouve_le"])


def _lines(frame: pd.DataFrame) -> Iterator[Line]:
    return zip(*(frame[name].to_numpy(object).tolist() for name in COLUMNS), strict=True)


def _frame(lines: Sequence[Sequence[str]]) -> pd.DataFrame:
    columns = zip(*lines, strict=True) if lines else ((),) * len(COLUMNS)
    return pd.DataFrame(
        {name: pd.array(list(cells), dtype="str") for name, cells in zip(COLUMNS, columns, strict=True)}
    )


_texts = attrgetter(*_TEXTS)


def _cells(match: Match) -> list[str]:
    """A match as text that reads back as the very same match."""
    return [*_texts(match), _written(match.score), _written(match.longitude), _written(match.latitude)]


def _written(number: float | None) -> str:
    return "" if number is None else repr(float(number))


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
