"""Who is to be found in a Sirene stock, said again in plain Python, row by row: no SQL, nothing of `flows`.

It reads INSEE's columns as text, so the rows of a CSV file.
"""

import csv
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

ACTIVITY = "88.91A"
COOPERATIVE = set("5195 5203 5307 5309 5458 5459 5460 5558 5559 5560 5658 5659 5660 6560".split())
COMPANY = {"5710", "5499"}
Rows = Iterable[Mapping[str, str]]


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def candidates(units: Rows, places: Rows, known: Collection[str]) -> tuple[set[str], set[str]]:
    """The SIREN to be found, and the SIRET of all their establishments."""
    of_unit: dict[str, list[Mapping[str, str]]] = {}
    for place in places:
        of_unit.setdefault(place["siren"], []).append(place)
    sirens, sirets = set(), set()
    for unit in units:
        siren = unit["siren"]
        own = of_unit.get(siren, [])
        if _is_to_be_found(unit, own, siren in known):
            sirens.add(siren)
            sirets |= {place["siret"] for place in own}
    return sirens, sirets


def _is_to_be_found(unit: Mapping[str, str], places: list[Mapping[str, str]], known: bool) -> bool:
    category = unit["categorieJuridiqueUniteLegale"]
    if not category or category[0] in "12":
        return False
    if known:
        return True
    activities = {
        unit["activitePrincipaleUniteLegale"],
        *(place["activitePrincipaleEtablissement"] for place in places),
    }
    if ACTIVITY not in activities:
        return False
    if category in COOPERATIVE:
        return True
    return category in COMPANY and unit["economieSocialeSolidaireUniteLegale"] == "O" and _tells(unit, places)


def _tells(unit: Mapping[str, str], places: list[Mapping[str, str]]) -> bool:
    names = [unit["denominationUniteLegale"], unit["sigleUniteLegale"]]
    names += [unit[f"denominationUsuelle{n}UniteLegale"] for n in "123"]
    for place in places:
        names += [place[f"enseigne{n}Etablissement"] for n in "123"] + [place["denominationUsuelleEtablissement"]]
    return any(_is_cooperative(word) for name in names for word in _words(name))


def _words(name: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", plain) + re.findall(r"[a-z0-9]+", plain.replace(".", ""))


def _is_cooperative(word: str) -> bool:
    return word.endswith("scop") or word == "scoparl" or word.startswith(("scic", "coop", "scoop"))
