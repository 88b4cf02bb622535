"""Whether the street found is the street asked: its name, its kind of way, its numbers; and the door in it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from flows.geocode.street_names import one_name
from sources.commune_spelling import key
from sources.likeness import ratio, similarity

SURE = 85
"""Least similarity of two writings of one street, of 100.

Measured on 1,000 addresses through an addok: with the commune's agreement it keeps 99 % of the streets that exist.
"""
NEAR = 70
"""From here to `SURE`, or of another kind of way, a street is a proposal for a person; below, another street."""
SURE_NAME = 82
"""Least similarity of the names without their kind of way, which makes short ones look alike (Rue Foch, Rue Koch).

Measured on 3,000 streets absent among 300 others: 0.7 % taken for another, 2.3 % without this; of slips of
one letter 88 % are still found, 91 % without.
"""
_ARTICLES = frozenset(("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur"))
_KINDS = """
    allee allees ancien ancienne avenue boulevard chaussee chemin cite clos cour cours domaine esplanade faubourg
    grand grande hameau impasse lieu lotissement mail montee parc parvis passage petit petite place placette pont
    porte promenade quai quartier residence rond route rue ruelle sente sentier square traverse venelle vieille
    vieux villa voie rd za zac zi zone
"""
_TELLING = frozenset(_KINDS.split())
"""First words that tell one way from another of the same name: kinds of way, and "Grande Rue", "Vieille Route"."""
_PLACES = frozenset("cite clos domaine hameau lieu lotissement parc quartier residence villa za zac zi zone".split())
"""Kinds of way that are also kinds of place: the BAN may file them as localities."""
_SHORT = {
    **{"all": "allee", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard"},
    **{"ch": "chemin", "che": "chemin", "imp": "impasse", "pl": "place", "r": "rue", "rte": "route", "sq": "square"},
}
_TITLES = {
    **{"gal": "general", "gen": "general", "mal": "marechal", "cne": "capitaine", "cdt": "commandant"},
    **{"dr": "docteur", "pr": "professeur", "prof": "professeur", "pdt": "president", "lt": "lieutenant"},
    **{"col": "colonel", "sgt": "sergent", "mgr": "monseigneur", "gd": "grand", "gde": "grande", "fbg": "faubourg"},
}
"""Short titles, as plates and lists write them: both sides are compared in full."""
# A lone R is the street ("12 R DES LILAS"), any other letter a repetition.
_AGAIN = r"(?: ?(?:bis|ter|quater|quinquies|[a-qs-z])(?![\w']))?"
_DOOR = rf"\d{{1,5}}{_AGAIN}"
_MONTHS = "janvier|fevrier|février|mars|avril|mai|juin|juillet|aout|août|septembre|octobre|novembre|decembre|décembre"
_HEAD = re.compile(
    rf"(?P<doors>{_DOOR}(?: ?(?:[-/&]|à|et) ?{_DOOR})*)[ ,]+(?!(?:{_MONTHS})\b)(?P<street>\S.*)", re.IGNORECASE
)
_ONE_DOOR = re.compile(rf"(?P<number>\d{{1,5}})(?P<again>{_AGAIN})", re.IGNORECASE)


_LETTERS = "0-9A-Za-zÀ-ÖØ-öø-ÿ"
_USUAL = re.compile(
    r"(?:(\d{1,5}) )?((?:all[ée]es?|avenue|boulevard|chemin|impasse|place|quai|route|rue|square)"
    rf" [{_LETTERS}](?:[{_LETTERS} '-]*[{_LETTERS}'-])?)",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two streets are, of 100; whether they are surely one, or near enough for a person to look."""

    similarite: float
    exact: bool
    """Letter by letter the same, articles, accents and abbreviations aside."""
    sure: bool
    near: bool


@lru_cache(maxsize=20_000)
def _usual(line: str) -> tuple[str | None, str] | None:
    """The only house number, if any, and the street in lower case, of a line that is written as nearly all are."""
    found = _USUAL.fullmatch(line)
    return (found[1], found[2].lower()) if found else None


_SAME = Likeness(100.0, exact=True, sure=True, near=True)


