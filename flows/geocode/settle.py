"""What is published of a case: the point found, the one it had, or its commune's centre; and the doubts to tell."""

from flows.geocode import doubts as codes
from flows.geocode.case import Case
from flows.geocode.cells import RADIUS_M, centre, found, kept, nowhere
from flows.geocode.judge import APART_M, point
from flows.geocode.points import distance_m
from schemas.records import Row
from sources.communes import Commune

_SAID = ("adresse", "code_postal", "commune", "adresse_source")


def settled(case: Case, as_of: str) -> tuple[Row, str]:
    """The cells of the point, and the code of a doubt ('' for none)."""
    commune = case.commune
    if commune is None and not any(case.row.get(name) for name in _SAID):
        return nowhere("auto"), ""
    if commune is None:
        several = len(case.place.homonymes) > 1
        return nowhere("revue"), codes.COMMUNE_AMBIGUE if several else codes.COMMUNE_INCONNUE
    if not commune.latitude:
        return nowhere("auto"), codes.COMMUNE_SANS_POINT
    last = kept(case.row, case.former, commune)
    return _with_former(case, last) if last else _new(case, commune, as_of)


def _with_former(case: Case, last: Row) -> tuple[Row, str]:
    """An address that has not changed keeps its point: only a finer one close by replaces it."""
    finding = case.finding
    accepted = finding.accepted if finding else None
    if finding is None or accepted is None:  # a question to a person is not answered by silence
        return last, codes.POINT_DEPLACE if last["geo_statut"] == "revue" else ""
    longitude, latitude = point(accepted.match)
    if longitude is None or latitude is None:
        return last, ""
    if distance_m(longitude, latitude, float(last["longitude"]), float(last["latitude"])) > APART_M:
        return {**last, "geo_statut": "revue"}, codes.POINT_DEPLACE
    finer = RADIUS_M[accepted.precision] < RADIUS_M[last["geo_precision"]]
    return (found(accepted, finding.trouve_le) if finer else {**last, "geo_statut": "auto"}), ""


def _new(case: Case, commune: Commune, as_of: str) -> tuple[Row, str]:
    finding = case.finding
    if finding and finding.accepted:
        return found(finding.accepted, finding.trouve_le), ""
    if case.waits and (finding is None or finding.doute == codes.VOIE_NON_TROUVEE):
        return centre(commune, "en_attente", as_of), ""
    doute = finding.doute if finding else ""
    return centre(commune, "revue" if doute in codes.FOR_REVIEW else "auto", as_of), doute
