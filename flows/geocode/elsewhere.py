"""A BAN search service asked by the process beside the run: reading thousands of answers then takes none of the run's own time."""

from collections.abc import Sequence
from functools import cache

from flows.aside import Aside
from flows.geocode.match import MANY, Fournisseur, Match, Provider, Question, Replies
from flows.geocode.remote import Remote


class Elsewhere:
    """A `Provider`. Few questions are asked from here; once many were put, the other process asks all that follow, so that one of
    the two alone knows how fast the service may be asked, and whether it still answers."""

    def __init__(self, aside: Aside, user_agent: str, address: str, timeout: float) -> None:
        """As `Remote`. Raises UsageError when it is no address of a service."""
        self._aside, self._about = aside, (user_agent, address, timeout)
        self._here: Provider | None = Remote(*self._about)
        self._is_down = False
        """As those who asked from here know."""
        self.fournisseur: Fournisseur = self._here.fournisseur

    def __call__(self, questions: Sequence[Question]) -> Replies:
        """As `Remote`. Raises WorkersFailed when the process is lost."""
        if self._here and (self._is_down or len(questions) < MANY):
            replies = self._here(questions)
            self._is_down = self._is_down or bool(replies.panne)
            return replies
        self._here = None
        found, panne = self._aside(_asked, self._about, tuple(questions))
        return Replies({one: each for one, each in zip(questions, found, strict=True) if each is not None}, panne)


def _asked(about: tuple[str, str, float], questions: Sequence[Question]) -> tuple[list[tuple[Match, ...] | None], str]:
    """What the service answers to each question, None where it did not; and why."""
    replies = _service(*about)(questions)
    return [replies.matches.get(one) for one in questions], replies.panne


@cache
def _service(user_agent: str, address: str, timeout: float) -> Remote:
    """The one of this process."""
    return Remote(user_agent, address, timeout)
