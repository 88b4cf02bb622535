"""SIREN and SIRET: whether digits can be one. They are text: leading zeros count."""

import re

_LA_POSTE = "356000000"
_DIGITS = re.compile(r"[0-9]+")


def is_siren(text: str) -> bool:
    """Nine digits with Luhn's key.

    >>> is_siren("356000000"), is_siren("356000001")
    (True, False)
    """
    return len(text) == 9 and _luhn(text)


def is_siret(text: str) -> bool:
    """A SIREN and five digits, with Luhn's key over the fourteen; La Poste's own may sum to a multiple of 5 instead.

    >>> is_siret("35600000000048"), is_siret("35600000049837"), is_siret("35600000000049")
    (True, True, False)
    """
    if len(text) != 14 or not is_siren(text[:9]):
        return False
    return _luhn(text) or (text.startswith(_LA_POSTE) and sum(map(int, text)) % 5 == 0)


def _luhn(digits: str) -> bool:
    if not _DIGITS.fullmatch(digits) or not digits.strip("0"):
        return False
    doubled = (int(digit) * (1 + n % 2) for n, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
