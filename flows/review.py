"""What needs a person: told in the report, and kept in `output/review/a_revoir.csv`, which each release makes anew."""

import logging
from pathlib import Path

import pandas as pd

from flows.formats.csv_table import to_csv
from flows.formats.whole import write_whole
from schemas.errors import UsageError

_log = logging.getLogger(__name__)
_FOR_A_PERSON = ("doute", "avertissement", "erreur")


def for_a_person(anomalies: pd.DataFrame) -> pd.DataFrame:
    """The anomalies that a person should look at; a withheld contact, for one, is only told."""
    return anomalies[anomalies["gravite"].isin(_FOR_A_PERSON)]


def write_review(output: Path, anomalies: pd.DataFrame) -> None:
    """Writes the rows for a person, in one step. What the disk refuses here is logged: the release itself stands."""
    path = output / "review" / "a_revoir.csv"
    try:
        write_whole(path, to_csv(for_a_person(anomalies)))
    except UsageError as error:
        _log.warning("%s The report on the terminal says the same.", error)
