"""Whether two names of streets, kind of way aside, are one name: letter by letter, or but for a slip of the pen.

A slip is forgiven only where it cannot be another name: in one word, which is none that streets are named after, and
in its first letter only when that makes it one. Rue des Cerisiers is not Rue des Merisiers, nor Rue Verdun Rue Verdon.
"""

import re
from collections.abc import Sequence

from sources.likeness import slips
from sources.street_words import street_words

LONG_WORD = 9
"""Letters from which a word may have two slips of the pen; from five on it may have one."""
_FROM_LETTERS = 6
_IDENTITY = re.compile(r"\w*\d\w*|[cdilvx]+")


def one_name(asked: Sequence[str], found: Sequence[str], plain: bool) -> bool:
    """Whether two names, as their words without articles, are surely one.

    `plain` tells that neither has an article: then first and family name may be exchanged (Jaurès Jean).
    """
    if _marks(asked) != _marks(found) or len(asked) != len(found):
        return False
    if plain and len(asked) == 2 and list(asked) == list(reversed(found)):
        return True
    wrong = [(one, two) for one, two in zip(asked, found, strict=True) if one != two]
    return len(wrong) <= 1 and all(_slip(one, two) for one, two in wrong)


def _slip(asked: str, found: str) -> bool:
    """Whether a word may be a slip of the pen for another."""
    if asked in street_words() or not (asked[:1] == found[:1] or _first_letter(asked, found)):
        return False
    return slips(asked, found) <= _allowed(max(len(asked), len(found)), len(asked) != len(found))


def _first_letter(asked: str, found: str) -> bool:
    """Whether a first letter may have slipped: exchanged with the second, or in a long word that only then is a word."""
    exchanged = asked[:2] == found[1::-1] and len(found) > 1
    return exchanged or (len(found) >= _FROM_LETTERS and found in street_words())


def _allowed(longest: int, other_length: bool) -> int:
    """Of four letters only a letter lost or doubled is forgiven: Pont and Port are two words, Hgo and Hugo one."""
    if longest < 5:
        return int(longest == 4 and other_length)
    return 1 if longest < LONG_WORD else 2


def _marks(name: Sequence[str]) -> set[str]:
    """Numbers, Roman ones too, are a name's identity: Rue du 8 Mai, Route Départementale 313, Rue Henri IV."""
    return {word for word in name if _IDENTITY.fullmatch(word)}
