"""A small France for tests: 2,000 documents from every département, and streets in which real addresses went wrong."""

import csv
import gzip
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from sources.commune_table import rows
from tests.addok.documents import Address, Document, commune_documents, street_documents

TOWN_HALLS = Path(__file__).parents[1] / "data" / "mairies.csv.gz"
SEED = 20261126
A_DEPARTEMENT = 10
STEP_DEGREES = 0.00005
"""Between one house number and the next, about 5 metres."""


def town_halls() -> list[Address]:
    """Every real address that tests have and that has a point, in the file's order."""
    with gzip.open(TOWN_HALLS, "rt", encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        assert next(lines) == list(Address._fields)
        addresses = [Address(*line) for line in lines]
    return [address for address in addresses if address.longitude and address.latitude]


def documents() -> list[Document]:
    """Ten town halls of each département, some known streets, and the communes of all, Paris, Lyon and Marseille too."""
    addresses = [*known_streets(), *_spread()]
    cities = [row.code_insee for row in rows() if row.type == "ARM"]
    whole = [row.code_commune for row in rows() if row.type == "ARM"]
    codes = [*(address.code_insee for address in addresses), *cities, *whole]
    return [*street_documents(addresses), *commune_documents(codes)]


def known_streets() -> Iterator[Address]:
    """Rue des Charmettes goes on from Lyon 6e, up to 60, into Villeurbanne, from 61; the points are near the truth."""
    yield from _street("Rue des Charmettes", "69006", "Lyon", "69386", 4.862, 45.770, range(1, 61))
    yield from _street("Rue des Charmettes", "69100", "Villeurbanne", "69266", 4.866, 45.771, range(61, 141))
    yield from _street("Rue Delizy", "93500", "Pantin", "93055", 2.4125, 48.8945, range(35, 46))
    yield from _street("Rue de Saint-Quentin", "75010", "Paris", "75110", 2.3565, 48.8795, range(1, 9))
    yield from _street("Rue de Saint-Antoine", "93100", "Montreuil", "93048", 2.4545, 48.8625, range(24, 37))
    yield from _street("Chemin de la Crèche", "22100", "Taden", "22339", -2.0215, 48.4748, range(1, 4))
    yield from _street("Rue de la Commune de Paris", "93450", "L'Île-Saint-Denis", "93039", 2.331, 48.94, range(1, 4))
    yield from _street("Avenue Foch", "75116", "Paris", "75116", 2.285, 48.872, range(18, 23))
    yield from _street("Rue de la République", "93200", "Saint-Denis", "93066", 2.357, 48.936, range(8, 13))
    yield from _street("Rue de la République", "97400", "Saint-Denis", "97411", 55.45, -20.89, range(8, 13))
    yield from _street("Rue Horace Vernet", "92130", "Issy-les-Moulineaux", "92040", 2.27, 48.823, range(37, 51))
    for numero, east in (("1bis", "2.2691"), ("2ter", "2.2692"), ("11bis", "2.2695"), ("392a", "2.2712")):
        yield Address(numero, "Rue Horace Vernet", "92130", "Issy-les-Moulineaux", "92040", east, "48.823")


def _street(
    voie: str, code_postal: str, commune: str, code_insee: str, longitude: float, latitude: float, numeros: range
) -> Iterator[Address]:
    """Doors in a row; the given point is the first one's."""
    for place, numero in enumerate(numeros):
        east = f"{longitude + place * STEP_DEGREES:.6f}"
        yield Address(str(numero), voie, code_postal, commune, code_insee, east, f"{latitude:.6f}")


def _spread() -> Iterator[Address]:
    """The same town halls each time, and the same few for each département."""
    chance = random.Random(SEED)
    by_departement = defaultdict(list)
    for address in town_halls():
        code = address.code_insee
        by_departement[code[:3] if code.startswith("97") else code[:2]].append(address)
    for several in by_departement.values():
        yield from chance.sample(several, min(A_DEPARTEMENT, len(several)))
