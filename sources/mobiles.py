"""Mobile numbers written in a text: none is ever published. Numbers of registers, told by their key, are no phones."""

import re

from sources.company_numbers import is_siren, is_siret

_MOBILE = re.compile(
    r"(?<!\d)(?:(?:\+|00)33\s?(?:\(0\)\s?)?|0)[67](?:[\s.\-/]?\d{2}){4}(?!\d)"
    r"|(?<!\d)(?:\+|00)?(?:262|590|594|596)\s?69\d(?:[\s.\-]?\d){6}(?!\d)"
)
_DIGITS = re.compile(r"(?<![\w.\-])(?:\d{14}|\d{9})(?![\w.\-])")


def holds_mobile(text: str) -> bool:
    """Whether some digits of a text are written as a mobile and are no SIREN nor SIRET.

    >>> holds_mobile("06 39 98 00 01"), holds_mobile("https://registre.example/10262690000017")
    (True, False)
    """
    return bool(_MOBILE.search(without_company_numbers(text)))


def without_company_numbers(text: str) -> str:
    """The text, a sign in place of each whole run of digits that is a SIREN or a SIRET by its key."""
    return _DIGITS.sub(lambda run: "n" if is_siren(run[0]) or is_siret(run[0]) else run[0], text)
