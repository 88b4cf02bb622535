"""Many questions at once: `/search/csv`, which the Géoplateforme and addok (with addok-csv) both have.

A table of answers may be cut, half empty, in another order or one row aside: an answer counts only with our own row
id and our own words beside it, and when it is the very door or street asked. What does not count is asked again, alone.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from operator import itemgetter
from typing import NamedTuple

from flows.failure import NotFetched
from flows.geocode.ban import Down, Refused, busy
from flows.geocode.match import Match, Question
from flows.geocode.streets import doors, is_door, likeness
from flows.geocode.wire import TOLD, asked_line, match_in, number_in
from flows.service import Service
from flows.visit import Form
from sources.text import fold

SECONDS_A_ROW = 0.5
LEAST_SECONDS = 30.0
CLOSE = 0.05
"""Scores nearer than this do not rank two places: the question is asked again, alone, to see both."""
_ID, _LINE, _CODE = "cle", "adresse", "citycode"
_LONGEST_LINE = 10_000_000  # characters of one answer's cell
_RESULTS = ("result_label", "result_type", "result_citycode", "result_score", "result_score_next")
_NEEDED = frozenset((_ID, _LINE, _CODE, "longitude", "latitude", *_RESULTS))
_FILLED = ("result_label", "result_name", "result_postcode", "result_city", "result_id")
"""Cells that every place has: an empty one is half an answer. A bare addok may leave a whole column out."""


Answered = dict[Question, tuple[Match, ...]]
"""The best match of each question that was answered beyond doubt."""


def search_csv(
    service: Service,
    fournisseur: str,
    questions: Sequence[Question],
    turn: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Answered:
    """The answers of a table of questions, which must all name their commune. A `turn` is held while the service works.

    Raises Refused when the service has no such table, refuses it or is too slow with it; Busy; Down.
    """
    lines = [asked_line(question.requete) for question in questions]
    with turn():
        body = _asked(service, questions, lines)
    return _read(body, fournisseur, questions, lines)


def _asked(service: Service, questions: Sequence[Question], lines: Sequence[str]) -> bytes:
    url = f"{service.scheme}://{service.domain}/search/csv"
    fields = {"columns": _LINE, "citycode": _CODE, "min_score": "0", "encoding": "utf-8", "delimiter": ","}
    form = Form(fields, {"data": ("questions.csv", _table(questions, lines), "text/csv")})
    try:
        reply = service.ask(url, max(LEAST_SECONDS, SECONDS_A_ROW * len(questions)), form)
    except NotFetched as error:  # a slow table costs minutes: it is not asked for twice
        raise (Refused if error.kind == "timeout" else Down)(error.why) from error
    if wait := busy(reply):
        raise wait
    if 400 <= reply.status < 500:
        raise Refused(f"it answers with status {reply.status}")
    if reply.status != 200:
        raise Down(f"it answers with status {reply.status}")
    return reply.body


def _table(questions: Sequence[Question], lines: Sequence[str]) -> bytes:
    """The table that is sent: our row id, the line, the commune to look in."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((_ID, _LINE, _CODE))
    writer.writerows((_row_id(n), line, q.citycode) for n, (q, line) in enumerate(zip(questions, lines, strict=True)))
    return out.getvalue().encode()


def _row_id(number: int) -> str:
    return f"q{number}"


def _read(body: bytes, fournisseur: str, questions: Sequence[Question], lines: Sequence[str]) -> Answered:
    """The answers that stand; a row whose id is unknown or comes twice, or that is not about our words, does not."""
    sent = {_row_id(n): (q, line) for n, (q, line) in enumerate(zip(questions, lines, strict=True))}
    found: dict[str, Match] = {}
    met: set[str] = set()
    for row in _rows(body):
        id_ = row.cle
        if id_ in met:
            found.pop(id_, None)
        elif id_ in sent and _repeats(row, *sent[id_]):
            match = match_in(fournisseur, row.told, *map(number_in, (row.score, row.longitude, row.latitude)))
            if _whole(row, match) and _ranked(row, match) and _is_asked(match, sent[id_][0]):
                found[id_] = match
        met.add(id_)
    return {sent[id_][0]: (match,) for id_, match in found.items()}


class _Row(NamedTuple):
    """One row of a table of answers; '' for a column that the table has not."""

    cle: str
    adresse: str
    citycode: str
    score: str
    score_next: str
    longitude: str
    latitude: str
    whole: bool
    """Whether every column of _FILLED that the table has is filled, and its status is good if it has one."""
    told: tuple[str, ...]
    """The cells of TOLD."""


_COLUMNS = (_ID, _LINE, _CODE, "result_score", "result_score_next", "longitude", "latitude")
_TOLD = tuple(f"result_{name}" for name in TOLD)


def _rows(body: bytes) -> Iterator[_Row]:
    """The rows that have every column and an end. Raises Down when it is no such table."""
    csv.field_size_limit(_LONGEST_LINE)
    try:
        header, *lines = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    except (ValueError, csv.Error) as error:
        raise Down(f"its table of answers cannot be read: {error}") from error
    missing = _NEEDED - set(header)
    if missing:
        raise Down(f"its table of answers has not the columns {', '.join(sorted(missing))}")
    if not body.endswith((b"\n", b"\r")):  # the last cell may be the half of a number
        lines = lines[:-1]
    return _picked(header, lines)


def _picked(header: Sequence[str], lines: Sequence[list[str]]) -> Iterator[_Row]:
    at = {name: place for place, name in enumerate(header)}
    pick, tell = (itemgetter(*(at.get(name, -1) for name in names)) for names in (_COLUMNS, _TOLD))
    filled = itemgetter(*(at[name] for name in (*_FILLED, _ID) if name in at))
    status = at.get("result_status")
    for line in lines:
        if len(line) == len(header):
            whole = all(filled(line)) and (status is None or line[status] == "ok")
            line.append("")  # what stands in a column that is not there
            cle, adresse, citycode, score, score_next, longitude, latitude = pick(line)
            yield _Row(cle, adresse, citycode, score, score_next, longitude, latitude, whole, tell(line))


def _repeats(row: _Row, question: Question, line: str) -> bool:
    """Whether a row repeats what was asked: an id may have slipped to another line."""
    return row.adresse == line and row.citycode == question.citycode


def _whole(row: _Row, match: Match) -> bool:
    """Whether a row has all of an answer, and its cells speak of one place: an empty cell may be half an answer."""
    if (
        not row.whole
        or None in (match.score, match.longitude, match.latitude)
        or (match.type == "housenumber") != bool(match.numero)
    ):
        return False
    door, place = f"{match.numero} {match.voie}", f"{match.code_postal} {match.commune}"
    if match.libelle == f"{door} {place}":
        return True
    label = fold(match.libelle)
    return label.startswith(fold(door)) and label.endswith(fold(place))


def _ranked(row: _Row, match: Match) -> bool:
    """Whether no second place is as good as the first."""
    following = row.score_next
    score, second = match.score, number_in(following) if following else 0.0
    return score is not None and second is not None and (not second or score - second >= CLOSE)


def _is_asked(match: Match, question: Question) -> bool:
    """Whether a place is the door asked, or the street when no door is: a row may hold its neighbour's answer."""
    door = is_door(match.numero, question.adresse) if doors(question.adresse) else not match.numero
    return door and match.code_insee == question.citycode and likeness(question.adresse, match.voie).exact
