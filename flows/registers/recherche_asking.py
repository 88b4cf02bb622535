"""Asks the API Recherche d'entreprises: spaced, patient with a busy service, and strict with what it answers.

An answer is cut to what we keep (`recherche_cleaning`) before it leaves this file: the bytes received are kept nowhere.
"""

import contextlib
import dataclasses
import json
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flows.failure import NotFetched, shown
from flows.pace import Pace, backoff, retry_after
from flows.registers import recherche_cleaning
from flows.registers.recherche_query import PER_PAGE, Drop, Query, Unit
from flows.service import Service
from flows.visit import Reply
from schemas.errors import FetchFailed
from sources.legal_categories import is_natural_person
from sources.text import clean

_log = logging.getLogger(__name__)
INTERVAL_S = 0.25
"""The service allows 7 requests a second to one address and 30 to all of a network: a cloud's machines share those."""
SECONDS = 30.0
TRIES = 3
LONGEST_WAIT_S = 120.0
_RETRIED = frozenset({429, 500, 502, 503, 504})
_LATER = "Nothing of this run's answers is used, the last good ones stay in use; run again later."


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of units. `sirens`: all that it named, in its order; `units`: those kept; `ecartees`: why others are not."""

    query: Query
    page: int
    le: str
    """When it was had, an ISO date-time."""
    total: int
    sirens: tuple[str, ...]
    units: tuple[Unit, ...]
    ecartees: Mapping[str, int] = field(default_factory=dict)

    def kept(self, drop: Drop) -> "Answer":
        """The same answer without the units for which `drop` gives a reason."""
        why = [(unit, drop(unit)) for unit in self.units]
        dropped = Counter(reason for _, reason in why if reason) + Counter(self.ecartees)
        units = tuple(unit for unit, reason in why if not reason)
        return dataclasses.replace(self, units=units, ecartees=dict(sorted(dropped.items())))


class Asker:
    """One conversation with the service. `now` gives the time of each answer; `pace` is given by tests."""

    def __init__(self, service: Service, now: Callable[[], str], pace: Pace | None = None) -> None:
        self._service = service
        self._now = now
        self._pace = pace or Pace(INTERVAL_S)

    def ask(self, query: Query, page: int = 1) -> Answer:
        """One page of a question, each unit proved to satisfy it. Raises FetchFailed, which names the address asked."""
        url = self._url(query, page)
        reply = self._patiently(url)

        def fault(why: str) -> FetchFailed:
            return refused(url, why)

        said = _parsed(reply.body, fault)
        total, results = _envelope(said, page, fault)
        found = [recherche_cleaning.unit(one, fault) for one in results]
        for unit in found:
            if unheeded := query.refusal(unit):
                raise fault(f"a unit does not satisfy the filter {unheeded}: the service ignored it")
        sirens = tuple(str(unit["siren"]) for unit in found)
        return Answer(query, page, self._now(), total, sirens, tuple(found)).kept(_is_no_company)

    def fault(self, query: Query, page: int, why: str) -> FetchFailed:
        """The error that a page ends with."""
        return refused(self._url(query, page), why)

    def _url(self, query: Query, page: int) -> str:
        return f"{self._service.scheme}://{self._service.domain}{query.path(page)}"

    def _patiently(self, url: str) -> Reply:
        """One request, tried again while that may help. Raises FetchFailed."""
        why = ""
        for attempt in range(1, TRIES + 1):
            self._pace.turn(self._service.domain)
            outcome = self._try(url)
            if isinstance(outcome, Reply):
                if outcome.status == 200:
                    return outcome
                why, wait = f"it answers {outcome.status}", _asked_to_wait(outcome)
            else:
                why, wait = outcome.why, None
            if attempt < TRIES:
                _log.warning("%s: %s; try %d of %d", shown(url), why, attempt + 1, TRIES)
                self._pace.rest(backoff(attempt, LONGEST_WAIT_S) if wait is None else wait)
        raise refused(url, f"{why}, {TRIES} times")

    def _try(self, url: str) -> Reply | NotFetched:
        """A reply, or a trouble that may pass. Raises FetchFailed for one that will not."""
        try:
            reply = self._service.ask(url, SECONDS)
        except NotFetched as error:
            if error.again or error.kind in ("timeout", "truncated"):
                return error
            raise
        if reply.status != 200 and reply.status not in _RETRIED:
            raise refused(url, f"it answers {reply.status}, it refuses the question")
        return reply


def refused(url: str, why: str) -> FetchFailed:
    """What is told of an answer, or of several, of which nothing may be used."""
    return FetchFailed(f"API Recherche d'entreprises: {shown(url)}: {clean(why)}. {_LATER}")


def _asked_to_wait(reply: Reply) -> float | None:
    return retry_after(reply.headers.get("retry-after", ""), reply.headers.get("date", ""), LONGEST_WAIT_S)


def _parsed(body: bytes, fault: recherche_cleaning.Fault) -> Mapping[str, object]:
    """The JSON of an answer, strictly: no NaN, which Python's reader lets pass. What is wrong is told, never quoted."""

    def no_number(word: str) -> object:
        raise ValueError

    said: object = None
    with contextlib.suppress(ValueError, RecursionError):  # their errors hold the whole answer, people included
        said = json.loads(body.decode("utf-8"), parse_constant=no_number)
    if not isinstance(said, dict):
        what = "a page of HTML" if body.lstrip()[:1] == b"<" else "no JSON object, or the half of one"
        raise fault(f"its answer of {len(body)} bytes is {what}")
    return said


def _envelope(said: Mapping[str, object], page: int, fault: recherche_cleaning.Fault) -> tuple[int, list[object]]:
    """The total announced and the results of the page asked, consistent with each other."""
    counts = {name: said.get(name) for name in ("total_results", "page", "per_page", "total_pages")}
    results = said.get("results")
    wrong = [name for name, value in counts.items() if not isinstance(value, int) or isinstance(value, bool)]
    if wrong or not isinstance(results, list):
        raise fault(f"its answer has no readable {(wrong or ['results'])[0]}")
    total = int(str(counts["total_results"]))
    if (counts["page"], counts["per_page"], counts["total_pages"]) != (page, PER_PAGE, -(-total // PER_PAGE)):
        raise fault("it answers for another page, or counts its pages otherwise than its results")
    if len(results) > PER_PAGE or total < 0:
        raise fault("its page holds more units than a page may, or less than none")
    return total, results


def _is_no_company(unit: Unit) -> str:
    """Sole traders and groupings bear the names of people; a category that is not told may be one."""
    nature = str(unit.get("nature_juridique", ""))
    return "personnes_physiques" if not nature or is_natural_person(nature) else ""
