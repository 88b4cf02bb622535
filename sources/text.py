"""Text as people compare it: cleaned of invisible characters, or folded to its letters and digits."""

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def clean(text: str) -> str:
    """NFC, without invisible or control characters, every run of blanks one space, every digit one of 0-9."""
    seen = "".join(c for c in _INVISIBLE.sub("", text) if c.isspace() or unicodedata.category(c) != "Cc")
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in unicodedata.normalize("NFC", seen))
    return _SPACES.sub(" ", digits).strip()


def fold(text: str) -> str:
    """Lower case, no accents, words of letters and digits joined by single spaces.

    >>> fold("L'Île–Saint-Denis, Œufs")
    'l ile saint denis oeufs'
    """
    text = clean(text).replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain).strip()
