"""A postal address in its parts: number, repetition, way, complement, postcode, town.

No parser library reads French addresses without a large model; what follows is La Poste's order of parts and
the awkward cases met on real pages, each of them a test.
"""

from dataclasses import dataclass

from flows.normalise.cases import title
from flows.normalise.communes import commune as town_name
from flows.normalise.communes import postcode
from flows.normalise.house_numbers import house_number
from flows.normalise.parts import parted
from flows.normalise.ways import expand


@dataclass(frozen=True, slots=True)
class Address:
    """Every part is text, '' when the source does not give it. `adresse` = number, repetition and way, for people."""

    numero: str
    repetition: str
    voie: str
    complement: str
    adresse: str
    code_postal: str
    commune: str


def address(rue: str, code_postal: str, commune: str) -> Address:
    """The parts of a street line, a postcode and a town. Case is kept; a part all in capitals gets French title case.

    >>> address("133 RUE DES CHARMETTES", "69006", "LYON 06").adresse
    '133 Rue des Charmettes'
    """
    code = postcode(code_postal) or postcode(commune)
    town = town_name(commune)
    street, complement = parted(rue, code, town)
    numero, repetition, raw_way = house_number(street)
    way = expand(raw_way, bool(numero))
    voie = title(way) if raw_way.isupper() or way.isupper() else way
    line = " ".join(part for part in (numero, repetition, voie) if part)
    return Address(numero, repetition, voie, complement, line, code, town)
