"""Many questions at once: `/search/csv`, which the Géoplateforme and addok (with addok-csv) both have.

A table of answers may be cut, half empty or in another order: an answer counts only with our own row id and our own
words beside it. What does not count is asked again, alone.
"""

import csv
import io
from collections.abc import Sequence

from flows.failure import NotFetched
from flows.geocode.ban import Busy, Down, Refused
from flows.geocode.match import Match, Question
from flows.geocode.wire import asked_line, match_of, number_in
from flows.pace import retry_after
from flows.service import Service
from flows.visit import Form

SECONDS_A_ROW = 0.5
LEAST_SECONDS = 30.0
CLOSE = 0.05
"""Scores nearer than this do not rank two places: the question is asked again, alone, to see both."""
_ID, _LINE, _CODE = "cle", "adresse", "citycode"
_LONGEST_LINE = 10_000_000  # characters of one answer's cell


def search_csv(service: Service, fournisseur: str, questions: Sequence[Question]) -> dict[Question, tuple[Match, ...]]:
    """The best match of each question that was answered beyond doubt. All questions must name their commune.

    Raises Refused when the service has no such table, or refuses it; Busy; Down.
    """
    url = f"{service.scheme}://{service.domain}/search/csv"
    fields = {"columns": _LINE, "citycode": _CODE, "min_score": "0", "encoding": "utf-8", "delimiter": ","}
    form = Form(fields, {"data": ("questions.csv", _table(questions), "text/csv")})
    try:
        reply = service.ask(url, max(LEAST_SECONDS, SECONDS_A_ROW * len(questions)), form)
    except NotFetched as error:
        raise Down(error.why) from error
    if reply.status == 429:
        raise Busy(retry_after(reply.headers.get("retry-after", ""), reply.headers.get("date", ""), 1e9))
    if 400 <= reply.status < 500:
        raise Refused(f"it answers with status {reply.status}")
    if reply.status != 200:
        raise Down(f"it answers with status {reply.status}")
    return _read(reply.body, fournisseur, questions)


def _table(questions: Sequence[Question]) -> bytes:
    """The table that is sent: our row id, the line, the commune to look in."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((_ID, _LINE, _CODE))
    writer.writerows((_row_id(n), asked_line(q.requete), q.citycode) for n, q in enumerate(questions))
    return out.getvalue().encode()


def _row_id(number: int) -> str:
    return f"q{number}"


def _read(body: bytes, fournisseur: str, questions: Sequence[Question]) -> dict[Question, tuple[Match, ...]]:
    """The answers that stand; a row whose id is unknown or comes twice, or that is not about our words, does not."""
    sent = {_row_id(n): q for n, q in enumerate(questions)}
    found: dict[str, Match] = {}
    spoilt: set[str] = set()
    for row in _rows(body):
        id_ = row.get(_ID, "")
        question = sent.get(id_)
        if question is None or id_ in found or not _about(row, question):
            spoilt.add(id_)
        elif _sure(row):
            found[id_] = match_of(fournisseur, _said(row))
    return {sent[id_]: (match,) for id_, match in found.items() if id_ not in spoilt}


def _said(row: dict[str, str]) -> dict[str, object]:
    """A row as the properties of a place."""
    texts = {name.removeprefix("result_"): value for name, value in row.items() if name.startswith("result_")}
    numbers = {"longitude": row["longitude"], "latitude": row["latitude"], "score": row.get("result_score", "")}
    return {**texts, **{name: number_in(text) for name, text in numbers.items()}}


def _rows(body: bytes) -> list[dict[str, str]]:
    """The rows that have every column. Raises Down when it is no such table."""
    csv.field_size_limit(_LONGEST_LINE)
    try:
        header, *lines = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    except (ValueError, csv.Error) as error:
        raise Down(f"its table of answers cannot be read: {error}") from error
    wanted = {_ID, _LINE, _CODE, "longitude", "latitude", "result_label", "result_type", "result_citycode"}
    if not wanted <= set(header):
        raise Down(f"its table of answers has not the columns {', '.join(sorted(wanted - set(header)))}")
    return [dict(zip(header, line, strict=True)) for line in lines if len(line) == len(header)]


def _about(row: dict[str, str], question: Question) -> bool:
    """Whether a row repeats what was asked: an id may have slipped to another line."""
    return row[_LINE] == asked_line(question.requete) and row[_CODE] == question.citycode


def _sure(row: dict[str, str]) -> bool:
    """Whether a row answers by itself: an empty one may be half an answer, and close scores hide a second place."""
    if not row["result_label"] or row.get("result_status", "ok") != "ok":
        return False
    try:
        score, following = float(row.get("result_score") or 0), float(row.get("result_score_next") or 0)
    except ValueError:
        return False
    return not following or score - following >= CLOSE
