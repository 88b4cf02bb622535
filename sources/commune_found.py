"""A commune as an address names it; and that of a name written as the gazetteer writes it, told at a glance."""

from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

from sources.commune_spelling import CITIES, key
from sources.commune_table import Row, is_whole, lines, noms, places_at, row_in


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
    places, every = places_at(code_postal), noms()
    there = [i for i in places if every[i] == commune]
    if len(there) != 1 or not is_whole(line := lines()[there[0]]) or commune.lower() in CITIES:
        return None
    first = commune[0]
    if first not in ascii_uppercase:
        return None
    alike = [nom for i in places if (nom := every[i])[0] == first or nom[0] not in ascii_uppercase]
    if len(alike) > 1:
        last = commune[-1]
        alike = [
            nom for nom in alike if nom[-1] == last or not (nom[-1] in ascii_lowercase and last in ascii_lowercase)
        ]
    if len(alike) > 1 and [*map(key, alike)].count(key(commune)) > 1:
        return None
    return commune_in(row_in(line), "exact")


def commune_in(row: Row | None, methode: str) -> Commune | None:
    """The commune that a row is about, as it was found (`methode`)."""
    if row is None:
        return None
    insee = row.code_insee if row.type == "ARM" else row.code_commune
    place = (row.departement, row.region, row.latitude, row.longitude, row.rayon_m)
    return Commune(insee, row.code_commune, row.nom_commune, *place, methode)
