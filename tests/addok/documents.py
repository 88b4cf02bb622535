"""Addresses as an addok is loaded with them: one document a street with its house numbers, one a commune."""

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from sources.commune_table import Row, rows
from sources.text import fold

Document = dict[str, Any]
STREET_IMPORTANCE = 0.3
_NUMBER = re.compile(r"(\d+)\s*(\w*)")


class Address(NamedTuple):
    """A door: the columns of tests/data/mairies.csv.gz, all text; the point is WGS84, in degrees."""

    numero: str
    voie: str
    code_postal: str
    commune: str
    code_insee: str
    """The arrondissement's in Paris, Lyon and Marseille, as the BAN has it."""
    longitude: str
    latitude: str


def street_documents(addresses: Iterable[Address]) -> Iterator[Document]:
    """One document for each street of a commune, in the order in which the streets first come."""
    streets = defaultdict(list)
    for address in addresses:
        streets[address.code_insee, address.code_postal, fold(address.voie)].append(address)
    numbers: dict[str, int] = defaultdict(int)
    for (code_insee, _, _), doors in streets.items():
        numbers[code_insee] += 1
        yield _street(f"{code_insee}_{numbers[code_insee]:04d}", doors)


def commune_documents(codes: Collection[str]) -> Iterator[Document]:
    """One document for each commune or arrondissement of these INSEE codes that has a point, in their order."""
    for code in dict.fromkeys(codes):
        several = _in_force().get(code, [])
        if several and several[0].latitude:
            yield _commune(several)


def _street(identifier: str, doors: list[Address]) -> Document:
    """The street lies at the middle one of its doors."""
    first, middle = doors[0], doors[len(doors) // 2]
    return {
        **_place(identifier, "street", first.voie, _in_force()[first.code_insee][0]),
        "postcode": first.code_postal,
        "lat": float(middle.latitude),
        "lon": float(middle.longitude),
        "importance": STREET_IMPORTANCE,
        "housenumbers": {numero: cell for numero, cell in (_door(identifier, door) for door in doors) if numero},
    }


def _door(identifier: str, door: Address) -> tuple[str, Document]:
    """'12 BIS' is written '12 bis'; '' is no number."""
    match = _NUMBER.fullmatch(door.numero.strip())
    numero = f"{match[1]} {match[2].lower()}".strip() if match else ""
    point = {"lat": float(door.latitude), "lon": float(door.longitude)}
    return numero, {**point, "id": f"{identifier}_{numero.replace(' ', '_').zfill(5)}"}


def _commune(several: list[Row]) -> Document:
    row = several[0]
    return {
        **_place(row.code_insee, "municipality", row.nom, row),
        "postcode": [each.code_postal for each in several if each.code_postal],
        "lat": float(row.latitude),
        "lon": float(row.longitude),
        "importance": round(min(0.9, math.log10(int(row.population or 0) + 1) / 8), 3),
        "population": int(row.population or 0),
    }


def _place(identifier: str, kind: str, name: str, row: Row) -> Document:
    """What streets and communes have alike. Without an `_id` addok numbers documents by itself."""
    context = f"{row.departement}, {row.nom_departement}, {row.nom_region}"
    place = {"citycode": row.code_insee, "city": row.nom_commune, "context": context}
    return {"_id": identifier, "id": identifier, "type": kind, "name": name, **place}


@cache
def _in_force() -> dict[str, list[Row]]:
    """The rows of each commune and arrondissement of today, one a postcode."""
    index = defaultdict(list)
    for row in rows():
        if row.type in ("COM", "ARM"):
            index[row.code_insee].append(row)
    return dict(index)
