"""The limits of gates and what they measured, in words instead of signs."""

import re

from flows.site.words import Words

_SIGNS = re.compile(r"> (\d+)(?: et (>=?) (\d+) %)?")
_SHARE = re.compile(r"(\d+)/(\d+)")


def told(t: Words, signs: str) -> str:
    """From where on a gate is breached, by its limit in signs: `> 2 et >= 20 %`; signs of another shape stay as they are."""
    found = _SIGNS.fullmatch(signs)
    if not found:
        return signs
    allowed, sign, share = int(found[1]), found[2], found[3]
    if not share:
        return t("methode.limite_nombre", n=t.number(allowed)) if allowed else t("methode.limite_zero")
    part = t("methode.limite_au_dela" if sign == ">" else "methode.limite_des", part=t.number(int(share)))
    return t("methode.limite_part", n=t.number(allowed), part=part) if allowed else part


def measured(t: Words, cell: str) -> str:
    """`0 sur 38` of `0/38`; a number alone, and what is none, as they are."""
    found = _SHARE.fullmatch(cell)
    return t("methode.sur", n=t.number(int(found[1])), total=t.number(int(found[2]))) if found else cell
