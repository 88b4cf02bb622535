"""A commune as an address names it; and that of a name written as the gazetteer writes it, told at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase, ascii_uppercase
from sys import intern

from sources.commune_spelling import CITIES, key
from sources.commune_table import NAME, Row, is_whole, lines_at, nom_in

_ODD = "*"


@dataclass(frozen=True, slots=True)
class Commune:
    """The commune an address names. Text like every cell; '' where the gazetteer has no point."""

    code_insee: str
    """The finest code in force: the arrondissement's where there is one."""
    code_commune: str
    nom: str
    """Official name of the whole commune: 'Lyon', not 'Lyon 6e Arrondissement'."""
    departement: str
    region: str
    latitude: str
    longitude: str
    rayon_m: str
    """These three are about the place named: a former commune keeps its own centre and reach."""
    methode: str
    """exact, arrondissement, commune_seule, ancienne_commune, cedex, code_postal_voisin, graphie_proche, nom_seul or nom_et_departement."""


def as_written(code_postal: str, commune: str) -> Commune | None:
    """A commune that the postcode lists under that very name, and no other one that is spelled like it.

    Two names of one key begin and end alike, but for accents and signs. In a city of arrondissements, the number tells.
    """
    first, last = commune[:1], commune[-1:]
    if not first or first not in ascii_uppercase or "," in commune or commune.lower() in CITIES:
        return None
    ends, here = _ends_at(code_postal), _ends_of(first, last)
    if _ODD not in here and ends.count(here) < 2 and not (_ODD in ends and _may_be_odd(ends, first, last)):
        line = lines_at(code_postal)[ends.index(here) // 2] if here in ends else ""
        return _told(line) if line.startswith(f"{commune},", NAME) else None
    return _among(lines_at(code_postal), commune)


def _told(line: str) -> Commune | None:
    """The commune of a line under that very name, if it is one of today."""
    if not is_whole(line):
        return None
    cells = line.split(",")  # of a commune of today: its code, its name (see `Row`)
    there = (intern(cells[6]), intern(cells[8]))
    return Commune(cells[3], cells[3], cells[4], *there, cells[11], cells[12], cells[13], "exact")


def _among(places: Sequence[str], commune: str) -> Commune | None:
    """`as_written` for every name there is: it looks at each line."""
    first, cell = commune[0], f"{commune},"
    there = [line for line in places if line.startswith(cell, NAME)]
    alike = [line for line in places if line[NAME] == first or line[NAME] not in ascii_uppercase]
    if len(there) != 1 or (len(alike) > 1 and _has_a_twin(commune, alike)):
        return None
    return _told(there[0])


@cache
def _ends_at(code_postal: str) -> str:
    """The first and the last letter of each name that a postcode lists, in the order of its lines."""
    names = [line.split(",", 2)[1] for line in lines_at(code_postal)]
    ends = "".join([f"{nom[0]}{nom[-1]}" for nom in names])
    plain = ends.isascii() and ends.isalpha() and ends[::2].isupper() and ends[1::2].islower()
    return ends if plain else "".join(_ends_of(nom[0], nom[-1]) for nom in names)


def _ends_of(first: str, last: str) -> str:
    """A capital letter and a small one, of ASCII; `_ODD` in place of any other sign."""
    return (first if first in ascii_uppercase else _ODD) + (last if last in ascii_lowercase else _ODD)


def _may_be_odd(ends: str, first: str, last: str) -> bool:
    """Whether a name with these two letters may have a twin that begins or ends with an odd sign."""
    return f"{first}{_ODD}" in ends or f"{_ODD}{last}" in ends or _ODD * 2 in ends


def _has_a_twin(commune: str, alike: Sequence[str]) -> bool:
    """Whether another line holds a name of the same key, which begins and ends as this one does."""
    last, names = commune[-1], map(nom_in, alike)
    near = [nom for nom in names if nom[-1] == last or not (nom[-1] in ascii_lowercase and last in ascii_lowercase)]
    return len(near) > 1 and [*map(key, near)].count(key(commune)) > 1


def commune_in(row: Row | None, methode: str) -> Commune | None:
    """The commune that a row is about, as it was found (`methode`)."""
    if row is None:
        return None
    insee = row.code_insee if row.type == "ARM" else row.code_commune
    there = (intern(row.departement), intern(row.region))  # the same few, over and over
    place = (*there, row.latitude, row.longitude, row.rayon_m)
    return Commune(insee, row.code_commune, row.nom_commune, *place, methode)
