"""May a point be published? The commune must agree, the street be the one asked, the point lie there; no score decides.

What was measured behind the thresholds stands beside them, in `streets.py` and in docs/decisions.
"""

from collections.abc import Sequence
from typing import NamedTuple

from flows.geocode import doubts as codes
from flows.geocode.match import Answer, Match
from flows.geocode.points import distance_m, in_france, in_reach, surely_in_reach
from flows.geocode.streets import is_door, is_place, likeness
from sources.communes import Commune, is_whole_city, same_commune

COORDINATE_DECIMALS = 6
"""About a tenth of a metre."""
APART_M = 500
"""Two points farther apart than this are two places: no answer may choose between them, or move a nursery so far."""
CLOSE_SCORES = 0.05
"""Scores nearer than this do not rank two places of different communes."""
_TYPES = {"housenumber": "voie", "street": "voie", "locality": "lieu_dit"}


class Candidate(NamedTuple):
    """One proposal held against the address: what speaks for it."""

    match: Match
    similarite: float
    agrees: bool
    """It lies in the commune that is declared."""
    exact: bool
    """Its street is the street asked, letter by letter."""
    sure: bool
    """Its street is the street asked: name, kind of way, numbers in the name."""
    near: bool
    door: bool
    """It has the very number asked."""
    there: bool
    """It has a point in France, in reach of the declared commune."""

    @property
    def accepted(self) -> bool:
        return self.agrees and self.sure and self.there

    @property
    def classe(self) -> str:
        """INSEE's class of quality: 1x the street is sure, 2x probable; x1 its number is found, x2 it is not."""
        return ("1" if self.sure and self.agrees else "2") + ("1" if self.door else "2")

    @property
    def precision(self) -> str:
        return "numero" if self.door else _TYPES[self.match.type]


class Finding(NamedTuple):
    """What an answer is worth: an accepted candidate, or a `doute` to tell; with what a person may choose from."""

    trouve_le: str
    doute: str = ""
    accepted: Candidate | None = None
    candidats: tuple[Candidate, ...] = ()
    answer: Answer | None = None
    """What was judged."""


def judge(adresse: str, commune: Commune, answer: Answer, code_postal: str = "") -> Finding:
    """One answer held against a street line and the commune that was resolved for it.

    The declared postcode tells apart streets of one name in a commune that has several postcodes.
    """
    seen = [candidate(adresse, commune, match) for match in answer.matches if match.type in _TYPES]
    if len(seen) == 1 and seen[0].accepted:
        return _certain(answer, seen[0])
    proved = [one for one in seen if one.accepted]
    if proved:
        return _best(answer, proved, [one for one in seen if one.sure and not one.agrees], code_postal)
    here = [one for one in seen if one.agrees and (one.sure or one.near)]
    if here:
        misplaced = here[0].sure and not here[0].there
        doute = codes.POINT_IMPOSSIBLE if misplaced else codes.POINT_A_REVOIR
        return Finding(answer.trouve_le, doute, candidats=tuple(here))
    across = tuple(one for one in seen if one.sure and not one.agrees)
    if across and across[0] is seen[0]:
        return Finding(answer.trouve_le, codes.CONFLIT_COMMUNE, candidats=across)
    return Finding(answer.trouve_le, codes.VOIE_NON_TROUVEE)


def _certain(answer: Answer, one: Candidate) -> Finding:
    return Finding(answer.trouve_le, "", one, (one,), answer)


def candidate(adresse: str, commune: Commune, match: Match) -> Candidate:
    """One proposal and what speaks for it."""
    alike = likeness(adresse, match.voie)
    door = match.type == "housenumber" and is_door(match.numero, adresse)
    there = surely_in_reach(match.longitude, match.latitude, commune) or in_reach(*point(match), commune)
    sure = alike.sure and (match.type != "locality" or is_place(adresse))
    return Candidate(
        match,
        alike.similarite,
        commune.code_insee == match.code_insee or same_commune(commune.code_insee, match.code_insee),
        alike.exact,
        sure,
        alike.near,
        door,
        there,
    )


def _best(answer: Answer, proved: list[Candidate], elsewhere: list[Candidate], code_postal: str) -> Finding:
    """The first door of the very street, else the street; none when another place has as much to show for it.

    A door in another street, be its name but a letter away, never goes before the street whose name is the one asked.
    """
    pool = [one for one in proved if one.exact] or proved
    if _several(pool):
        at_postcode = [one for one in pool if one.match.code_postal == code_postal]
        if not at_postcode or _several(at_postcode):
            return Finding(answer.trouve_le, codes.VOIE_HOMONYME, candidats=tuple(pool))
        pool = at_postcode
    best = next((one for one in pool if one.door), pool[0])
    rivals = [one for one in elsewhere if one.door >= best.door and _scores_close(best.match, one.match)]
    if rivals:
        return Finding(answer.trouve_le, codes.CONFLIT_COMMUNE, candidats=(best, *rivals))
    return _certain(answer, best)


def _several(pool: Sequence[Candidate]) -> bool:
    """Whether these are streets far apart; a door and the middle of its own street may be so, too."""
    first = pool[0].match
    return any(_street_of(one.match) != _street_of(first) and _apart(first, one.match) for one in pool[1:])


def _street_of(match: Match) -> str:
    """What names a street at its geocoder: the BAN's ids begin with commune and street."""
    parts = match.id.split("_")
    return "_".join(parts[:2]) if len(parts) > 1 else match.libelle.removeprefix(f"{match.numero} ")


def _apart(one: Match, other: Match) -> bool:
    (longitude, latitude), (longitude_2, latitude_2) = point(one), point(other)
    if longitude is None or latitude is None or longitude_2 is None or latitude_2 is None:
        return False
    return distance_m(longitude, latitude, longitude_2, latitude_2) > APART_M


def _scores_close(one: Match, other: Match) -> bool:
    return one.score is None or other.score is None or one.score - other.score < CLOSE_SCORES


def point(match: Match) -> tuple[float | None, float | None]:
    """Longitude and latitude as they would be published."""
    longitude, latitude = match.longitude, match.latitude
    if longitude is None or latitude is None:
        return None, None
    return round(longitude, COORDINATE_DECIMALS), round(latitude, COORDINATE_DECIMALS)


def has_point(match: Match) -> bool:
    """Whether a match has a point in France, wherever."""
    longitude, latitude = point(match)
    return longitude is not None and latitude is not None and in_france(longitude, latitude)


def next_door(adresse: str, code_postal: str, commune: Commune, answer: Answer) -> tuple[Candidate, ...]:
    """The very number in other communes: close by, or at the postcode declared; a namesake street far away is nothing."""
    seen = [candidate(adresse, commune, match) for match in answer.matches if match.type in _TYPES]
    doors = (one for one in seen if one.sure and one.door and not one.agrees)
    return tuple(one for one in doors if one.match.code_postal == code_postal or one.there)


def search_filter(commune: Commune) -> str:
    """The commune to ask inside. The BAN files Paris, Lyon and Marseille by arrondissement, so they are no filter."""
    return "" if is_whole_city(commune.code_insee) else commune.code_insee