def likeness(asked: str, found: str) -> Likeness:
    """Compare a street line with the street of an answer; numbers, accents and articles aside.

    >>> likeness("41 Rue Delizy", "rue Delizy").exact, likeness("3 Rue de Dinan", "Route de Dinan").sure
    (True, False)
    """
    usual = _usual(asked)
    if usual and usual[1] == found.lower():
        return _SAME
    (kind, name), (kind_found, name_found) = words(asked), words(found)
    if name and (kind, name) == (kind_found, name_found):
        return _SAME
    alike, names = _alike(f"{kind} {name}", f"{kind_found} {name_found}"), _alike(name, name_found)
    plain = not (_has_article(asked) or _has_article(found))
    same = bool(name) and kind == kind_found and one_name(name.split(), name_found.split(), plain)
    sure = same and alike >= SURE and names >= SURE_NAME
    return Likeness(alike, exact=False, sure=sure, near=alike >= NEAR or names >= SURE)


def _has_article(line: str) -> bool:
    return not _ARTICLES.isdisjoint(key(line).split())


def _alike(asked: str, found: str) -> float:
    """In their order or sorted: a slip in a first letter moves a sorted word, and words may be exchanged."""
    return max(similarity(asked, found), ratio(asked, found))


def is_place(line: str) -> bool:
    """Whether a street line names a place rather than a way: a hamlet, an estate, or a name alone.

    >>> is_place("12 Le Bourg"), is_place("Hameau du Lac"), is_place("12 Rue du Bourg")
    (True, True, False)
    """
    kind, name = words(line)
    return bool(name) and (not kind or kind in _PLACES)


def doors(line: str) -> frozenset[str]:
    """The house numbers that begin a street line, in one spelling; both ends of a range.

    >>> sorted(doors("48-50 Rue Neuve")), sorted(doors("11 bis Rue du Port")), sorted(doors("Place du 8 Mai"))
    (['48', '50'], ['11b'], [])
    """
    usual = _usual(line)
    return _only(usual[0]) if usual else doors_of_any(line)


@lru_cache(maxsize=2_000)
def _only(number: str | None) -> frozenset[str]:
    return frozenset() if number is None else frozenset((number.lstrip("0"),))


@lru_cache(maxsize=5_000)
def doors_of_any(line: str) -> frozenset[str]:
    """`doors` for every line there is; it costs several times more than the shortcut."""
    head = _HEAD.fullmatch(line.strip())
    return frozenset(map(_door, _ONE_DOOR.finditer(head["doors"]))) if head else frozenset()


def one_door(line: str) -> str:
    """The line with the first of its house numbers only: a geocoder would take the last of a range, or none.

    >>> one_door("48-50 Rue Neuve"), one_door("11 bis Rue du Port"), one_door("Place du 8 Mai")
    ('48 Rue Neuve', '11 bis Rue du Port', 'Place du 8 Mai')
    """
    return line if _usual(line) else one_door_of_any(line)


def one_door_of_any(line: str) -> str:
    """`one_door` for every line there is; it costs several times more than the shortcut."""
    head = _HEAD.fullmatch(line.strip())
    first = _ONE_DOOR.match(head["doors"]) if head else None
    return f"{first[0].strip()} {head['street']}" if head and first else line


def is_door(numero: str, line: str) -> bool:
    """Whether a number found is one that the line asks for; 11bis, 11 bis and 11b are one."""
    usual = _usual(line)
    if usual and usual[0] == numero:
        return True
    match = _ONE_DOOR.fullmatch(numero.strip())
    return match is not None and _door(match) in doors(line)


def _last(words: list[str]) -> list[str]:
    """The last word, an article only when it has several letters: Rue du Parc D is not Rue du Parc A."""
    return [word for word in words[-1:] if len(word) == 1 or word not in _ARTICLES]


@lru_cache(maxsize=50_000)
def words(line: str) -> tuple[str, str]:
    """The kind of way ('' when the first word tells none) and the name, folded, without articles."""
    head = _HEAD.fullmatch(line.strip())
    words = [_TITLES.get(word, word) for word in key(head["street"] if head else line).split()]
    said = [word for word in words[:-1] if word not in _ARTICLES] + _last(words)
    said = said or words
    first = _SHORT.get(said[0], said[0]) if said else ""
    if first not in _TELLING:
        return "", " ".join(said)
    return first, " ".join(said[1:] or words[1:])


def _door(match: re.Match[str]) -> str:
    return match["number"].lstrip("0") + match["again"].strip().lower()[:1]
