"""The columns of a place's point: nowhere, at its commune's centre, at a street or a door, by hand, or as it was before."""

from functools import lru_cache

from flows.geocode.judge import COORDINATE_DECIMALS, Candidate
from flows.geocode.match import Match
from flows.geocode.points import decimal, in_reach
from schemas.records import Row
from sources.communes import Commune
from sources.text import fold

CODES = ("code_insee", "code_commune", "departement", "region")
POINT = (
    "longitude",
    "latitude",
    "geo_precision",
    "geo_qualite",
    "geo_score",
    "geo_similarite",
    "geo_libelle",
    "geo_id",
    "geo_source",
    "geo_date",
    "geo_rayon_m",
    "geo_statut",
)
PLACED = ("commune", *CODES, *POINT)
"""The columns that a place is given."""
RADIUS_M = {"numero": 330, "voie": 1_364, "lieu_dit": 1_364}
"""How far the true door may be: the 95th and the 99th centile of the gap between the points that INSEE and the BAN
give to one address, as a public comparison of the two measured it."""
_RADII = {precision: str(metres) for precision, metres in RADIUS_M.items()}
_WHOLE = decimal(100, 1)
FOUND_BY = ("ban", "addok", "index")
"""Who gives points that have a proof: the gazetteer's need none."""
_ADDRESS = ("adresse", "code_postal")
_SAME_POINT = ("longitude", "latitude", "geo_source", "geo_id")


def codes_of(commune: Commune) -> Row:
    """The commune's official name and the codes of what it belongs to."""
    return {
        "commune": commune.nom,
        "code_insee": commune.code_insee,
        "code_commune": commune.code_commune,
        "departement": commune.departement,
        "region": commune.region,
    }


def nowhere(statut: str) -> Row:
    """No point at all."""
    return {**dict.fromkeys(POINT, ""), "geo_precision": "aucune", "geo_statut": statut}


def centre(commune: Commune, statut: str, as_of: str) -> Row:
    """The commune's centre, said to be no more than that."""
    if not commune.latitude:
        return nowhere(statut)
    return {
        **nowhere(statut),
        "longitude": decimal(float(commune.longitude), COORDINATE_DECIMALS),
        "latitude": decimal(float(commune.latitude), COORDINATE_DECIMALS),
        "geo_precision": "commune",
        "geo_qualite": "33",
        "geo_libelle": commune.nom,
        "geo_id": commune.code_insee,
        "geo_source": "gazetteer",
        "geo_date": as_of,
        "geo_rayon_m": commune.rayon_m,
    }


def found(candidate: Candidate, trouve_le: str) -> Row:
    """The point of an accepted candidate, with its evidence."""
    return dict(zip(POINT, point_cells(candidate, trouve_le), strict=True))


def point_cells(candidate: Candidate, trouve_le: str) -> tuple[str, ...]:
    """The cells of `found`, in the order of `POINT`."""
    match = candidate.match
    longitude, _, latitude = pair(match).partition(" ")
    if not latitude:
        raise ValueError(f"{match.libelle!r} was accepted without a point")
    score, precision = match.score, candidate.precision
    return (
        longitude,
        latitude,
        precision,
        candidate.classe,
        decimal(score, 4) if score is not None and 0 <= score <= 1 else "",
        _WHOLE if candidate.similarite == 100 else decimal(candidate.similarite, 1),
        match.libelle,
        match.id,
        match.fournisseur,
        trouve_le,
        _RADII[precision],
        "auto",
    )


def pair(match: Match) -> str:
    """A match's point as a correction and the queue write one: "longitude latitude", '' for none."""
    return _pair(match.longitude, match.latitude)


@lru_cache(maxsize=16)
def _pair(longitude: float | None, latitude: float | None) -> str:
    """A point is written for the table, then looked at for its proof."""
    if longitude is None or latitude is None:
        return ""
    return f"{decimal(longitude, COORDINATE_DECIMALS)} {decimal(latitude, COORDINATE_DECIMALS)}"


def kept(row: Row, former: Row, commune: Commune) -> Row | None:
    """The point that a geocoder gave to this very address in the last release, if it still stands."""
    by_geocoder = former.get("geo_source") in FOUND_BY and former["code_insee"] == commune.code_insee
    if not (by_geocoder and former["geo_precision"] in RADIUS_M and _same_address(row, former)):
        return None
    try:
        stands = in_reach(float(former["longitude"]), float(former["latitude"]), commune)
    except ValueError:
        return None
    return {column: former[column] for column in POINT} if stands else None


def carried(row: Row, former: Row) -> bool:
    """Whether a row was taken over from the last release with its place, which no page told again.

    Its commune already has the official name, in which an arrondissement or a former commune is lost: what was
    found when the source's own words were read stands.
    """
    settled = bool(former) and row.get("geo_statut", "") not in ("", "en_attente", "manuel")
    return settled and all(row[column] == former.get(column) for column in PLACED)


def dated(cells: Row, row: Row, former: Row) -> Row:
    """The cells with the day on which this very point was first found for this very address in this commune."""
    if not former:
        return cells
    same_point = all(cells[column] == former.get(column) for column in _SAME_POINT)
    same = same_point and row["code_insee"] == former.get("code_insee") and _same_address(row, former)
    return {**cells, "geo_date": former["geo_date"] or cells["geo_date"]} if same else cells


def _same_address(row: Row, former: Row) -> bool:
    """Whether a street line and a postcode are the last release's, better cleaning aside."""
    pairs = [(row[column], former.get(column, "")) for column in _ADDRESS]
    return all(now == before or fold(now) == fold(before) for now, before in pairs)
