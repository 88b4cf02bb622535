"""A BAN search service as a provider of whole tables: spaced, patient with a busy service, and never taking an outage
for "not found".

Few questions go one by one; many, when they name their commune, by tables. What a table does not answer beyond doubt
is asked again alone.
"""

import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Lock
from typing import TypeVar
from urllib.parse import urlsplit

from flows.geocode.ban import Busy, Down, Refused, Search
from flows.geocode.batch import Answered, search_csv
from flows.geocode.match import Fournisseur, Match, Question, Replies
from flows.pace import Pace
from flows.service import Service
from sources.text import clean

INTERVAL_S = 0.04
"""Half the 50 requests a second that the Géoplateforme allows to one address. An addok on this very machine needs no rest."""
BLOCKED_S = 5.5
"""It blocks for 5 seconds whoever asks faster."""
LONGEST_WAIT_S = 30.0
TRIES = 3
BATCH_FROM = 200
"""Questions; from here on, tables cost the service and us less than single requests."""
BATCH_ROWS = 500
"""Rows of one table: an addok answers about 100 a second, and a cut table costs no more than these."""
READERS = 2
"""Tables on their way: while the service works on one, we read the other. It never works on two."""
COOLING_S = 30.0
PROBES = 2

_T = TypeVar("_T")


class Breaker:
    """Closed while a service answers. It opens when a question has failed in all its tries.

    A service that answered before in this run gets a rest and another chance, twice; then nothing is asked any more. One
    that never answered gets one more question, at once: the first may have been the trouble.
    """

    def __init__(self, rest: Callable[[float], None]) -> None:
        self.why = ""
        self._rest = rest
        self._answered = False
        self._probes = 0

    @property
    def open(self) -> bool:
        return bool(self.why)

    def worked(self) -> None:
        """The service answered."""
        self._answered = True

    def failed(self, error: Down, others: bool = False) -> None:
        """The service did not; the breaker opens, or waits before the next question. `others`: other questions are due."""
        chance = self._probes < PROBES if self._answered else others and not self._probes
        if error.for_long or not chance:
            self.why = str(error) or "it gives no reason"
            return
        self._probes += 1
        if self._answered:
            self._rest(COOLING_S)


class Remote:
    """A `Provider` over HTTP. `address` is host and path of the service; `timeout` is in seconds, for one question."""

    def __init__(
        self, user_agent: str, address: str, timeout: float = 10.0, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._service = Service(user_agent, address)
        self._fournisseur = fournisseur_of(self._service.domain)
        self._search = Search(self._service, self._fournisseur, timeout)
        self._pace = Pace(0.0 if on_this_machine(self._service.domain) else INTERVAL_S, sleep=sleep)
        self._breaker = Breaker(self._pace.rest)
        self._batches = True
        self._line = Lock()

    @property
    def fournisseur(self) -> Fournisseur:
        """The State's service is the BAN itself; any other host is somebody's addok."""
        return self._fournisseur

    def __call__(self, questions: Sequence[Question]) -> Replies:
        """The matches of each question, best first; one that is missing was not answered, and `panne` says why."""
        found: dict[Question, tuple[Match, ...]] = {}
        named = [question for question in questions if question.citycode]
        if len(named) >= BATCH_FROM:
            for answered in self._by_tables([named[n : n + BATCH_ROWS] for n in range(0, len(named), BATCH_ROWS)]):
                found |= answered
        refused = self._alone(deque(question for question in dict.fromkeys(questions) if question not in found), found)
        return Replies(found, self._panne(self._breaker.why, refused))

    def _by_tables(self, parts: Sequence[Sequence[Question]]) -> Iterator[Answered]:
        """The answers of each table: one is asked for at a time, and read while the next one is. The first goes alone."""
        yield self._by_table(parts[0])
        with ThreadPoolExecutor(READERS) as readers:
            yield from readers.map(self._by_table, parts[1:])

    def _by_table(self, part: Sequence[Question]) -> Answered:
        """What a table answers; after one that cannot be had, this service is asked by single questions only."""
        if not self._batches or self._breaker.open:
            return {}
        try:
            found = self._patiently(partial(search_csv, self._service, self._fournisseur, part, self._turn))
        except (Refused, Down) as error:
            self._batches = False
            if isinstance(error, Down) and error.for_long:
                self._breaker.failed(error)
            return {}
        self._breaker.worked()
        return found

    def _alone(self, due: deque[Question], found: dict[Question, tuple[Match, ...]]) -> str:
        """Asks one by one until all are answered or the breaker opens; tells why one was refused, '' when none was."""
        refused = ""
        while due and not self._breaker.open:
            question = due.popleft()
            try:
                found[question] = self._patiently(partial(self._ask, question))
                self._breaker.worked()
            except Refused as error:
                refused = str(error)
                self._breaker.worked()
            except Down as error:
                self._breaker.failed(error, others=bool(due))
                due.append(question)  # the next chance is another question's: this one may be the trouble
        return refused

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """The service for oneself, once it may be asked again."""
        with self._line:
            self._pace.turn(self._service.domain)
            yield

    def _ask(self, question: Question) -> tuple[Match, ...]:
        with self._turn():
            return self._search.ask(question)

    def _patiently(self, ask: Callable[[], _T]) -> _T:
        """One request, tried again while that may help. Raises Refused or Down."""
        error = Down("")
        for attempt in range(TRIES):
            try:
                return ask()
            except Busy as busy:
                error, wait = Down(str(busy)), BLOCKED_S if busy.seconds is None else busy.seconds
            except Down as down:
                error, wait = down, 1.0
            if wait > LONGEST_WAIT_S:
                raise Down(f"{error}, for {wait:.0f} seconds", for_long=True)
            if attempt < TRIES - 1:
                self._pace.rest(wait)
        raise error

    def _panne(self, down: str, refused: str) -> str:
        """Why some questions have no answer, and what to do; '' when all have."""
        why = f"does not answer: {down}" if down else f"refuses a question: {refused}" if refused else ""
        return why and (
            f"The geocoder at {self._service.domain.partition('/')[0]} {clean(why)[:200]}. No point is made of that;"
            " run again later, or check the geocoder's address in the settings."
        )


def fournisseur_of(address: str) -> Fournisseur:
    """Who answers at an address (host and path, with or without scheme)."""
    host = address.rpartition("://")[2].partition("/")[0].partition(":")[0].lower()
    return "ban" if host.endswith((".geopf.fr", ".data.gouv.fr")) or host in ("geopf.fr", "data.gouv.fr") else "addok"


def on_this_machine(domain: str) -> bool:
    """Whether a host, with or without port and path, is the loopback."""
    host = urlsplit(f"//{domain}").hostname or ""
    return host in ("localhost", "::1") or re.fullmatch(r"127(?:\.\d{1,3}){3}", host) is not None
