"""Street names for the gold set: their kind of way, what makes two writings one street, and their namesakes."""

import random
import re
from functools import cache

from rapidfuzz.distance import Levenshtein

from sources.text import fold

WAYS = (
    "rue",
    "avenue",
    "route",
    "impasse",
    "chemin",
    "place",
    "boulevard",
    "allée",
    "square",
    "cours",
    "quai",
    "montée",
)
"""Kinds of way that a name may follow; the first words of nine real addresses in ten."""
NAMESAKES = ("rue", "avenue", "route", "impasse", "chemin")
APART = 3
"""Letters by which two streets differ that no slip of the pen makes one."""
_ARTICLES = frozenset("a au aux d de des du en et l la le les sur".split())
_TITLES = {
    **{"gal": "general", "gen": "general", "mal": "marechal", "dr": "docteur", "st": "saint", "ste": "sainte"},
    **{"cdt": "commandant", "col": "colonel", "cne": "capitaine", "lt": "lieutenant", "pdt": "president"},
}


def split(voie: str) -> tuple[str, str]:
    """The kind of way and the rest as written, ('', voie) where the first word is none of WAYS.

    >>> split("Rue de l'Église"), split("Grande rue")
    (('Rue', "de l'Église"), ('', 'Grande rue'))
    """
    way, _, rest = voie.strip().partition(" ")
    return (way, rest.strip()) if way.casefold() in WAYS and rest.strip() else ("", voie.strip())


@cache
def core(voie: str) -> str:
    """What is left of a name without its kind of way, articles, accents and short titles; all of it if that is nothing.

    >>> core("rue du Gal-Leclerc"), core("place de la Mairie")
    ('general leclerc', 'mairie')
    """
    words = fold(split(voie)[1]).split()
    return " ".join(_TITLES.get(word, word) for word in words if word not in _ARTICLES) or " ".join(words)


def identity(voie: str) -> tuple[str, str]:
    """One for all writings of one street in a commune."""
    return fold(split(voie)[0]), core(voie)


def confusable(one: str, other: str) -> bool:
    """Whether a person might take two writings for one street: a slip of the pen, another order of the words.

    The same name after another kind of way is another street, and is told as such.

    >>> confusable("Grande rue", "rue Grande"), confusable("rue Foch", "rue Koch"), confusable("rue Foch", "place Foch")
    (True, True, False)
    """
    if identity(one) == identity(other) or _words(one) == _words(other):
        return True
    a, b = core(one), core(other)
    return a != b and (
        Levenshtein.distance(a, b, score_cutoff=APART) < APART or a.replace(" ", "") == b.replace(" ", "")
    )


def namesakes(voie: str, number: int, chance: random.Random) -> list[str]:
    """The same name after other kinds of way; none where the street has no kind of way.

    >>> namesakes("place de la Gare", 2, random.Random(1))
    ['rue de la Gare', 'chemin de la Gare']
    """
    way, rest = split(voie)
    others = [other for other in NAMESAKES if other != way.casefold()]
    return [f"{other} {rest}" for other in chance.sample(others, number)] if way else []


def looks_like(voie: str, others: list[str]) -> str:
    """Of some streets of the same kind of way, the one that reads most like this one without being confusable with it."""
    wanted = set(core(voie).split())
    way = fold(split(voie)[0])
    told = [other for other in others if identity(other)[0] == way and not confusable(voie, other)]
    return max(told, key=lambda other: _shared(wanted, core(other)), default="")


def _words(voie: str) -> list[str]:
    return sorted(word for word in fold(voie).split() if word not in _ARTICLES)


def _shared(wanted: set[str], other: str) -> float:
    """How many words two names share, of all that they have."""
    words = set(other.split())
    return len(wanted & words) / len(wanted | words)


def has_long_word(voie: str) -> bool:
    """Whether a slip of one letter can be made in the street's name."""
    return re.search(r"[^\W\d_]{5,}", split(voie)[1]) is not None
