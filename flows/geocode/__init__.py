"""Address -> place: a commune, a point, and the evidence for both.

The commune comes first, from the gazetteer. A street's or a door's point is published only when it is proved;
otherwise the commune's centre is, and says so. Offline nothing is asked: the answers kept in the cache and the
points of the last release serve.
"""

from functools import partial

import pandas as pd

from flows.geocode import anomalies as codes
from flows.geocode.anomalies import anomaly, outage
from flows.geocode.answers import Answers
from flows.geocode.cache import Recorder, merged, read_cache, write_cache
from flows.geocode.cells import CODES, POINT, carried, centre, codes_of, dated, found, kept, nowhere
from flows.geocode.judge import Finding, find
from flows.geocode.match import Answer, Ask, Match, Outage
from schemas.records import Anomaly, Row
from sources.communes import Commune, resolve

__all__ = ["Answer", "Ask", "Match", "Outage", "Recorder", "geocode", "merged", "online", "read_cache", "write_cache"]

GEOPLATEFORME = "data.geopf.fr/geocodage"
_DOUBTFUL = ("code_postal_voisin", "graphie_proche", "commune_seule")
_CENTRE_TO_REVIEW = (codes.CONFLIT_COMMUNE, codes.POINT_A_REVOIR)


def geocode(
    places: pd.DataFrame, previous: pd.DataFrame, as_of: str, ask: Ask | None = None, cache: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, list[Anomaly]]:
    """The same rows, in the same order, with commune, codes and point; and what needs a person.

    `places` and `previous` (the last release, or no row) have the columns of `etablissements`, all text. A street
    is looked for in the `cache` (see read_cache), then in the last release if the address did not change, then
    through `ask`. `as_of` (ISO) dates what is found now; a point that was already there keeps its day.
    """
    answers = Answers(ask, cache, as_of)
    before = {row["id"]: row for row in _rows(previous)}
    rows: list[Row] = []
    told: list[Anomaly] = []
    for row in _rows(places):
        placed, doubts = _placed(row, before.get(row["id"], {}), answers, as_of)
        rows.append(placed)
        told += doubts
    told += outage([row for row in rows if row["geo_statut"] == "en_attente"])
    columns = list(dict.fromkeys([*places.columns, "commune", *CODES, *POINT]))
    return pd.DataFrame(rows, index=places.index, columns=columns, dtype=str), told


def online(user_agent: str, service: str = GEOPLATEFORME, timeout: float = 10.0) -> Ask:
    """An `Ask` to the service at `service` (host and path, with or without scheme). `timeout` is in seconds."""
    from flows.geocode.ban import Ban  # the geocoding library is loaded only when it is used

    return Ban(user_agent, service, timeout)


def _rows(frame: pd.DataFrame) -> list[Row]:
    columns = [str(column) for column in frame.columns]
    return [dict(zip(columns, cells, strict=True)) for cells in frame.astype(str).itertuples(index=False, name=None)]


def _placed(row: Row, former: Row, answers: Answers, as_of: str) -> tuple[Row, list[Anomaly]]:
    """A row with its place, and its doubts."""
    if carried(row, former):
        return row, []
    commune = resolve(row["code_postal"], row["commune"])
    if commune is None:
        doubt = anomaly(codes.COMMUNE_INCONNUE, row, row["commune"])
        return {**row, **dict.fromkeys(CODES, ""), **nowhere("revue")}, [doubt]
    doubtful = commune.methode in _DOUBTFUL
    told = [anomaly(codes.COMMUNE_A_VERIFIER, row, f"{commune.nom} ({commune.code_insee})")] if doubtful else []
    row = {**row, **codes_of(commune)}
    if not commune.latitude:
        return {**row, **nowhere("auto")}, [*told, anomaly(codes.COMMUNE_SANS_POINT, row, commune.nom)]
    try:
        cells, finding = _point(row, former, commune, answers, as_of)
    except Outage:
        cells, finding = centre(commune, "en_attente", as_of), None
    told += [_doubt(finding, row)] if finding and finding.doute else []
    return {**row, **dated(cells, row, former)}, told


def _point(row: Row, former: Row, commune: Commune, answers: Answers, as_of: str) -> tuple[Row, Finding | None]:
    """The cells of a point, and the finding behind it when a geocoder's answer decided. Raises Outage."""
    if not row["adresse"]:
        return centre(commune, "auto", as_of), None
    look = partial(find, row["adresse"], row["code_postal"], commune)
    finding = look(answers.remembered)
    last = kept(row, former, commune) if finding is None else None
    if last:
        return last, None
    finding = finding or look(answers.asked)
    if finding and finding.match and finding.precision:
        return found(finding, finding.match), finding
    to_review = finding is not None and finding.doute in _CENTRE_TO_REVIEW
    return centre(commune, "revue" if to_review else "auto", as_of), finding


def _doubt(finding: Finding, row: Row) -> Anomaly:
    proposed = finding.match.libelle if finding.match and finding.doute in _CENTRE_TO_REVIEW else row["adresse"]
    return anomaly(finding.doute, row, proposed)
