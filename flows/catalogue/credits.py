"""Whom a release owes something: the sources that a row of it names, and no other."""

from flows.catalogue.manifest import Manifest
from schemas.records import Row
from schemas.tables import rows_of

_TALK = ("sources", "anomalies", "retraits")
"""Tables that name a source without holding anything of it: what was asked, what is in doubt, what is gone."""


def credited(manifest: Manifest) -> list[Row]:
    """The rows of `sources` of which the release holds something, in order. One that was asked and never read is none."""
    held = {
        name
        for table, frame in manifest.tables.items()
        if table not in _TALK
        for column in ("source", "sources")
        if column in frame.columns
        for cell in frame[column].unique().tolist()
        for name in str(cell).split("|")
    }
    return [row for row in rows_of(manifest.tables["sources"]) if row["id"] in held]
