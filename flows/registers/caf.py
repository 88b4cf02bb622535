"""Asks the CAF's open data portal (Opendatasoft Explore v2.1) for its coverage rates, and makes one body of its answers.

Of each dataset: its newest year, then every row of that year by pages of 100, read until one is not full. `annee` is an
integer that `where` filters, except where it is a date: such a dataset is read whole, for the filter would be refused.
Only the fields of `sources.caf.DATASETS` are kept. What is not had whole is not had at all.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from flows import settings
from flows.failure import NotFetched
from flows.pace import Pace, backoff, retry_after
from flows.service import Service
from flows.visit import Reply
from schemas.errors import FetchFailed
from schemas.found import Known
from schemas.records import Source
from sources.caf import DATASETS, Dataset, canonical, year_of
from sources.text import clean

INTERVAL_S = 0.5
"""Between two requests: some 35 make a body."""
SECONDS = 60.0
TRIES = 3
LONGEST_WAIT_S = 30.0
PAGE = 100
MOST = 10_000
"""The service refuses a longer page (`limit`), and rows beyond this one (`offset` + `limit`)."""
_BUSY = frozenset({408, 429, 500, 502, 503, 504})
_PASSING = frozenset({"timeout", "truncated"})

Answer = dict[str, Any]


class _Unusable(Exception):
    """Why a dataset cannot be had."""


def harvest(source: Source, known: Known, now: Callable[[], str]) -> bytes:
    """The body of a snapshot: of each dataset the answer that tells its newest year, and the pages of its rows.

    The CAF is asked about territories, whatever operators are known. Raises FetchFailed, which names the dataset, when
    one of them cannot be had whole, and UsageError when the setting `caf` is no address.
    """
    made = settings.load()
    asked = _Portal(Service(made.user_agent, made.caf, "caf"), now)
    datasets = {}
    for dataset in DATASETS:
        try:
            datasets[dataset.id] = _read(dataset, asked)
        except _Unusable as error:
            raise FetchFailed(
                f"{source.id}: the dataset {dataset.id} cannot be had: {clean(str(error))[:300]}. No answer of this run is used,"
                " the last good copy stays in use. Try again later; if it lasts, check the setting `caf`, and the dataset's"
                f" page {dataset.page}."
            ) from error
    return canonical({"datasets": datasets})


class _Portal:
    """The service, asked at our pace and again when that may help."""

    def __init__(self, service: Service, now: Callable[[], str]) -> None:
        self._service, self._now = service, now
        self._pace = Pace(INTERVAL_S)

    def answer(self, dataset: Dataset, question: dict[str, str | int]) -> Answer:
        """One answer as it is kept: address, moment, digest, and the rows cleaned of all other fields."""
        base = f"{self._service.scheme}://{self._service.domain}/api/explore/v2.1/catalog/datasets/{dataset.id}/records"
        url = f"{base}?{urlencode(question)}"
        kept = _cleaned(dataset, self._body(url))
        try:
            digest = hashlib.sha256(canonical(kept)).hexdigest()
        except ValueError as error:
            raise _Unusable(f"a value that no text or number can hold ({type(error).__name__})") from error
        return {"address": url, "moment": self._now(), "sha256": digest, "answer": kept}

    def _body(self, url: str) -> bytes:
        """The body of a 200. Three tries; a rest that is asked for and too long ends them."""
        for attempt in range(1, TRIES + 1):
            self._pace.turn(self._service.domain)
            outcome = self._try(url)
            if isinstance(outcome, Reply) and outcome.status == 200:
                return outcome.body
            wait = _rest(outcome, attempt)
            if attempt == TRIES or wait is None:
                break
            self._pace.rest(wait)
        raise _Unusable(outcome.why if isinstance(outcome, NotFetched) else f"the service answers {outcome.status}")

    def _try(self, url: str) -> Reply | NotFetched:
        try:
            return self._service.ask(url, SECONDS)
        except NotFetched as error:
            return error


def _rest(outcome: Reply | NotFetched, attempt: int) -> float | None:
    """Seconds before another try; None when none would help."""
    if isinstance(outcome, NotFetched):
        return backoff(attempt, LONGEST_WAIT_S) if outcome.again or outcome.kind in _PASSING else None
    if outcome.status not in _BUSY:
        return None
    asked = retry_after(outcome.headers.get("retry-after", ""), outcome.headers.get("date", ""), LONGEST_WAIT_S + 1)
    wait = backoff(attempt, LONGEST_WAIT_S) if asked is None else asked
    return wait if wait <= LONGEST_WAIT_S else None


def _read(dataset: Dataset, portal: _Portal) -> dict[str, object]:
    newest = portal.answer(dataset, {"limit": 1, "order_by": "annee desc"})
    first: Sequence[Answer] = newest["answer"]["results"]
    if not first:
        raise _Unusable("it is empty")
    year = first[0]["annee"]
    where: dict[str, str | int] = {"where": f"annee={year}"} if isinstance(year, int) else {}
    order = ",".join(("annee", dataset.code) if dataset.code else ("annee",))
    pages = _pages(dataset, portal, {**where, "order_by": order})
    rows = [row for page in pages for row in page["answer"]["results"]]
    if where and any(row["annee"] != year for row in rows):
        raise _Unusable(f"asked for {year}, it answers with rows of other years")
    if year_of(year) not in {year_of(row["annee"]) for row in rows}:
        raise _Unusable(f"its rows of {year} are not among those it gives")
    return {"newest": newest, "pages": pages}


def _pages(dataset: Dataset, portal: _Portal, question: dict[str, str | int]) -> list[Answer]:
    """Pages until one is not full; they must count what they hold, all alike, and say nothing twice."""
    pages: list[Answer] = []
    while not pages or len(pages[-1]["answer"]["results"]) == PAGE:
        offset = len(pages) * PAGE
        if offset + PAGE > MOST:
            raise _Unusable(f"it has more rows than the {MOST} that the service lets be read")
        pages.append(portal.answer(dataset, {**question, "limit": PAGE, "offset": offset}))
    rows = [row for page in pages for row in page["answer"]["results"]]
    totals = sorted({page["answer"]["total_count"] for page in pages})
    if totals != [len(rows)]:
        raise _Unusable(f"it counts {' then '.join(map(str, totals))} rows and gives {len(rows)}")
    if len({canonical(row) for row in rows}) < len(rows):
        raise _Unusable("it gives a row twice: it changed while it was read")
    return pages


def _cleaned(dataset: Dataset, body: bytes) -> Answer:
    """The count and the rows of an answer, only the fields we know. Raises _Unusable when it is no such answer."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _Unusable("what it answers is no JSON, or is cut") from error
    total, rows = (said.get("total_count"), said.get("results")) if isinstance(said, dict) else (None, None)
    if type(total) is not int or total < 0 or not isinstance(rows, list):
        raise _Unusable("what it answers has no total_count and results")
    return {"total_count": total, "results": [_row(dataset, row) for row in rows]}


def _row(dataset: Dataset, row: object) -> dict[str, object]:
    if not isinstance(row, dict):
        raise _Unusable("one of its rows is no row")
    missing = [field for field in dataset.fields if field not in row]
    if missing:
        raise _Unusable(f"a row lacks {', '.join(missing)}: its fields have changed")
    kept = {field: row[field] for field in dataset.fields}
    if not year_of(kept["annee"]) or any(isinstance(value, dict | list) for value in kept.values()):
        raise _Unusable("a row has no year, or a list where a value is expected")
    return kept
