"""The answers to many questions: from the cache while they are fresh, else from a provider, once a run."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from flows.geocode.cache import Known, Line, digest_of, frame_of, lines_of, no_answers
from flows.geocode.match import Answer, Provider, Question

MAX_AGE_DAYS = 180
"""After so many days a known answer is asked for again: the BAN is corrected every week."""
NOT_FOUND_DAYS = 14
"""The same for "not found": a street may be new, and an engine may have been empty that day."""


class Answers:
    """What is known in one run. A question is put once; one that a provider leaves unanswered waits."""

    def __init__(
        self,
        provider: Provider | None = None,
        cache: pd.DataFrame | None = None,
        as_of: str = "",
        max_age_days: int = MAX_AGE_DAYS,
    ) -> None:
        self.panne = ""
        """Why some questions wait; '' when none does."""
        self.kept = provider is not None and provider.fournisseur in ("ban", "addok")
        """Whether what is heard is worth a cache: the street index is one itself."""
        self._provider = provider
        self._cache = Known(no_answers() if cache is None else cache)
        self._as_of = as_of
        self._max_age_days = max_age_days
        self._new: dict[tuple[str, str], Answer] = {}
        self._unanswered: set[tuple[str, str]] = set()
        self._keys: dict[Question, tuple[str, str]] = {}

    @property
    def online(self) -> bool:
        """Whether anybody can be asked."""
        return self._provider is not None

    def answer(self, question: Question) -> Answer | None:
        """What is known of a question; None when it was never answered."""
        cle = self._cle(question)
        return self._new.get(cle) or self._cache.answer(cle)

    def only(self, question: Question) -> str:
        """The digest (`proofs.digest`) of what was kept of a question: one match, fresh, of one provider; else ''."""
        line = self._cache.only(self._cle(question))
        return digest_of([line]) if line and self.fresh(line[4]) else ""

    def waits(self, question: Question) -> bool:
        """Whether a service was asked in this run and did not answer: it may another time, an index never will."""
        return self.kept and self._cle(question) in self._unanswered

    def fresh(self, day: str, found: bool = True) -> bool:
        """Whether what was found on a day (ISO, '' for never) need not be asked for again; a day to come proves nothing."""
        if not day:
            return False
        age = (date.fromisoformat(self._as_of) - date.fromisoformat(day)).days
        return 0 <= age <= (self._max_age_days if found else min(self._max_age_days, NOT_FOUND_DAYS))

    def ask(self, questions: Iterable[Question]) -> None:
        """Puts the questions that have no fresh answer, all at once."""
        due = self.due(questions)
        if self._provider is None or not due:
            return
        replies = self._provider(due)
        for question in due:
            matches = replies.matches.get(question)
            if matches is None:
                self._unanswered.add(self._cle(question))
            else:
                self._new[self._cle(question)] = Answer(tuple(matches), self._as_of)
        self.panne = replies.panne or self.panne

    def due(self, questions: Iterable[Question]) -> list[Question]:
        """Those that have no fresh answer and were not put in this run, each once; none when nobody can be asked."""
        if self._provider is None:
            return []
        return list({cle: question for question in questions if self._due(cle := self._cle(question))}.values())

    def heard(self) -> pd.DataFrame:
        """The answers of this run, as rows of a cache."""
        return frame_of(self.lines())

    def lines(self) -> list[Line]:
        """The same, as lines."""
        name = self._provider.fournisseur if self._provider else ""
        return [line for cle, answer in self._new.items() for line in lines_of(cle, name, answer)]

    def _due(self, cle: tuple[str, str]) -> bool:
        if cle in self._new or cle in self._unanswered:
            return False
        answer = self._cache.answer(cle) if cle in self._cache else None
        return answer is None or not self.fresh(answer.trouve_le, found=bool(answer.matches))

    def _cle(self, question: Question) -> tuple[str, str]:
        """Its key, folded once a run: each question is looked for several times."""
        cle = self._keys.get(question)
        if cle is None:
            cle = self._keys[question] = question.cle
        return cle
