"""The answer to a question: from the cache, else from the service, until it fails."""

import pandas as pd

from flows.geocode.cache import known
from flows.geocode.match import Answer, Ask, Outage
from sources.text import fold


class Answers:
    """Answers of one run. A question is put once; after a lasting outage none is put any more."""

    def __init__(self, ask: Ask | None, cache: pd.DataFrame | None, as_of: str) -> None:
        self._ask = ask
        self._as_of = as_of
        self._known = {} if cache is None else known(cache)
        self._outage: Outage | None = None

    def remembered(self, requete: str, citycode: str) -> Answer | None:
        """What is known without asking; None when it never was asked."""
        return self._known.get((fold(requete), citycode))

    def asked(self, requete: str, citycode: str) -> Answer | None:
        """What is known, else what the service says; None when there is no service (offline). Raises Outage."""
        answer = self.remembered(requete, citycode)
        if answer is not None or self._ask is None:
            return answer
        if self._outage is not None:
            raise self._outage
        try:
            answer = Answer(self._ask(requete, citycode), self._as_of)
        except Outage as outage:
            self._outage = outage if outage.lasting else None
            raise
        self._known[fold(requete), citycode] = answer
        return answer
