"""Where the codes and the points of places come from, as rows of `provenance`: the gazetteer, a geocoder, a person."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from flows.columnar.pieces import Piece
from flows.columnar.proofs import digests, placed, proved
from schemas.records import Source
from schemas.tables import Tables, empty

_LOCATED = ("code_insee", "code_commune", "departement", "region", "longitude", "latitude")
_POINT = ("longitude", "latitude")


class Reference(NamedTuple):
    """A source that is no page: its descriptor, and the sha256 of the table it is, '' for one that is asked."""

    source: Source
    digest: str


def of_points(
    places: pd.DataFrame, gazetteer: Reference, proofs: Piece, previous: Tables, as_of: str
) -> Iterator[Piece]:
    """A table a column: codes and points come from the gazetteer, or from what their proof says.

    `proofs`: as `of_proofs` makes them. `previous` is the last release: a point kept from it, without a new answer, keeps
    the digest of the answer that gave it. `as_of` is an ISO day.
    """
    before = digests(previous.get("provenance", empty("provenance")), _POINT)
    for champ in (*_LOCATED, "commune"):
        date = "" if champ in _POINT else as_of
        yield proved(places, champ, proofs, before, date)
        if champ in _LOCATED:
            yield placed(places, champ, proofs, date, _said(gazetteer, champ))


def _said(gazetteer: Reference, champ: str) -> dict[str, str]:
    """What is the same in every row that the gazetteer proves."""
    return {
        "source": gazetteer.source.id,
        "source_url": gazetteer.source.url,
        "snapshot": gazetteer.digest,
        "regle": "geocodee" if champ in _POINT else "deduite",
    }
