"""A postal address in its parts: number, repetition, way, complement, postcode, town.

No parser library reads French addresses without a large model; what follows is La Poste's order of parts and
the awkward cases met on real pages, each of them a test.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from flows.normalise.cases import title
from flows.normalise.communes import commune as town_name
from flows.normalise.communes import postcode
from flows.normalise.house_numbers import house_number
from flows.normalise.parts import is_simple, parted
from flows.normalise.ways import expand, starts_street

_WORDS = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+)*")


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
    numero, voie = usual_line(rue)
    if voie:
        return Address(numero, "", voie, "", f"{numero} {voie}", code, town)
    return _parted(rue, code, town)


def usual_line(rue: str) -> tuple[str, str]:
    """Number and way of a line that is nothing else, as most are; a way of '' for a line that has to be looked at.

    Of a number and words that begin with a kind of way, what becomes does not depend on the number, postcode or town.

    >>> usual_line("133 RUE DES CHARMETTES"), usual_line("133 bis rue des Charmettes")[1]
    (('133', 'Rue des Charmettes'), '')
    """
    numero, _, words = rue.partition(" ")
    is_number = numero.isascii() and numero.isdigit() and len(numero) <= 4
    return numero, _way(words) if is_number else ""


@lru_cache(maxsize=20_000)
def _way(text: str) -> str:
    """The way that stands after a number and before nothing; '' when there is more to it. Streets' names recur."""
    line = f"1 {text}"
    if not (is_simple(line) or (_WORDS.fullmatch(text) and starts_street(text))):
        return ""
    parts = _parted(line, "", "")
    return parts.voie if parts == Address("1", "", parts.voie, "", f"1 {parts.voie}", "", "") else ""


def _parted(rue: str, code: str, town: str) -> Address:
    """The parts of a street line, whatever it is; the postcode and the town are clean."""
    street, complement = parted(rue, code, town)
    numero, repetition, raw_way = house_number(street)
    way = expand(raw_way, bool(numero))
    voie = title(way) if raw_way.isupper() or way.isupper() else way
    line = " ".join(part for part in (numero, repetition, voie) if part)
    return Address(numero, repetition, voie, complement, line, code, town)
