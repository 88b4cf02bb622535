"""The system that the gold set measures, behind one function: `creches geocode --csv` through a service, no cache."""

import pandas as pd

from flows import clock
from flows.geocode.answers import Answers
from flows.geocode.by_hand import ByHand
from flows.geocode.remote import Remote
from flows.locate import Asked, Placer

AGENT = "creches-cooperatives/1.0 (+https://example.org/; contact@example.org)"


def through(service: str) -> Placer:
    """Places addresses by one service alone, nothing being remembered; it is on loopback, so it is not waited for."""
    day = clock.today()
    remote = Remote(AGENT, service, sleep=lambda seconds: None)
    return Placer([Answers(remote, None, day)], day, ByHand((), day))


def located(questions: pd.DataFrame, service: str) -> pd.DataFrame:
    """The same rows in their order, with code_insee and the point; `service` is 'http://127.0.0.1:PORT'."""
    rows = questions[["adresse", "code_postal", "commune"]].itertuples(index=False, name=None)
    found = through(service).place([Asked(*row) for row in rows]).places
    answer = ["code_insee", "longitude", "latitude", "geo_precision", "geo_statut", "geo_rayon_m", "geo_libelle"]
    return questions.assign(**{column: found[column].to_list() for column in answer})
