"""The gold set itself: which addresses are asked, how they are written, and what is true of each."""

import random
import re
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from flows.geocode.points import in_reach
from sources.communes import resolve
from tests.addok.documents import Address
from tests.addok.sample import town_halls
from tests.gold.perturb import KINDS, Written, abbreviated, can_be_short, clean, named, only_one, territory, upper
from tests.gold.streets import confusable, has_long_word, identity, split
from tests.gold.world import World, world

SEED = 20261126
PRESENT = 1_400
ABSENT = 800
A_KIND = 370
ABSENT_KIND = "absent street"
OUTSIDE_KIND = "out of reach"
ASKED = list(Written._fields)
TRUTH = ["code_insee", "longitude", "latitude", "kind", "findable", "door", "numero", "voie"]
"""`door`: whether the engine holds the very number that is asked; of '12 bis' it holds the 12 only."""
A_DEPARTEMENT = 3
_REPETITION = re.compile(r"\d+ ?(?:bis|ter|A|B) ", re.IGNORECASE)
_ABSENT_AS = (clean, clean, abbreviated, upper, named)


@dataclass(frozen=True)
class Gold:
    """The questions with their truth (columns ASKED and TRUTH), and the world to ask them of."""

    questions: pd.DataFrame
    world: World


def gold(seed: int = SEED, present: int = PRESENT, absent: int = ABSENT, a_kind: int = A_KIND) -> Gold:
    """The same set for the same numbers. The streets of `absent` addresses are held out."""
    chance, halls = random.Random(seed), town_halls()
    outside = [address for address in halls if not _in_reach(address)]
    inside = [address for address in halls if _in_reach(address)]
    streets = [address for address in inside if split(address.voie)[0]]
    missing = chance.sample(streets, absent)
    rest = sorted(set(inside) - set(missing), key=lambda address: address.code_insee)
    there = [*_spread(rest, present, chance), *outside]
    made = world(there, missing, halls, chance)
    rows = [*_present(there[:present], made, a_kind, chance), *_absent(missing, chance), *_outside(outside)]
    return Gold(pd.DataFrame(rows, columns=[*ASKED, *TRUTH]), made)


def written(address: Address) -> Written:
    """The address as it should be."""
    return Written(f"{address.numero} {address.voie}", address.code_postal, address.commune)


def _spread(addresses: list[Address], number: int, chance: random.Random) -> list[Address]:
    """A few of each département, Corsica and overseas too, and any others up to the number."""
    chosen = set()
    for _, several in groupby(addresses, key=lambda address: territory(address.code_insee)):
        held = list(several)
        chosen |= set(chance.sample(held, min(A_DEPARTEMENT, len(held))))
    others = [address for address in addresses if address not in chosen]
    return (sorted(chosen) + chance.sample(others, max(0, number - len(chosen))))[:number]


def _in_reach(address: Address) -> bool:
    """Whether our own rule allows the address its true point."""
    found = resolve(address.code_postal, address.commune)
    return found is not None and in_reach(float(address.longitude), float(address.latitude), found)


def _present(addresses: list[Address], made: World, a_kind: int, chance: random.Random) -> list[tuple[object, ...]]:
    rows = []
    for kind in KINDS:
        able = [address for address in addresses if _fits(kind, address)]
        for address in chance.sample(able, a_kind):
            rows.append(_row(_spoilt(kind, address, made, chance), address, kind, findable=True))
    return rows


def _fits(kind: str, address: Address) -> bool:
    """Whether an address can be spoilt in that way and still be the only one meant."""
    if kind.startswith("1"):
        return can_be_short(address.voie)
    if kind.startswith("3"):
        return has_long_word(address.voie) and bool(split(address.voie)[0])
    if kind.startswith("7"):
        return only_one(address.code_postal, address.commune)
    return address.numero.isdigit() if kind.startswith("8") else True


def _spoilt(kind: str, address: Address, made: World, chance: random.Random) -> Written:
    """The address written badly, but never so that another street of the commune is meant."""
    others = made.streets[address.code_insee].keys() - {identity(address.voie)}
    for _ in range(50):
        asked = KINDS[kind](address.numero, address.voie, written(address), chance)
        if not kind.startswith("3") or identity(asked.adresse.removeprefix(f"{address.numero} ")) not in others:
            return asked
    raise ValueError(f"{address} cannot be misspelt without naming another street")


def _absent(addresses: list[Address], chance: random.Random) -> list[tuple[object, ...]]:
    """Written well twice in five, else in three of the ways that keep the commune certain."""
    rows = []
    for address in addresses:
        spoil = chance.choice(_ABSENT_AS)
        asked = spoil(address.numero, address.voie, written(address), chance)
        rows.append(_row(asked, address, ABSENT_KIND, findable=False))
    return rows


def _outside(addresses: list[Address]) -> list[tuple[object, ...]]:
    return [_row(written(address), address, OUTSIDE_KIND, findable=False) for address in addresses]


def _row(asked: Written, address: Address, kind: str, findable: bool) -> tuple[object, ...]:
    there = findable and not (address.numero.isdigit() and _REPETITION.match(asked.adresse))
    truth = (address.code_insee, address.longitude, address.latitude, kind, findable, there)
    return (*asked, *truth, address.numero, address.voie)


def named_by_accident(made: Gold) -> pd.DataFrame:
    """Questions after an absent street that the engine does hold, or could be thought to: there must be none."""
    absent = made.questions[made.questions["kind"] == ABSENT_KIND]
    held = [
        any(confusable(row.voie, door[0].voie) for door in made.world.streets[row.code_insee].values())
        for row in absent.itertuples()
    ]
    return absent[held]
