"""Whether one name is another that a hand has spoiled: a slip of the pen, another order, a plain word, an acronym, a cut."""

import re
from collections import Counter
from typing import Literal

from flows.identify.compare.core_words import PLAIN
from flows.identify.compare.cores import Core
from flows.identify.compare.one_word import is_word
from sources.likeness import slips

Near = Literal["sure", "likely", "perhaps", ""]
"""sure: a letter doubled or two exchanged, an order, a plain word, an acronym, a long name cut. likely: another slip in a
word of the language, which might still be another word that we do not know (Marelle, Margelle). perhaps: words of which
we know nothing. '': no slip."""

_DOUBLED = re.compile(r"(.)\1+")
_ONE_SLIP = 5
_TWO_SLIPS = 10
"""Letters from which a word may have one slip of the pen, or two."""
_SHORTEST = 4
"""Of four, a letter may be lost."""
_SURE_SLIP = 6
_GLUED = 10
_CUT = 6
_SURE_CUT = 20
"""Letters of a whole name from which a cut is no other name."""


def near(a: Core, b: Core) -> Near:
    """How one name is made of the other; both have words, and are not equal."""
    if sorted(a.words) == sorted(b.words) or _plain(a, b) or _acronym(a, b):
        return "sure"
    return _slip_of_one(a, b) or _cut(a, b)


def _plain(a: Core, b: Core) -> bool:
    """Whether one has nothing more but plain words before the other's: Maison Les Lutins."""
    short, long = sorted((a.words, b.words), key=len)
    front = long[: len(long) - len(short)]
    return bool(front) and long[len(front) :] == short and set(front) <= PLAIN


def _acronym(a: Core, b: Core) -> bool:
    """Whether one name is made of the first letters of the other's words."""
    return any(len(x.words) == 1 and len(x.joined) > 2 and x.joined in y.initials for x, y in ((a, b), (b, a)))


def _slip_of_one(a: Core, b: Core) -> Near:
    """A slip in one word, the others equal; or in the whole when spaces are lost too."""
    if len(a.words) == len(b.words):
        wrong = [(one, two) for one, two in zip(a.words, b.words, strict=True) if one != two]
        return _slip(*wrong[0]) if len(wrong) == 1 else ""
    glued = a.joined, b.joined
    close = _numbers(*glued) and min(map(len, glued)) >= _GLUED and slips(*glued) <= 1
    return "perhaps" if close and not _one_letter_more(a, b) else ""


def _slip(one: str, two: str) -> Near:
    """Another number, a feminine (Lutin, Lutine) and two words of the language are no slip; two unknown words may be."""
    shortest, known, hand = min(len(one), len(two)), is_word(one) + is_word(two), _of_the_hand(one, two)
    allowed = 2 if shortest >= _TWO_SLIPS else 1 if shortest >= _ONE_SLIP or len(one) != len(two) else 0
    if (
        shortest < _SHORTEST
        or not _numbers(one, two)
        or one.rstrip("e") == two.rstrip("e")
        or slips(one, two) > allowed
    ):
        return ""
    if known == 2 or shortest < _SURE_SLIP or one[0] != two[0]:
        return "perhaps" if hand or known < 2 else ""
    return "sure" if hand else "likely" if known else "perhaps"


def _of_the_hand(one: str, two: str) -> bool:
    """Whether two words differ by doubled letters alone, or by two neighbours exchanged: no two words of a name do."""
    exchanged = len(one) == len(two) and slips(one, two) == 1 and sorted(one) == sorted(two)
    return exchanged or _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", two)


def _numbers(one: str, two: str) -> bool:
    return [c for c in one if c.isdecimal()] == [c for c in two if c.isdecimal()]


def _one_letter_more(a: Core, b: Core) -> bool:
    """Whether all that differs is a lone letter, the mark of a section: Les Lutins, Les Lutins B."""
    more = Counter(a.words) - Counter(b.words) or Counter(b.words) - Counter(a.words)
    return all(len(word) == 1 for word in more)


def _cut(a: Core, b: Core) -> Near:
    """Whether one name is the other cut in the middle of a word, as registers do."""
    short, long = sorted((a, b), key=lambda one: len(one.full))
    *before, last = short.words
    if len(short.words) > len(long.words) or len(short.full) < _CUT or not long.full.startswith(short.full):
        return ""
    whole = long.words[len(before)]
    ends = tuple(before) == long.words[: len(before)] and len(last) > 1 and whole != last and whole.startswith(last)
    return "" if not ends else "sure" if len(short.full) >= _SURE_CUT else "perhaps"
