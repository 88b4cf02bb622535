"""The town and the postcode of an address. The gazetteer has the last word on a town's name; this only cleans it."""

import re
from functools import lru_cache
from itertools import pairwise

from flows.normalise.cases import title
from flows.normalise.names import plain
from sources.text import fold

_POSTCODE = re.compile(r"(?<![0-9])(?:0[1-9]|[1-8][0-9]|9[0-8]) ?[0-9]{3}(?![0-9])")
# "69006 Lyon", "F-75010 Paris", "93 - Pantin", "2A - Ajaccio": no town's name begins with a digit
_HEAD = re.compile(r"(?:(?:F|FR)[ -]{1,3})?[0-9][0-9 ]*[ ,.-]+(?=\D)|2[AB] ?- ?")
_LAYERS = (
    re.compile(r"[ ,(–-]+France\)?$", re.IGNORECASE),
    # "(93)", "(Seine-Saint-Denis)"; but Château-Chinon (Ville) is a name
    re.compile(r" *\((?!(?:Ville|Campagne|Canton)\b)[^()]*\)$", re.IGNORECASE),
    re.compile(r"[ ,-]*\bC[eé]dex\b.*$", re.IGNORECASE),
    re.compile(r" *,.*$| +[-–] +(?:[0-9]{2,3}|2[AB])$"),
    re.compile(r" de la R[eé]union$", re.IGNORECASE),
)
_DISTRICT = re.compile(
    r"(?P<town>paris|lyon|marseille)[ -]*(?:[0-9]{1,2} ?(?:er|e|è|[eè]me|nd)?|[ivx]+ ?(?:er|e|è|[eè]me))"
    r"(?: ?(?:arrondissement|arrdt|ardt|arr)\.?)?",
    re.IGNORECASE,
)
_LAYERED = re.compile("[^ \\w'.-]|_|[0-9]|france|c[eé]dex|r[eé]union|paris|lyon|marseille", re.IGNORECASE)
"""Something of every layer: a town without it is but its name."""
_DELIVERY = re.compile(r" +[0-9]{1,2}$")
_ON = re.compile(r"(?<=\w)[ -]s/ ?(?=\w)", re.IGNORECASE)
_SAINT = re.compile(r"(?<![\w'])(?:saint|st)(e?)(?:\. ?| |-)(?=[^\W\d])", re.IGNORECASE)
_ARTICLES = frozenset("la le les".split())
_LINKS = _ARTICLES | frozenset("a à au aux d de des devant du en l lès près sous sur".split())


@lru_cache(maxsize=20_000)
def postcode(text: str) -> str:
    """Five digits, or '' when there are none for sure: a lost leading zero is not guessed.

    >>> postcode("F-69006"), postcode("1000"), postcode("69 006")
    ('69006', '', '69006')
    """
    found = _POSTCODE.search(text if text.isascii() and text.isalnum() else plain(text))
    return found[0].replace(" ", "") if found else ""


@lru_cache(maxsize=20_000)
def commune(text: str) -> str:
    """The town without CEDEX, country, département, arrondissement; hyphens as official names have them.

    >>> commune("LYON 06"), commune("ST DENIS CEDEX 2"), commune("ENTRAIGUES SUR LA SORGUE (84)")
    ('Lyon', 'Saint-Denis', 'Entraigues-sur-la-Sorgue')
    """
    town, before = plain(text).strip(" ,;.-"), ""
    while town != before and _LAYERED.search(town):
        before, town = town, _stripped(town)
    one_case = town.isupper() or town.islower()
    town = _ON.sub("-sur-", town) if "/" in town else town
    town = _hyphenated(_SAINT.sub(_saint, town), one_case)
    return title(town.upper()) if one_case else town


def _stripped(town: str) -> str:
    """One layer less of what is not the town."""
    town = _HEAD.sub("", town, count=1) if _HEAD.match(town) else town
    for layer in _LAYERS:
        town = layer.sub("", town)
    district = _DISTRICT.fullmatch(town)
    return (district["town"] if district else _DELIVERY.sub("", town)).strip(" ,;.-")


def _saint(match: re.Match[str]) -> str:
    """`St Denis` and `Saint Denis` with the hyphen that every official name has."""
    return ("saint" if match[0][0] == "s" else "Saint") + match[1].lower() + "-"


def _hyphenated(town: str, one_case: bool) -> str:
    """Official names are one hyphened word, a first article apart; lists in capitals leave the hyphens out."""
    if _may_be_la_defense(town) and fold(town).endswith("la defense"):
        return town
    words = town.split(" ")
    out = words[0]
    for place, (left, right) in enumerate(pairwise(words)):
        article = place == 0 and left.lower() in _ARTICLES
        out += (" " if article or not (one_case or _linked(left, right)) else "-") + right
    return out


def _may_be_la_defense(town: str) -> bool:
    return not (town.isascii() and town.isprintable()) or "defense" in town.lower()


def _linked(left: str, right: str) -> bool:
    """Whether two words of a town's name belong to one: around `sur`, `en`, `d'` …, or before Saint."""
    before, after = left.split("-")[-1].lower(), re.split("['-]", right)[0].lower()
    return before in _LINKS or after in _LINKS or after in ("saint", "sainte")
