"""Questions asked while a run gives ids: the addresses of lists are known long before their places are.

It only saves time. What is asked ahead is what a place asks first when it stands where its list says; whatever else is needed
is asked in its turn, and nothing twice.
"""

import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from typing import NamedTuple

from flows.geocode.answers import Answers
from flows.geocode.case import case_of
from flows.geocode.match import Question

FEWEST = 300
"""Questions. Fewer are asked sooner than a thread is worth."""
_AT_ONCE = 500
"""Questions, as many as a table of a service has; after each, whoever gave the run up is heard."""


class Address(NamedTuple):
    """A member's address as `flows.normalise` has it; all text."""

    adresse: str
    code_postal: str
    commune: str
    adresse_source: str


class Ahead:
    """Asks the first of a chain of answers, in a thread. As a context, it asks nothing more once the block is left."""

    def __init__(self, chain: Sequence[Answers], addresses: Iterable[Address]) -> None:
        """Begins. Nobody else touches the chain until `answers` gives it back."""
        self._chain, self._is_over, self._asked = chain, threading.Event(), Future[None]()
        threading.Thread(target=self._run, args=(tuple(addresses),), name="ahead", daemon=True).start()

    def answers(self) -> Sequence[Answers]:
        """The chain, once all was asked. Raises what asking raised."""
        self._asked.result()
        return self._chain

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(self, *_about: object) -> None:
        self._is_over.set()

    def _run(self, addresses: Sequence[Address]) -> None:
        try:
            self._ask(addresses)
        except BaseException as error:  # whatever it is, it is raised where the answers are wanted
            self._asked.set_exception(error)
        else:
            self._asked.set_result(None)

    def _ask(self, addresses: Sequence[Address]) -> None:
        first = self._chain[0]
        due = first.due(filter(None, map(question_of, dict.fromkeys(addresses))))
        parts = -(-len(due) // _AT_ONCE)  # of one size: what is left over would be asked one by one
        for part in range(parts if len(due) >= FEWEST else 0):
            if not self._is_over.is_set():
                first.ask(due[part * len(due) // parts : (part + 1) * len(due) // parts])


def question_of(address: Address) -> Question | None:
    """What a place at this address asks first; None when that depends on more than its address."""
    if not (address.adresse and address.code_postal):
        return None
    case = case_of({**address._asdict(), "code_insee": ""}, {})
    return case.inside if case.commune else None
