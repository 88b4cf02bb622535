"""What is kept of names, words and addresses while mentions are compared: of a large run tens of megabytes, dropped together."""

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar

MANY = 200_000
"""Names kept, or words: those of every mention of a large run, so that none is cleaned twice."""
_Made = TypeVar("_Made")
_Held = TypeVar("_Held", bound=dict[Any, Any])
_KEPT: "list[_lru_cache_wrapper[object]]" = []
_HELD: list[dict[Any, Any]] = []


def kept(function: Callable[..., _Made]) -> "_lru_cache_wrapper[_Made]":
    """A pure function that answers a question once, until `forget`."""
    made = lru_cache(maxsize=MANY)(function)
    _KEPT.append(made)
    return made


def kept_by(held: _Held) -> _Held:
    """What holds answers that were made many at once, until `forget`."""
    _HELD.append(held)
    return held


def forget() -> None:
    """Drops all that was kept: nothing is compared any more."""
    for held in _HELD:
        held.clear()
    for one in _KEPT:
        one.cache_clear()
