"""What the engine of the gold set holds: the sampled streets, and others that make them hard to tell.

In the commune of each sampled address: streets borrowed from elsewhere, one that reads much like the true one, and the
same name after other kinds of way; in the next communes: the very same street. All have the very same number.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field

from tests.addok.documents import Address, Document, commune_documents, street_documents
from tests.gold.ground import Point, away_from, commune, moved, neighbours
from tests.gold.streets import confusable, identity, looks_like, namesakes, split

BORROWED = 8
NAMESAKES = 2
NEIGHBOURS = 2
LOOKED_AT = 300
"""Street names among which one that looks like the true one is chosen."""
A_NUMBER_M = 6.0
"""Metres along a street for one number more."""


@dataclass
class World:
    """The streets, by commune and by what makes two writings one street."""

    truths: dict[str, Address]
    """The one address of a commune that is asked for, present or not."""
    names: list[str]
    """Real street names to borrow."""
    chance: random.Random
    streets: dict[str, dict[tuple[str, str], list[Address]]] = field(default_factory=lambda: defaultdict(dict))

    def documents(self) -> list[Document]:
        """As an addok is loaded with them, the communes last."""
        doors = [door for streets in self.streets.values() for street in streets.values() for door in street]
        codes = [*self.streets, *(row.code_insee for code in self.truths for row in neighbours(code, NEIGHBOURS))]
        return [*street_documents(doors), *commune_documents(codes)]

    def holds(self, code_insee: str, voie: str) -> bool:
        """Whether a commune has that very street."""
        return identity(voie) in self.streets[code_insee]

    def add(self, code_insee: str, code_postal: str, voie: str, numero: str, away: Point) -> None:
        """A made-up street far from a point, unless it might be taken for a street that is asked for there."""
        truth = self.truths.get(code_insee)
        if (truth and confusable(truth.voie, voie)) or self.holds(code_insee, voie):
            return
        start = away_from(away, code_insee, self.chance)
        model = Address(numero, voie, code_postal, commune(code_insee).nom_commune, code_insee, "", "")
        self.streets[code_insee][identity(voie)] = _doors(model, start, self.chance)


def world(present: list[Address], absent: list[Address], everything: list[Address], chance: random.Random) -> World:
    """The streets of the present addresses, and the distractors of all."""
    truths = {address.code_insee: address for address in (*present, *absent)}
    made = World(truths, sorted({address.voie for address in everything}), chance)
    for address in present:
        here = float(address.longitude), float(address.latitude)
        made.streets[address.code_insee][identity(address.voie)] = _doors(address, here, chance)
    for address in truths.values():
        _distract(made, address)
    return made


def _distract(made: World, address: Address) -> None:
    """Surrounds one address with others."""
    voie, numero, chance = address.voie, address.numero, made.chance
    here = float(address.longitude), float(address.latitude)
    same_way = [name for name in chance.sample(made.names, LOOKED_AT) if split(name)[0] == split(voie)[0]]
    several = [*namesakes(voie, NAMESAKES, chance), looks_like(voie, same_way), *chance.sample(made.names, BORROWED)]
    for other in filter(None, several):
        made.add(address.code_insee, address.code_postal, other, numero, here)
    for row in neighbours(address.code_insee, NEIGHBOURS):
        made.add(row.code_insee, row.code_postal, voie, numero, here)


def _doors(address: Address, here: Point, chance: random.Random) -> list[Address]:
    """The address at its point, and three doors of the same side along the street."""
    first = int("".join(filter(str.isdigit, address.numero)))
    steps = chance.sample([step for step in (-6, -4, -2, 2, 4, 6, 8) if first + step > 0], 3)
    bearing = chance.uniform(0, 360)
    doors = [_at(address, here)]
    for step in steps:
        door = address._replace(numero=str(first + step))
        doors.append(_at(door, moved(here, step * A_NUMBER_M, bearing)))
    return doors


def _at(address: Address, point: Point) -> Address:
    return address._replace(longitude=f"{point[0]:.6f}", latitude=f"{point[1]:.6f}")
