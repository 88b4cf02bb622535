"""Questions asked while a run gives ids: the addresses of lists are known long before their places are.

It only saves time. What is asked ahead is what a place asks first when it stands where its list says; whatever else is needed
is asked in its turn, and nothing twice.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from typing import NamedTuple

from flows.geocode.answers import Answers
from flows.geocode.case import case_of
from flows.geocode.match import Question

FEWEST = 300
"""Questions. Fewer are asked sooner than a thread is worth."""
AT_ONCE = 500
"""Questions, as many as a table of a service has."""


class Address(NamedTuple):
    """A member's address as `flows.normalise` has it; all text."""

    adresse: str
    code_postal: str
    commune: str
    adresse_source: str


class Ahead:
    """Asks the first of a chain of answers, in a thread. As a context, it asks nothing more once the block is left."""

    def __init__(self, chain: Sequence[Answers], addresses: Iterable[Address], at_once: int = AT_ONCE) -> None:
        """Begins. Nobody else touches the chain until `answers` gives it back. `at_once`: questions that are put together."""
        self._chain, self._at_once = chain, at_once
        self._is_over, self._asked = threading.Event(), Future[None]()
        self._parts: SimpleQueue[Sequence[Question] | BaseException | None] = SimpleQueue()
        told = list(dict.fromkeys(addresses))
        for name, run, given in (("questions", self._make, (told,)), ("ahead", self._run, ())):
            threading.Thread(
                target=run, args=given, name=name, daemon=True
            ).start()  # nobody waits for either at the end

    def answers(self) -> Sequence[Answers]:
        """The chain, once all was asked. Raises what asking raised."""
        self._asked.result()
        return self._chain

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(self, *_about: object) -> None:
        self._is_over.set()

    def _run(self) -> None:
        try:
            self._ask()
        except BaseException as error:  # whatever it is, it is raised where the answers are wanted
            self._asked.set_exception(error)
        else:
            self._asked.set_result(None)

    def _ask(self) -> None:
        """Asks some while the questions of the next are made; whoever gave the run up is heard between two."""
        while (some := self._parts.get()) is not None:
            if isinstance(some, BaseException):
                raise some
            if not self._is_over.is_set():
                self._chain[0].ask(some)

    def _make(self, addresses: Sequence[Address]) -> None:
        try:
            for some in self._due(addresses):
                self._parts.put(some)
        except BaseException as error:
            self._parts.put(error)
        self._parts.put(None)

    def _due(self, addresses: Sequence[Address]) -> Iterator[Sequence[Question]]:
        """What is due, in parts. `FEWEST` at least are kept back: no part is to be a small one."""
        due: list[Question] = []
        for begin in range(0, len(addresses), AT_ONCE):
            if self._is_over.is_set():
                return
            due += self._chain[0].due(filter(None, map(question_of, addresses[begin : begin + AT_ONCE])))
            if len(due) >= self._at_once + FEWEST:
                yield due[: self._at_once]
                del due[: self._at_once]
        if len(due) >= FEWEST:
            yield due


def question_of(address: Address) -> Question | None:
    """What a place at this address asks first; None when that depends on more than its address."""
    if not (address.adresse and address.code_postal):
        return None
    case = case_of({**address._asdict(), "code_insee": ""}, {})
    return case.inside if case.commune else None
