"""Who is asked, in which order: the answers kept and a BAN service, then the street index. The gazetteer is always last."""

from pathlib import Path
from typing import Literal, get_args

import pandas as pd

from flows.aside import Aside
from flows.geocode.answers import MAX_AGE_DAYS, Answers
from flows.geocode.match import Provider
from schemas.errors import UsageError

GEOPLATEFORME = "data.geopf.fr/geocodage"
Choice = Literal["auto", "cache", "ban", "addok", "index", "gazetteer"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
INDEX_FILE = "voies.sqlite"
"""Name of the street index in the folder of caches."""


def chain(
    choice: Choice,
    as_of: str,
    cache: pd.DataFrame | None = None,
    service: Provider | None = None,
    index: Path | None = None,
    max_age_days: int = MAX_AGE_DAYS,
) -> list[Answers]:
    """The answers to look through for a choice of provider.

    `service` is None when nobody may be asked (offline). Raises UsageError when what is chosen is not there.
    """
    kept = Answers(service if choice == "auto" else None, cache, as_of, max_age_days)
    if choice == "cache":
        return [kept]
    if choice in ("ban", "addok"):
        if service is None:
            raise UsageError(f"--provider {choice} asks a service, which --offline forbids. Leave one of them out.")
        return [Answers(service, None, as_of, max_age_days)]
    if choice == "index":
        return [streets(index, as_of)]
    there = [streets(index, as_of)] if choice == "auto" and index and index.exists() else []
    return [kept, *there] if choice == "auto" else []


def streets(index: Path | None, as_of: str) -> Answers:
    """The street index as answers; it is never kept in a cache, being one. Raises UsageError when there is none."""
    if index is None or not index.exists():
        raise UsageError(
            f"There is no street index{f' at {index}' if index else ''}. Make one from the files of the Base Adresse"
            " Nationale, by département: creches geocode index adresses-93.csv.gz"
        )
    from flows.geocode.index import Index

    return Answers(Index(index), None, as_of)


def remote(
    user_agent: str, service: str = GEOPLATEFORME, timeout: float = 10.0, aside: Aside | None = None
) -> Provider:
    """The service at `service` (host and path, with or without scheme). `timeout` is in seconds, for one question. `aside`:
    the process that asks many, where there is one."""
    from flows.geocode.elsewhere import Elsewhere  # the network's libraries are loaded only when they are used
    from flows.geocode.remote import Remote

    return Remote(user_agent, service, timeout) if aside is None else Elsewhere(aside, user_agent, service, timeout)
