"""Whether two mentions are in one commune, and at one door."""

import re
from functools import cache
from typing import Literal, NamedTuple

from flows.identify.compare.kept import kept
from flows.identify.compare.traits import Traits
from sources.commune_spelling import key
from sources.commune_table import nom_of, parts
from sources.communes import commune_of, is_whole_city, resolve, same_commune
from sources.likeness import slips
from sources.street_words import street_words

Said = Literal["same", "other", "unknown"]
Door = Literal["same", "line", "like", "other", "unknown"]
"""same: one numbered door. line: one street line without a number. like: neither proves nor excludes. other: two doors."""

_AGAIN = r"(?: ?(?:bis|ter|quater|quinquies|[a-z])(?![\w'.]))?"
_HEAD = re.compile(rf"(?P<doors>\d{{1,5}}{_AGAIN}(?:(?:-|/| à | et )\d{{1,5}}{_AGAIN})*) (?P<way>\S.*)", re.IGNORECASE)
_ONE = re.compile(rf"(\d+)({_AGAIN})", re.IGNORECASE)
_ARTICLES = frozenset("a au aux d de des du en et l la le les sur".split())
_LONG = 5
"""Letters from which a street's word may have one slip of the pen."""


class _Line(NamedTuple):
    doors: frozenset[str]
    way: tuple[str, ...]


def commune(a: Traits, b: Traits) -> Said:
    """Whether both are in one commune; two postcodes of Paris, Lyon or Marseille are two arrondissements."""
    if not (a.code_commune and b.code_commune):
        return "unknown" if departement(a, b) != "other" else "other"
    if a.code_commune != b.code_commune and not same_commune(a.code_commune, b.code_commune):
        return "other"
    return "same" if same_commune(_arrondissement(a), _arrondissement(b)) else "other"


def departement(a: Traits, b: Traits) -> Said:
    """Whether both are in one département."""
    ours, theirs = departement_of(a), departement_of(b)
    if not (ours and theirs):
        return "unknown"
    return "same" if ours == theirs else "other"


def departement_of(traits: Traits) -> str:
    """INSEE code of the département: as told, or that of the commune."""
    return traits.departement or departement_at(traits.code_commune)


def departement_at(code_commune: str) -> str:
    """INSEE code of the département of a commune, '' for no commune."""
    return code_commune[: 3 if code_commune.startswith(("97", "98")) else 2]


def communes_of(traits: Traits) -> tuple[str, str]:
    """Codes of today: the arrondissement, where the postcode tells one, and the whole commune. Elsewhere both are one."""
    return communes_at(traits.code_commune, traits.code_postal)


@kept
def communes_at(code_commune: str, code_postal: str) -> tuple[str, str]:
    """The same, of a commune and a postcode."""
    part = _of_today(_part(code_commune, code_postal) if code_postal else code_commune)
    return part, _cities().get(part, part)


@cache
def parted() -> frozenset[str]:
    """The codes of which `communes_at` may not be the code twice: of cities, of their parts, of former communes."""
    return frozenset((*_former(), *_cities(), *_cities().values()))


def _of_today(code: str) -> str:
    """The commune of today of a code, itself where it is in force."""
    return code if code in _cities() or nom_of(code) else _former().get(code, code)


@cache
def _former() -> dict[str, str]:
    """The commune of today of each code of a former one; a code may be both."""
    return {row.code_insee: row.code_commune for row in parts() if row.type != "ARM"}


@cache
def _cities() -> dict[str, str]:
    return {row.code_insee: row.code_commune for row in parts() if row.type == "ARM"}


def door(a: Traits, b: Traits, where: Said) -> Door:
    """Whether both are at one door. `where`: what `commune` says of them."""
    near = where == "same" or (where == "unknown" and a.code_postal and a.code_postal == b.code_postal)
    if not (a.adresse and b.adresse and near):
        return "unknown"
    return _door(a.adresse, b.adresse)


def _arrondissement(traits: Traits) -> str:
    """The code of the arrondissement that a postcode of Paris, Lyon or Marseille tells; else that of the commune."""
    return _part(traits.code_commune, traits.code_postal) if traits.code_postal else traits.code_commune


@kept
def _part(code_commune: str, code_postal: str) -> str:
    city = commune_of(code_commune) if is_whole_city(code_commune) else None
    found = resolve(code_postal, city.nom) if city else None
    return found.code_insee if found else code_commune


@kept
def _door(ours: str, theirs: str) -> Door:
    a, b = _line(ours), _line(theirs)
    street = _street(a.way, b.way)
    if not (a.doors and b.doors):
        one = street == "same" and not a.doors and not b.doors
        return "line" if one else "like" if street != "other" else "unknown"
    if street == "other" or not _numbers(a.doors) & _numbers(b.doors):
        return "other"
    return "same" if street == "same" and a.doors & b.doors else "like"


@kept
def _line(adresse: str) -> _Line:
    """The numbers and the way: "48-50 Rue du Port" has both 48 and 50."""
    head = _HEAD.fullmatch(adresse)
    words = key(head["way"] if head else adresse).split()
    way = tuple(w for i, w in enumerate(words) if w not in _ARTICLES or (len(w) == 1 and i == len(words) - 1 > 0))
    if not head:
        return _Line(frozenset(), way)
    return _Line(frozenset(m[1].lstrip("0") + m[2].strip().lower()[:1] for m in _ONE.finditer(head["doors"])), way)


def _numbers(doors: frozenset[str]) -> set[str]:
    """Without bis and ter, which lists leave out."""
    return {door.rstrip("abcdefghijklmnopqrstuvwxyz") for door in doors}


def _street(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Literal["same", "like", "other"]:
    """One street, but for a slip of the pen; `like` when a first name is left out (Avenue Jaurès, Avenue Jean Jaurès)."""
    if ours == theirs:
        return "same"
    if len(ours) != len(theirs):
        short, long = sorted((ours, theirs), key=len)
        return "like" if short and short[0] == long[0] and set(short) <= set(long) and len(short) > 1 else "other"
    wrong = [(one, two) for one, two in zip(ours, theirs, strict=True) if one != two]
    return "same" if len(wrong) == 1 and _slip(*wrong[0]) else "like" if sorted(ours) == sorted(theirs) else "other"


def _slip(one: str, two: str) -> bool:
    real = {one, two} <= street_words() or one.isdecimal() or two.isdecimal()
    return not real and min(len(one), len(two)) >= _LONG and slips(one, two) <= 1
