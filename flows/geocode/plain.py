"""The cells of a place, and where they come from, told at a glance: one that nothing is doubted of, as nearly all are.

What is told here is what `settle`, `cells` and `proofs` tell of it the long way.
"""

from typing import NamedTuple

from flows.geocode.case import Case
from flows.geocode.cells import FOUND_BY, POINT, point_cells
from flows.geocode.proofs import digest, geocoded
from schemas.records import PointProof
from sources.communes import Commune


class Plain(NamedTuple):
    """The cells in the order of `cells.PLACED`, and the proof of the point; None when none is wanted."""

    cells: tuple[str, ...]
    proof: PointProof | None


def plain(case: Case, ban_url: str) -> Plain | None:
    """What is published of a place that rests, or of a new one that an answer surely tells; None for any other.

    Nobody may have decided about it: that is the caller's to know. `ban_url`: see `placing.geocode`.
    """
    commune = case.place.commune
    if commune is None:
        return None
    if case.resting:
        return _resting(case, commune, ban_url)
    fresh = not (case.former or case.told or case.carried or case.place.doubtful)
    return _found(case, commune, ban_url) if fresh and case.finding else None


def _resting(case: Case, commune: Commune, ban_url: str) -> Plain:
    """The point of the last release, proved by the same answer."""
    former = case.former
    cells = (*_of(commune), *[former[column] for column in POINT])
    proof = geocoded(case.row, former["geo_source"], former["geo_id"], case.resting, ban_url) if ban_url else None
    return Plain(cells, proof)


def _found(case: Case, commune: Commune, ban_url: str) -> Plain | None:
    """The point of an answer that is accepted, of a geocoder's, where the commune has one as well."""
    finding = case.finding
    one = finding.accepted if finding else None
    if finding is None or one is None or finding.answer is None or not commune.latitude:
        return None
    match = one.match
    if match.fournisseur not in FOUND_BY:
        return None
    cells = (*_of(commune), *point_cells(one, finding.trouve_le))
    proof = geocoded(case.row, match.fournisseur, match.id, digest(finding.answer), ban_url) if ban_url else None
    return Plain(cells, proof)


def _of(commune: Commune) -> tuple[str, ...]:
    """The cells of `cells.codes_of`."""
    return commune.nom, commune.code_insee, commune.code_commune, commune.departement, commune.region
