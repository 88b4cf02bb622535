"""What most texts of most pages are: plain words, of which no rule of cleaning, safety or privacy changes a letter.

Tables of ten thousand members are clean in a moment because of it: the rules run on the other texts only.
"""

import re

LONGEST = 200
"""Characters: no text that this lets through is anywhere near the length that is a danger."""
# Neither Ã nor Å: they are what broken text is made of. After Â no sign that breaks it.
_WORD = "[0-9A-Za-zÀ-ÂÄÆ-ÖØ-öø-ÿ]"
_WORDS = re.compile(rf"{_WORD}++(?:(?:, | n°|\. |[ '-]){_WORD}++)*")
"""Words with one sign between two: nothing at either end, no second blank, no bracket, quote, slash or sign of a mailbox."""
_FEW_DIGITS = re.compile(r"[^0-9]*+(?:[0-9][^0-9]*+){0,8}")
"""A phone number has nine digits, a mobile that lost its zero included."""
_TELLING = re.compile(r"\b(?:[mM](?:\b|[mMrRlL]|[eE][lLsS]|[aA][dD]|[oO][nN][sS])|[cC][hH][eE][zZ]\b|[aA][tT][tT])")
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
