"""Which texts of a column fit a pattern, or hold one, all at once. Of texts that are no Unicode, nothing is known."""

from collections.abc import Sequence

import polars as pl


def fits(texts: Sequence[str], pattern: str) -> list[bool]:
    """Of each text, whether the whole of it surely fits a pattern of signs, classes, groups and counts.

    Polars reads these as Python does.
    """
    return _contains(texts, f"^(?:{pattern})$", unknown=False)


def holds(texts: Sequence[str], pattern: str) -> list[bool]:
    """Of each text, whether the pattern may be somewhere in it."""
    return _contains(texts, pattern, unknown=True)


def _contains(texts: Sequence[str], pattern: str, unknown: bool) -> list[bool]:
    try:
        found: list[bool] = pl.Series(texts, dtype=pl.String).str.contains(pattern).to_list()
    except UnicodeEncodeError:
        return [unknown] * len(texts)
    return found
