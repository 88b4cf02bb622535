"""Names of members: spaces, apostrophes, quotes, bullets and capitals. The words themselves are never changed."""

import re
from collections.abc import Mapping, Sequence

from flows.normalise.cases import title
from flows.ordinary import plain as is_plain
from sources.text import clean, fold

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\uff07", "'"),
        **dict.fromkeys("\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033\uff02", '"'),
        **dict.fromkeys("\u2010\u2011\u2043\u2212", "-"),
    }
)
_ACUTE = re.compile(r"(?<=\w)[`\u00b4](?=\w)")
_BULLET = re.compile(r"^(?:[-•◦▪▸►‣·*–—→✓✔■□●○♦»>#]+\s+)+")
_LIST_NUMBER = re.compile(r"^\d{1,2}[.)]\s+(?=[^\W\d])")
_ELISION = re.compile(r"\b([cdjlmnst]|qu)(?: '|' | ' )(?=\w)", re.IGNORECASE)
_QUOTED = re.compile(r'" ?([^"]*?) ?"')
_TAIL = re.compile(r"[\s,;:\-–—|•·*/…]+$")
_DOTS = re.compile(r"(?<![.\s]\w)\.+$|\.{2,}$")
PAGE_OF_CAPITALS = 3
"""Fewer names than this, all in capitals, may just be acronyms."""


def plain(text: str) -> str:
    """Cleaned text with straight apostrophes, quotes and hyphens, and no blank after an elision (L' Île -> L'Île)."""
    if is_plain(text):
        return text
    # Cleaned twice: an invisible character may have kept an accent or a second blank apart.
    text = _ACUTE.sub("'", clean(clean(text)).translate(_TYPOGRAPHY))
    return _QUOTED.sub(r'"\1"', _ELISION.sub(r"\1'", text))


def bare(text: str, numbered: bool = False) -> str:
    """The text without the bullet before it, nor the list number of a name ("1. AGAPI", but "1, 2, 3 Soleil" stays)."""
    text = _BULLET.sub("", text.strip())
    return _LIST_NUMBER.sub("", text) if numbered else text


def name(raw: str) -> str:
    """A name as people write it; legal-form words and case stay as the page has them.

    >>> name("•  A l’Abord’Ages ,")
    "A l'Abord'Ages"
    """
    if is_plain(raw) and not raw[:1].isdecimal():
        return raw
    text, before = plain(raw), ""
    while text != before:
        before = text
        text = _DOTS.sub("", _TAIL.sub("", bare(text, numbered=True))).strip()
        text = _unwrapped(text)
    return text


def names(raws: Sequence[str], known: Sequence[str]) -> list[str]:
    """The names of one page, together: capitals are a theme's whim, so known spellings win over them.

    A name in capitals equal to a known one, letters and digits only compared, takes the known spelling. When
    every name of the page is in capitals (three or more), the unknown ones get French title case.
    """
    cleaned, told = [name(raw) for raw in raws], spellings(known)
    theme = len(cleaned) >= PAGE_OF_CAPITALS and all(text.isupper() for text in cleaned)
    return [spelled(text, told, theme) for text in cleaned]


def spellings(known: Sequence[str]) -> dict[str, str]:
    """Known spellings by their letters and digits."""
    return {fold(spelling): name(spelling) for spelling in known}


def spelled(text: str, spellings: Mapping[str, str], theme: bool) -> str:
    """A clean name as `names` spells it; `theme`: whether every name of the page is in capitals."""
    if not text.isupper():
        return text
    return spellings.get(fold(text)) or (title(text) if theme else text)


def _unwrapped(text: str) -> str:
    whole = len(text) > 1 and text[0] == text[-1] == '"' and text.count('"') == 2
    return text[1:-1].strip() if whole else text
