"""SIREN and SIRET as registers and people write them: spaced, dotted; always text, for their zeros count."""

import re

from sources.company_numbers import is_siren, is_siret
from sources.text import clean

_SPACED = re.compile(r"(?<=[0-9])[ .-](?=[0-9])")


def siren(text: str) -> str:
    """Nine digits with their key; '' otherwise: a lost leading zero is not guessed.

    >>> siren("356 000 000"), siren("356000001"), siren("5520135")
    ('356000000', '', '')
    """
    digits = _SPACED.sub("", clean(text))
    return digits if is_siren(digits) else ""


def siret(text: str) -> str:
    """Fourteen digits with their key, or La Poste's (admitted only once the key has failed); '' otherwise.

    >>> siret("356 000 000 00048"), siret("35600000049837"), siret("356000000")
    ('35600000000048', '35600000049837', '')
    """
    digits = _SPACED.sub("", clean(text))
    return digits if is_siret(digits) else ""
