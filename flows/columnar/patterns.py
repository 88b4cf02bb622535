"""Patterns of the schemas that mean the same to Python and to polars, on printable ASCII; the others are not proved here."""

import re
from functools import cache

import polars as pl

_ESCAPED = r"\\[.+*?()\[\]{}|^$/\\dsw-]"
_IN_CLASS = rf"(?:{_ESCAPED}|[A-Za-z0-9 _.,;:!?/@#%'\"()*+=<>{{}}|$-])"
_TOKEN = re.compile(
    rf"{_ESCAPED}"
    rf"|\[\^?{_IN_CLASS}+\]"
    r"|\((?:\?:|(?!\?))|\)|\||\^|\$|\."
    r"|[*+?]|\{[0-9]{1,3}(?:,[0-9]{0,3})?\}"
    r"|[A-Za-z0-9 _@:/=,;~\"'!#%&<>-]"
)
_REPEATED = re.compile(r"[*+?}][*+]")
"""Possessive in Python, a repetition of a repetition in polars."""


@cache
def same_everywhere(pattern: str) -> str:
    """The anchored pattern as frictionless makes it, for polars; '' when it may mean something else there.

    Where the cell is printable ASCII both find a match, or neither does: `$` then ends the cell, `\\s` is a blank, and no
    letter has another case. Only plain signs, classes, groups and counts are taken; a pattern with more in it is not.
    """
    if "--" in pattern or "&&" in pattern or "~~" in pattern or _REPEATED.search(pattern):
        return ""
    at = 0
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if token is None:
            return ""
        at = token.end()
    anchored = f"^{pattern}$"
    return anchored if _is_understood(anchored) else ""


def _is_understood(pattern: str) -> bool:
    try:
        pl.Series(["a"]).str.contains(pattern)
    except pl.exceptions.ComputeError:
        return False
    return True
