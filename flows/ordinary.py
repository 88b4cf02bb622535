"""What most texts of most pages are: plain words, of which no rule of cleaning, safety or privacy changes a letter.

Tables of ten thousand members are clean in a moment because of it: the rules run on the other texts only.
"""

import re
from collections.abc import Sequence

LONGEST = 200
"""Characters: no text that this lets through is anywhere near the length that is a danger."""
# Neither Ã nor Å: they are what broken text is made of. After Â no sign that breaks it.
_WORD = "[0-9A-Za-zÀ-ÂÄÆ-ÖØ-öø-ÿ]"
PLAIN = rf"{_WORD}+(?:(?:, | n°|\. |[ '-]){_WORD}+)*"
_TEXT = PLAIN.replace("+", "++").replace(")*", ")*+")  # nothing is given back: the same texts, sooner
_WORDS = re.compile(_TEXT)
"""Words with one sign between two: nothing at either end, no second blank, no bracket, quote, slash or sign of a mailbox."""
FEW_DIGITS = r"[^0-9]*(?:[0-9][^0-9]*){0,8}"
_FEW_DIGITS = re.compile(FEW_DIGITS.replace("*", "*+"))
_LINES = re.compile(rf"(?:{_TEXT})?+(?:\n(?:{_TEXT})?+)*+")
_FEW_DIGITS_EACH = re.compile(r"[^0-9\n]*+(?:[0-9][^0-9\n]*+){0,8}+(?:\n[^0-9\n]*+(?:[0-9][^0-9\n]*+){0,8}+)*+")
"""The same of several texts, one a line."""
"""A phone number has nine digits, a mobile that lost its zero included."""
TELLING = r"\b(?:[mM](?:\b|[mMrRlL]|[eE][lLsS]|[aA][dD]|[oO][nN][sS])|[cC][hH][eE][zZ]\b|[aA][tT][tT])"
_TELLING = re.compile(TELLING)
"""How the words begin that come before a person's name: M., Mme, Melle, Mesdames, Madame, Monsieur, chez, attn, attention."""


def plain(text: str) -> bool:
    """Whether a text is but words with one sign between two, whatever they say: nothing of its spelling is to repair.

    >>> plain("CHÂTEAU-D'OLONNE"), plain("L' Île"), plain("=1+1")
    (True, False, False)
    """
    return not text or (len(text) <= LONGEST and _WORDS.fullmatch(text) is not None)


def ordinary(text: str) -> bool:
    """Whether no rule takes anything out of a text or sets it aside; false proves nothing.

    >>> ordinary("12 rue de l'Église, 93100 MONTREUIL"), ordinary("Mme Exemple"), ordinary("01 99 00 12 34")
    (True, False, False)
    """
    return plain(text) and _FEW_DIGITS.fullmatch(text) is not None and not _TELLING.search(text)


def all_plain(texts: Sequence[str]) -> bool:
    """Whether all texts are plain; false proves nothing."""
    return bool(_lines_of(texts))


def all_ordinary(texts: Sequence[str]) -> bool:
    """Whether all texts are ordinary; false proves nothing.

    >>> all_ordinary(["Les Lilas", "", "12 rue Verte"]), all_ordinary(["Les Lilas", "Mme Exemple"])
    (True, False)
    """
    lines = _lines_of(texts)
    return bool(lines) and _FEW_DIGITS_EACH.fullmatch(lines) is not None and not _TELLING.search(lines)


def _lines_of(texts: Sequence[str]) -> str:
    """Plain texts, each after a line end; '' when one may not be plain, or they are long together."""
    lines = "\n".join(("", *texts))
    if len(lines) > LONGEST or lines.count("\n") != len(texts) or not _LINES.fullmatch(lines):
        return ""
    return lines
