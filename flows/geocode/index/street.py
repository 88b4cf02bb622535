"""One street of the index: where it is, and its numbers packed in one text that is searched, never unpacked.

A number is `\\n11b\\t11bis\\t-52\\t130\\t`: its key, how it reads, its distance to the street's point in millionths of a
degree, its id where that cannot be told from the street's.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median_low
from typing import NamedTuple

from flows.geocode.index.ban_file import Address
from flows.geocode.index.keys import door_key, readable, street_key
from sources.text import fold


class Street(NamedTuple):
    """A street as it is kept. Degrees are millionths."""

    code_insee: str
    genre: str
    """Kind of way and words of the name, folded: see `street_key`."""
    cle: str
    voie: str
    id: str
    code_postal: str
    commune: str
    ancienne_commune: str
    longitude: int
    latitude: int
    numeros: str


class Door(NamedTuple):
    """A number of a street: how it reads, where it is (degrees, WGS84), its id in the BAN."""

    numero: str
    longitude: float
    latitude: float
    id: str


def street(several: Sequence[Address]) -> tuple[Street, int]:
    """A street of all its addresses, sorted as tuples are; and how many numbers it has."""
    best = {(one.numero, one.rep): one for one in reversed(several)}
    first, kept = several[0], [best[door] for door in sorted(best)]
    longitude, latitude = _point([(one.longitude, one.latitude) for one in kept])
    id_ = "" if first.groupe.startswith("@") else first.groupe
    doors = [_packed(one, id_, longitude, latitude) for one in kept if one.numero >= 0]
    texts = (_usual(one.code_postal for one in kept), _usual(one.commune for one in kept))
    former = _usual(one.ancienne_commune for one in kept)
    key, text = street_key(first.voie), "\n".join(["", *doors, ""]) if doors else ""
    found = Street(first.code_insee, *key, first.voie, id_, *texts, former, longitude, latitude, text)
    return found, len(doors)


def door(found: Street, asked: Iterable[str], line: str) -> Door | None:
    """The first number asked (keys, in order) that a street has; of 11b and 11bis the one that `line` spells."""
    for key in asked:
        several = _packed_doors(found.numeros, key)
        if several:
            return _unpacked(found, several[0] if len(several) == 1 else _as_spelt(several, line))
    return None


def _packed(one: Address, street_id: str, longitude: int, latitude: int) -> str:
    number, key = readable(str(one.numero), one.rep), door_key(str(one.numero), one.rep)
    id_ = "" if one.id == _id(street_id, number) else " ".join(one.id.split())
    return f"{key}\t{number}\t{one.longitude - longitude}\t{one.latitude - latitude}\t{id_}"


def _packed_doors(numbers: str, key: str) -> list[list[str]]:
    found, head = [], f"\n{key}\t"
    at = numbers.find(head)
    while at >= 0:
        end = numbers.index("\n", at + 1)
        found.append(numbers[at + 1 : end].split("\t"))
        at = numbers.find(head, end)
    return found


def _as_spelt(several: Sequence[list[str]], line: str) -> list[str]:
    """The number that begins a line letter by letter, else the first."""
    spelt = fold(line).replace(" ", "")
    return max(several, key=lambda cells: len(cells[1]) if spelt.startswith(cells[1]) else 0)


def _unpacked(found: Street, cells: Sequence[str]) -> Door:
    _, number, east, north, id_ = cells
    point = ((found.longitude + int(east)) / 1_000_000, (found.latitude + int(north)) / 1_000_000)
    return Door(number, *point, id_ or _id(found.id, number))


def _id(street_id: str, number: str) -> str:
    """A number's id as the BAN makes it: 22339_0123_00011_bis; '' when the street has none."""
    if not street_id:
        return ""
    again = number.lstrip("0123456789")
    return f"{street_id}_{number[: len(number) - len(again)]:0>5}" + (f"_{again}" if again else "")


def _point(points: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The point nearest the median of all: a door of the street, and not the stray one."""
    east, north = median_low(x for x, _ in points), median_low(y for _, y in points)
    narrow = math.cos(math.radians(north / 1_000_000))
    return min(points, key=lambda point: (((point[0] - east) * narrow) ** 2 + (point[1] - north) ** 2, point))


def _usual(texts: Iterable[str]) -> str:
    """The text that most have; of several the first of the alphabet."""
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], text))
