"""Refused words and numbers, found wherever they stand in a text, however it is written."""

import re
from collections.abc import Iterable

from sources.text import fold

_SHORT = 4  # letters: a shorter name stands in too many words that are not it
Needles = re.Pattern[str] | None
"""What is looked for in a folded text; None for nothing."""


def needles(words: Iterable[str], phones: Iterable[str] = ()) -> Needles:
    """`words`: folded texts, found as whole words. `phones`: the nine digits of national numbers, whatever parts them."""
    each = [rf"(?<![0-9a-z]){re.escape(word)}(?![0-9a-z])" for word in sorted(words) if len(word) >= _SHORT]
    each += [rf"{' ?'.join(phone)}(?!\d)" for phone in sorted(phones) if len(phone) >= _SHORT]
    return re.compile("|".join(each)) if each else None


def holds(found: Needles, text: str) -> bool:
    """Whether a text holds one of them.

    >>> holds(needles(["les petits pas"], ["478000001"]), "Les P'tits Pas ; Les Petits-Pas, 04.78.00.00.01")
    True
    """
    return found is not None and bool(text) and holds_folded(found, fold(text))


def holds_folded(found: Needles, text: str) -> bool:
    """`holds` for a text that is folded already."""
    return found is not None and found.search(text) is not None
