"""Python's search for garbage in cycles, made rarer while a run works: it holds millions of cells that are in none."""

import contextlib
import gc
from collections.abc import Iterator

_EVERY = 100_000
"""Objects made and kept between two searches, instead of some hundreds."""


@contextlib.contextmanager
def seldom_searched() -> Iterator[None]:
    """Within the block, what was there before is not searched at all, and what is new seldom; afterwards all is as before."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_EVERY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
