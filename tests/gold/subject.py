"""The system that the gold set measures, behind one function: `creches geocode --csv` through a service, no cache."""

import pandas as pd

from flows.geocode.remote import Remote
from flows.locate import Asked, Placer

AGENT = "creches-cooperatives/1.0 (+https://example.org/; contact@example.org)"


def located(questions: pd.DataFrame, service: str) -> pd.DataFrame:
    """The same rows in their order, with code_insee and the point; `service` is 'http://127.0.0.1:PORT'."""
    rows = questions[["adresse", "code_postal", "commune"]].itertuples(index=False, name=None)
    placer = Placer.through(Remote(AGENT, service, sleep=lambda seconds: None))
    found = placer.place([Asked(*row) for row in rows]).places
    answer = ["code_insee", "longitude", "latitude", "geo_precision", "geo_statut", "geo_rayon_m", "geo_libelle"]
    return questions.assign(**{column: found[column].to_list() for column in answer})
