"""What goes over the wire to a BAN service and comes back: the line that is asked, and a place as it is told."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from flows.geocode.match import Match
from flows.ordinary import ordinary, plain
from flows.safety import hazard
from sources.text import clean

LONGEST_QUESTION = 200
"""Characters; the services refuse longer ones (413), and a whole batch with them."""
_NOT_WORD_FIRST = re.compile(r"^[\W_]+")
_ID = re.compile(r"[\w.-]{1,80}", re.ASCII)
_CONTACT = re.compile(r"@|(?<!\d)(?:\+33|0)\s?[1-9](?:[\s.\-]?\d{2}){4}(?!\d)")
_FINITE = 1e9
"""No score, no degree comes near it; what is no number at all does not come below it either."""
TOLD = ("label", "type", "citycode", "housenumber", "postcode", "city", "street", "name", "id")
"""The properties of a place that are read, as addok names them."""


def asked_line(requete: str) -> str:
    """An address as the services take it: it begins with a letter or a digit and is no longer than they allow."""
    if plain(requete) and len(requete) <= LONGEST_QUESTION:
        return requete
    return _NOT_WORD_FIRST.sub("", clean(requete))[:LONGEST_QUESTION].rstrip()


def match_of(fournisseur: str, said: Mapping[str, object]) -> Match:
    """A place from the properties that addok gives it, with its `longitude` and `latitude`.

    The street of a housenumber is in `street`; a bare addok leaves that out of its tables and has it in `name`.
    """
    score, longitude, latitude = (_number(said.get(name)) for name in ("score", "longitude", "latitude"))
    return match_in(fournisseur, [said.get(name) for name in TOLD], score, longitude, latitude)


def match_in(
    fournisseur: str, told: Sequence[object], score: float | None, longitude: float | None, latitude: float | None
) -> Match:
    """A place from what is told of it, in the order of TOLD; the point in degrees, WGS84."""
    *texts, street, name, id_ = told
    libelle, type_, code_insee, numero, code_postal, commune = map(publishable, texts)
    voie = publishable(street) or publishable(name)
    if numero and voie.startswith(f"{numero} "):
        voie = voie[len(numero) + 1 :]
    place = (code_insee, voie, numero, code_postal, commune, identifier(id_))
    return Match(fournisseur, libelle, type_, *place, score, longitude, latitude)


def publishable(value: object) -> str:
    """A text as it is told; '' for one that no published table may hold: a formula, a tag, a mailbox, a phone."""
    return _publishable(value) if isinstance(value, str) else ""


@lru_cache(maxsize=20_000)
def _publishable(value: str) -> str:
    if ordinary(value):
        return value
    text = clean(value)
    return "" if hazard(text) or _CONTACT.search(text) else text


def identifier(value: object) -> str:
    """An id as the BAN writes them; '' for anything else."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def _number(value: object) -> float | None:
    """A finite number; JSON readers also let NaN, Infinity and true through, and text is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < _FINITE else None


def number_in(text: str) -> float | None:
    """The finite number that a cell of a table holds; None when it holds none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < _FINITE else None
