"""What is kept of names, words and addresses while mentions are compared: of a large run tens of megabytes, dropped together."""

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import TypeVar

MANY = 200_000
"""Names kept, or words: those of every mention of a large run, so that none is cleaned twice."""
_Made = TypeVar("_Made")
_KEPT: "list[_lru_cache_wrapper[object]]" = []


def kept(function: Callable[..., _Made]) -> "_lru_cache_wrapper[_Made]":
    """A pure function that answers a question once, until `forget`."""
    made = lru_cache(maxsize=MANY)(function)
    _KEPT.append(made)
    return made


def forget() -> None:
    """Drops all that was kept: nothing is compared any more."""
    for one in _KEPT:
        one.cache_clear()
