"""Every page of a question, proved whole: as many units as the service announces, each once, or nothing is used."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flows.registers.recherche_asking import Answer
from flows.registers.recherche_query import PER_PAGE, Query
from schemas.errors import FetchFailed

_log = logging.getLogger(__name__)
CERTAIN = 3_000
"""Up to here the total announced is exact: beyond, the search engine estimates it, and past 10,000 it is cut at 10,000.

The service refuses to page past the 10,000th unit. So a question with more than this is asked in parts.
"""
CRAWLS = 2
"""A list that changed while it was read is read again once, whole."""
ESTIMATED = 0.9
"""Least share of an estimated total that the parts of a question must hold together."""

Ask = Callable[[Query, int], Answer]
Refuse = Callable[[Query, int, str], FetchFailed]


@dataclass(frozen=True, slots=True)
class Whole:
    """All that a question found: its pages in order, the total announced, and how many units there are."""

    query: Query
    answers: tuple[Answer, ...]
    announced: int

    @property
    def sirens(self) -> frozenset[str]:
        return frozenset(siren for answer in self.answers for siren in answer.sirens)


def whole(ask: Ask, refuse: Refuse, query: Query) -> Whole:
    """A question answered in full, by its parts when it is too large or does not hold still. Raises FetchFailed."""
    why, total = "", 0
    for _ in range(CRAWLS):
        first = ask(query, 1)
        total = first.total
        if total > CERTAIN:
            why = f"it announces {total} units, too many to be counted and read"
            break
        answers = (first, *(ask(query, page) for page in range(2, -(-total // PER_PAGE) + 1)))
        why = _fault(answers)
        if not why:
            return Whole(query, answers, total)
        _log.warning("%s: %s", query.path()[:120], why)
    parts = query.parts()
    if not parts:
        raise refuse(query, 1, why)
    return _together(query, total, [whole(ask, refuse, part) for part in parts], refuse)


def _fault(answers: Sequence[Answer]) -> str:
    """Why pages are not one whole list; '' when they are."""
    total = answers[0].total
    if any(answer.total != total for answer in answers):
        return "its list changed while it was read: the totals of its pages differ"
    for answer in answers:
        if len(answer.sirens) != min(PER_PAGE, total - PER_PAGE * (answer.page - 1)):
            return f"its page {answer.page} of {len(answers)} holds {len(answer.sirens)} units, of {total} announced"
    found = {siren for answer in answers for siren in answer.sirens}
    return "" if len(found) == total else f"its pages name {len(found)} units, it announces {total}"


def _together(query: Query, announced: int, parts: list[Whole], refuse: Refuse) -> Whole:
    """The parts as one list. A unit may be in several, since départements are those of establishments."""
    one = Whole(query, tuple(answer for part in parts for answer in part.answers), announced)
    found = len(one.sirens)
    if found < announced * ESTIMATED or (announced <= CERTAIN and found != announced):
        raise refuse(query, 1, f"its {len(parts)} parts hold {found} units together, it announces {announced}")
    _check_same(one, refuse)
    return one


def _check_same(one: Whole, refuse: Refuse) -> None:
    """A unit that several parts name must be the same in each, its establishments there aside."""
    met: dict[object, dict[str, object]] = {}
    for answer in one.answers:
        for unit in answer.units:
            told = {name: value for name, value in unit.items() if name != "matching_etablissements"}
            if met.setdefault(unit["siren"], told) != told:
                raise refuse(answer.query, answer.page, "it tells a unit otherwise than another of its pages does")
