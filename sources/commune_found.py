"""A commune as an address names it; and that of a name written as the gazetteer writes it, told at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase
from sys import intern

from sources.commune_spelling import CITIES, key
from sources.commune_table import NAME, Row, is_whole, lines_at, nom_in, row_in


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
    first = commune[:1]
    if not first or first not in ascii_uppercase or "," in commune or commune.lower() in CITIES:
        return None
    places, cell = lines_at(code_postal), f"{commune},"
    there = [line for line in places if line.startswith(cell, NAME)]
    if len(there) != 1 or not is_whole(there[0]):
        return None
    alike = [line for line in places if line[NAME] == first or line[NAME] not in ascii_uppercase]
    if len(alike) > 1 and _has_a_twin(commune, alike):
        return None
    return commune_in(row_in(there[0]), "exact")


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
