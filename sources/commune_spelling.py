"""A commune's name as people write it, brought to one key: St, CEDEX, arrondissements, articles."""

import re
from dataclasses import dataclass

from sources.text import fold

CITIES = ("paris", "lyon", "marseille")
"""The communes that have municipal arrondissements (law of 31 December 1982, "loi PLM")."""

_CEDEX = re.compile(r"\b(?:cedex|cdx)\b(?: \d{1,2}\b)?")
_SAINT = re.compile(r"\bst(e?)\b")
_DEPARTEMENT = re.compile(r"\(\s*\d[\dABab]\d?\s*\)")
_ARTICLE = re.compile(r"^(?:l|le|la|les) | (?:l|le|la|les)$")
_ARRONDISSEMENT = re.compile(
    rf"(?P<city>{'|'.join(CITIES)})"
    r"(?: (?P<number>\d{1,2}) ?(?:er|e|eme|ieme|nd|nde)?)?"
    r"(?: (?:arr|arrt|ardt|arrdt|arrond|arrondissement))?"
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a written name says."""

    name: str
    """The folded name; one of CITIES alone when an arrondissement followed."""
    arrondissement: int = 0
    """Its number, 0 when none is written. Never read from a CEDEX number, which names a sorting office."""
    cedex: bool = False


def key(name: str) -> str:
    """The folded name with Saint and Sainte in full.

    >>> key("ST-ETIENNE")
    'saint etienne'
    """
    return in_full(fold(name))


def in_full(folded: str) -> str:
    """A folded name with Saint and Sainte in full."""
    return _SAINT.sub(r"saint\1", folded) if "st" in folded else folded


def bare(name_key: str) -> str:
    """A key without its article, which lists write before ('Les Lilas'), after ('LILAS (LES)') or not at all."""
    return _ARTICLE.sub("", name_key)


def read(name: str) -> Spelling:
    """Take apart a name as an address writes it.

    >>> read("LYON 06 CEDEX")
    Spelling(name='lyon', arrondissement=6, cedex=True)
    """
    written = key(_DEPARTEMENT.sub(" ", name) if "(" in name else name)
    rest = " ".join(_CEDEX.sub(" ", written).split()) if "cedex" in written or "cdx" in written else written
    city = _ARRONDISSEMENT.fullmatch(rest)
    if city:
        return Spelling(city["city"], int(city["number"] or 0), rest != written)
    return Spelling(rest, cedex=rest != written)
