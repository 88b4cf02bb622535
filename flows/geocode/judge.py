"""May a point be published for an address? The commune's agreement and the street's likeness decide, never a score."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from flows.geocode import anomalies as codes
from flows.geocode.match import Answer, Match
from flows.geocode.points import in_reach
from flows.geocode.streets import doors, is_door, likeness
from sources.commune_table import rows
from sources.communes import Commune

Look = Callable[[str, str], Answer | None]
"""Gives the answer to a question (address on one line, commune or ''), None when it cannot be put."""
COORDINATE_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """What the answers say of one address: accepted as `precision`, or withheld with the `doute` to tell."""

    trouve_le: str
    doute: str = ""
    precision: str = ""
    """numero or voie when accepted, else ''."""
    match: Match | None = None
    similarite: float = 0.0


def find(adresse: str, code_postal: str, commune: Commune, look: Look) -> Finding | None:
    """What is known of an address; None when a question it needs cannot be put. Raises what `look` raises.

    The commune is asked first. When it does not have the number, the number may stand across its border, in a
    street that two communes share: a second question, anywhere, brings such a conflict to light.
    """
    question, inside = f"{adresse} {code_postal} {commune.nom}", _filter(commune)
    answer = look(question, inside)
    finding = judge(adresse, commune, answer) if answer else None
    if finding is None or finding.precision == "numero" or not (inside and doors(adresse)):
        return finding
    if finding.doute == codes.CONFLIT_COMMUNE:
        return finding
    beyond = look(question, "")
    if beyond is None:
        return None
    across = judge(adresse, commune, beyond)
    return across if _next_door(across, adresse, code_postal, commune) else finding


def judge(adresse: str, commune: Commune, answer: Answer) -> Finding:
    """One answer held against the address and the commune that was resolved for it."""
    match, day = answer.match, answer.trouve_le
    if match is None or match.type not in ("housenumber", "street", "locality"):
        return Finding(day, codes.VOIE_NON_TROUVEE)
    alike = likeness(adresse, match.voie)
    if not _agrees(commune, match.code_insee):
        return Finding(day, codes.CONFLIT_COMMUNE if alike.sure else codes.VOIE_NON_TROUVEE, match=match)
    if not alike.near:
        return Finding(day, codes.VOIE_NON_TROUVEE, match=match)
    if not alike.sure or match.type == "locality" or not in_reach(*point(match), commune):
        return Finding(day, codes.POINT_A_REVOIR, match=match)
    door = match.type == "housenumber" and is_door(match.numero, adresse)
    return Finding(day, "", "numero" if door else "voie", match, alike.similarite)


def point(match: Match) -> tuple[float | None, float | None]:
    """Longitude and latitude as they would be published."""
    longitude, latitude = match.longitude, match.latitude
    if longitude is None or latitude is None:
        return None, None
    return round(longitude, COORDINATE_DECIMALS), round(latitude, COORDINATE_DECIMALS)


def _next_door(across: Finding, adresse: str, code_postal: str, commune: Commune) -> bool:
    """Whether that very number exists close by in another commune; a namesake street far away proves nothing."""
    match = across.match
    if across.doute != codes.CONFLIT_COMMUNE or match is None or not is_door(match.numero, adresse):
        return False
    return match.code_postal == code_postal or in_reach(*point(match), commune)


def _filter(commune: Commune) -> str:
    """The commune to ask inside. The BAN files Paris, Lyon and Marseille by arrondissement, so they are no filter."""
    whole_city = commune.code_insee in _parents().values()
    return "" if whole_city else commune.code_insee


def _agrees(commune: Commune, code_insee: str) -> bool:
    """Same commune, or a city and one of its arrondissements; two arrondissements disagree."""
    ours, theirs = commune.code_insee, _present().get(code_insee, code_insee)
    return theirs == ours or ours == _parents().get(theirs) or theirs == _parents().get(ours)


@cache
def _parents() -> dict[str, str]:
    """The city of each municipal arrondissement."""
    return {row.code_insee: row.code_commune for row in rows() if row.type == "ARM"}


@cache
def _present() -> dict[str, str]:
    """The commune of today for each code of a former one, which a geocoder may be slow to forget."""
    return {row.code_insee: row.code_commune for row in rows() if row.type in ("COMD", "COMA")}
