"""French title case, for what a page wrote all in capitals. Letters never change, only their case."""

import re
from functools import lru_cache
from itertools import pairwise

PARTICLES = frozenset(
    "a à au aux avec chez d dans de des du en et l la le les lès ou par pour près sous sur un une".split()
)
_ELISIONS = frozenset("c d j l m n s t qu jusqu lorsqu puisqu".split())
_ACRONYMS = frozenset(
    "CAE CAF CCAS EAJE EHPAD ESS HLM LAEP MAC MAM PMI PTCE RAM RPE SA SARL SAS UDAF URSCOP ZA ZAC ZAE ZI".split()
)
_TITLES = frozenset("DR MGR MR ST STE".split())
_ONE_WORD = frozenset(["AUJOURD'HUI", "PRESQU'ILE", "PRESQU'ÎLE", "PRUD'HOMME", "PRUD'HOMMES"])
_ORDINAL = re.compile(r"\d+(?:ER|ERE|ÈRE|E|È|EME|ÈME|ND|NDE)")
_ROMAN = re.compile(r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})")
_DIGIT = re.compile(r"\d")
_VOWEL = re.compile("[aeiouyàâäæéèêëîïôöœùûüÿ]", re.IGNORECASE)
_SHORT = 5
"""Letters. A longer word is neither particle nor title, and keeps its capitals as an acronym or a roman number only."""
_CORE = re.compile(r"([^\w]*)(.*?)([^\w]*)", re.DOTALL)


def title(text: str) -> str:
    """French title case of a text in capitals: particles lower inside, acronyms left alone.

    >>> title("L'ÎLE-SAINT-DENIS"), title("RUE DE L'ABBÉ GRÉGOIRE"), title("E2S PETITE ENFANCE")
    ("L'Île-Saint-Denis", "Rue de l'Abbé Grégoire", 'E2S Petite Enfance')
    """
    if " " not in text and "-" not in text:
        return _part(text, True, True)
    words = text.split(" ")
    return " ".join(_word(word, first=i == 0, last=i == len(words) - 1) for i, word in enumerate(words))


def _word(word: str, first: bool, last: bool) -> str:
    parts = word.split("-")
    return "-".join(_part(p, first and i == 0, last and i == len(parts) - 1) for i, p in enumerate(parts))


@lru_cache(maxsize=20_000)
def _part(part: str, first: bool, last: bool) -> str:
    """One word between blanks and hyphens, with the quotes or brackets around it."""
    if len(part) > _SHORT and part.isalpha() and part[0] not in "IVX" and part not in _ACRONYMS:
        return _capital(part)
    match = _CORE.fullmatch(part)
    before, core, after = match.groups() if match else ("", part, "")
    if "'" in core and core not in _ONE_WORD:
        return before + _elided(core, first) + after
    initial = len(core) == 1 and after.startswith(".")
    inside = not (first or last or initial or before)
    if core.lower() in PARTICLES and inside:
        return before + core.lower() + after
    if _ORDINAL.fullmatch(core):
        return before + core.lower() + after
    return before + (core if _stays(core) else _capital(core)) + after


def _elided(core: str, first: bool) -> str:
    """`D'HOMME` d'Homme, `NID'Ô` Nid'Ô, `P'TITS` P'tits, `KID'S` Kid's: what stands before the apostrophe tells."""
    pieces = core.split("'")
    spelled = [_first_piece(pieces[0], first)]
    spelled += [_later_piece(left, right) for left, right in pairwise(pieces)]
    return "'".join(spelled)


def _first_piece(piece: str, first: bool) -> str:
    if piece.lower() in _ELISIONS and not first:
        return piece.lower()
    return piece if _stays(piece) else _capital(piece)


def _later_piece(left: str, right: str) -> str:
    elided = left.lower() in _ELISIONS
    small = right.lower() in PARTICLES if elided else len(left) < 3 or right == "S"
    return right.lower() if small else _first_piece(right, True)


def _stays(core: str) -> bool:
    """An acronym, initials, a roman number or a word with digits keeps its capitals: MAM, J.J, XIV, E2S."""
    if core in _TITLES:
        return False
    short = len(core) <= _SHORT and not _VOWEL.search(core)
    return core in _ACRONYMS or short or "." in core or bool(_ROMAN.fullmatch(core)) or bool(_DIGIT.search(core))


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:].lower()
