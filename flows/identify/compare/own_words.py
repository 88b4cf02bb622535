"""The words that tell a name: without the trade's, and without what says a kind of nursery."""

import re

from flows.identify.compare.core_words import CATEGORIES, IN_PHRASES, NUMBERS, PHRASES, SERVICES, STEMS
from flows.identify.compare.kept import kept
from flows.identify.compare.one_word import heard

_LETTER = re.compile(r"[a-h]")
ALONE = ("creche", "creches")
"""Words that are a kind by themselves, and are taken out whatever stands beside them."""
_STEMS = frozenset(stem.split()[-1] for stems in STEMS.values() for stem in stems) - {"creche"}
"""A word of each pattern of _KINDS holds one of these, or is one of ALONE."""
_KINDS = tuple((STEMS[name], pattern) for name, pattern in (*CATEGORIES.items(), *SERVICES.items()) if name in STEMS)


def own(text: str) -> tuple[str, ...]:
    """The words that tell a name, without those of the trade; perhaps none."""
    words = text.split()
    if any(map(may_begin, words)):
        return own_any(text)
    return kept_words([word for word in words if word not in ALONE])


def own_any(text: str) -> tuple[str, ...]:
    """`own` for every text there is; it costs several times more than the shortcut for those of plain words."""
    return kept_words(PHRASES.sub(" ", _without_kinds(text)).split())


def may_begin(word: str) -> bool:
    """Whether a text that holds a word may fit a pattern of a kind, other than of one of ALONE, or a phrase."""
    return word in IN_PHRASES if word.isdecimal() else _word_may_begin(word)


@kept
def _word_may_begin(word: str) -> bool:
    return word not in ALONE and (word in IN_PHRASES or any(stem in word for stem in _STEMS))


def _without_kinds(text: str) -> str:
    for stems, pattern in _KINDS:
        if any(stem in text for stem in stems):
            text = pattern.sub(" ", text)
    return text


def kept_words(words: list[str]) -> tuple[str, ...]:
    """Words of a name in the singular, numbers in figures, without articles and those that every nursery bears."""
    last = len(words) - 1
    found = []
    for place, word in enumerate(words):
        ends = place == last and place > 0
        if word.isdecimal():
            found.append(word)
        elif word in NUMBERS and (len(word) > 1 or ends):
            found.append(NUMBERS[word])
        elif ends and _LETTER.fullmatch(word):
            found.append(word)
        elif one := heard(word):
            found.append(one)
    return tuple(found)
