"""French numbers in words to figures: "douze places" is 12. From two to three hundred, the bounds of a nursery."""

import re
from functools import cache

_UNITS = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre vingt"}
_WORDS = frozenset([*_UNITS, "une", *" ".join(_TENS.values()).split(), "vingts", "cent", "cents", "mille", "et"])
_MOST = 300


def digits(text: str) -> str:
    """The text, which is small and without accents or hyphens, with each number in words written in figures.

    "un" and "une" alone are articles; a run of number words that is no number up to 300 is left as it is.

    >>> digits("soixante et onze places sur deux creches"), digits("une creche de dix douze places")
    ('71 places sur 2 creches', 'une creche de dix douze places')
    """
    run = r"\b(?:{words})(?: (?:{words}))*\b".format(words="|".join(sorted(_WORDS)))
    return re.sub(run, lambda match: _figure(match[0]), text)


def _figure(run: str) -> str:
    """A run of number words in figures; "et" at an end of it joins other words."""
    head = "et " if run.startswith("et ") else ""
    tail = " et" if run.endswith(" et") else ""
    number = _numbers().get(run.removeprefix("et ").removesuffix(" et").replace("une", "un"))
    return f"{head}{number}{tail}" if number else run


@cache
def _numbers() -> dict[str, int]:
    """Every number from 2 to 300, by the ways it is written without hyphens."""
    return {words: number for number in range(2, _MOST + 1) for words in _spellings(number)}


def _spellings(number: int) -> set[str]:
    if number >= 100:
        hundreds = "cent" if number < 200 else f"{_UNITS[number // 100 - 1]} cent"
        more = _spellings(number % 100) if number % 100 else set()
        return {f"{hundreds} {words}" for words in more} or {hundreds, f"{hundreds}s"} - {"cents"}
    if number <= 16:
        return {_UNITS[number - 1]}
    if number < 20:
        return {f"dix {_UNITS[number - 11]}"}
    ten = max(base for base in _TENS if base <= number)
    if number == ten:
        return {_TENS[ten], f"{_TENS[ten]}s"} if ten == 80 else {_TENS[ten]}
    rest = number - ten
    joints = (" et ", " ") if rest in (1, 11) else (" ",)
    return {f"{_TENS[ten]}{joint}{words}" for joint in joints for words in _spellings(rest)}
