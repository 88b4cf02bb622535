"""One word of a nursery's name: in the singular, dropped or kept, of the language or not."""

import re

from flows.identify.compare.core_words import ARTICLES, COMMON, LEGAL, MASCULINE, TRADE
from flows.identify.compare.kept import kept
from sources.street_words import street_words

_COINED = re.compile(r"(?=.*[a-z])(?=.*\d).{3,}")


def singular(word: str) -> str:
    """A folded word without the mark of the plural: loups -> loup, choux -> chou; colours and sizes in the masculine."""
    one = word[:-1] if len(word) > 3 and word[-1] in "sx" and word[-2:] != "ss" else word
    return MASCULINE.get(one, one)


def is_word(word: str) -> bool:
    """Whether a folded word, in the singular, is one of the language: streets are named after it, or many nurseries."""
    return word in COMMON or not street_words().isdisjoint((word, f"{word}s", f"{word}x"))


@kept
def heard(word: str) -> str:
    """A word in the singular; '' for an article, or one that every nursery bears."""
    one = singular(word)
    return "" if word in ARTICLES or word in LEGAL or one in TRADE else one


@kept
def is_coined(word: str) -> bool:
    """Whether a folded word, in the singular, is no word of the language, as far as we know."""
    return bool(_COINED.fullmatch(word)) or not (len(word) < 4 or word.isdecimal() or is_word(word))
