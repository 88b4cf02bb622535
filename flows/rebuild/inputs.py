"""All that shapes a release beside the code and the release before it: what its run heard, was told, and was set to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from flows.erasure.refusals import Refusal
from flows.evidence import Reference
from flows.gate.acknowledgements import Acknowledgement
from flows.identify import Decision
from schemas.found import Absent, Found
from schemas.records import Anomaly, PointProof, Proofs
from schemas.tables import Tables, columns
from schemas.verdicts import Verdict

PLACED = ("commune", "code_insee", "code_commune", "departement", "region", "longitude", "latitude")
"""What geocoding gives to a place, with every column that tells of its point (`geo_…`)."""


@dataclass(frozen=True, slots=True)
class CellProof:
    """What proves one cell of a place that is not the gazetteer's."""

    id: str
    champ: str
    preuve: PointProof


@dataclass(frozen=True, slots=True)
class Points:
    """What geocoding gave: `cells` by id, the doubts, and where cells come from. A service is not asked again."""

    cells: pd.DataFrame
    anomalies: tuple[Anomaly, ...] = ()
    proofs: tuple[CellProof, ...] = ()

    def proved(self) -> Proofs:
        """The proofs by id and column."""
        return {(one.id, one.champ): one.preuve for one in self.proofs}


@dataclass(frozen=True, slots=True)
class Inputs:
    """One release's. Days are ISO. `previous`: the version that it was compared with, '' for a first release."""

    version: str
    as_of: str
    previous: str
    previous_manifest: str
    """sha256 of the `manifeste.json` of `previous`, as it was then; '' when it had none."""
    found: tuple[Found, ...]
    """What the walk was made of, after the gates on sources: one that they held is in `missing`."""
    missing: tuple[Absent, ...]
    decisions: tuple[Decision, ...]
    points: Points
    references: tuple[Reference, ...]
    """The reference sources of `sources.csv`, with the digests that their tables had."""
    contact: str
    base_url: str
    homepage: str
    earlier: tuple[Mapping[str, object], ...] = ()
    gates: tuple[Verdict, ...] = ()
    """What the gates said of the sources, one by one."""
    accepted: tuple[Acknowledgement, ...] = ()
    """The breaches of gates that people had acknowledged."""
    refusals: tuple[Refusal, ...] = ()
    """Those who had asked not to be published, as salted digests."""
    made: Mapping[str, object] = field(default_factory=dict)
    """`Manifest.made`, less the digest of this archive."""


def points_of(places: pd.DataFrame, anomalies: Sequence[Anomaly], proofs: Proofs) -> Points:
    """What `flows.geocode` gave, from its places (columns of `etablissements`), its doubts and its proofs."""
    cells = places[["id", *_placed_columns()]].sort_values("id", kind="stable", ignore_index=True)
    told = sorted(proofs.items())
    return Points(cells, tuple(anomalies), tuple(CellProof(*cell, proof) for cell, proof in told))


def with_points(tables: Tables, points: Points) -> Tables:
    """The tables, each place with the cells it was given then; one that has none stays as it is."""
    places = tables["etablissements"].copy()
    known = points.cells.set_index("id")
    for column in _placed_columns():
        given = places["id"].map(known[column])
        places[column] = given.where(given.notna(), places[column]).astype(str)
    return {**tables, "etablissements": places}


def _placed_columns() -> list[str]:
    return [*PLACED, *(column for column in columns("etablissements") if column.startswith("geo_"))]
