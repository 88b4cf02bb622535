"""House numbers as France writes them: 12, 1 BIS, 11Bis, 392 A, 37/39, 48-50, 8/22."""

import re
from functools import lru_cache
from typing import NamedTuple

_AGAIN = r"(?:bis|ter|quater|quinquies|[a-z])(?![\w'.°])"
_NUMBER = re.compile(
    rf"(?:n ?° ?|num[ée]ro )?(?P<number>(?:\d{{1,4}} ?(?:{_AGAIN} ?)?(?:[-/–&]|à|et) ?)*\d{{1,4}})(?![\d°])"
    rf"(?P<again> ?{_AGAIN})?(?!\w)(?P<gap>[ ,]*)(?P<way>.*)",
    re.IGNORECASE,
)
_JOINT = re.compile(r" ?([-/–]) ?")
_LINK = re.compile(r"(?:de|du|des)\b|d'", re.IGNORECASE)
_MONTH = re.compile(
    r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre)\b",
    re.IGNORECASE,
)


class HouseNumber(NamedTuple):
    """`numero` ('' when there is none), `repetition` (bis, ter, A …) and what follows them."""

    numero: str
    repetition: str
    way: str


@lru_cache(maxsize=20_000)
def house_number(text: str) -> HouseNumber:
    """The number that begins a street line.

    A lone letter is a repetition, unless it is the way itself ("12 R DES LILAS") or an initial ("12 A. Briand").
    "8 Mai 1945" is a date.

    >>> tuple(house_number("11Bis rue du Port")), tuple(house_number("Place du 8 Mai"))
    (('11', 'bis', 'rue du Port'), ('', '', 'Place du 8 Mai'))
    """
    match = _NUMBER.fullmatch(text)
    if not match or _MONTH.match(match["way"]):
        return HouseNumber("", "", text)
    again, way = (match["again"] or "").strip(), match["way"]
    if again.upper() == "R" or (len(again) == 1 and _LINK.match(way)):
        again, way = "", f"{again} {way}"
    return HouseNumber(_tidy(match["number"]), again.upper() if len(again) == 1 else again.lower(), way)


def _tidy(number: str) -> str:
    """`48 - 50` and `48–50` are 48-50; a repetition inside a range is written like one outside it."""
    if number.isdecimal():
        return number
    joined = _JOINT.sub(lambda m: "/" if m[1] == "/" else "-", number)
    return re.sub(r"[a-z]+", lambda m: m[0].upper() if len(m[0]) == 1 else m[0].lower(), joined, flags=re.IGNORECASE)
