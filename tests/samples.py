"""How much of a sweep is tried: a sample by default, all of it with CRECHES_FULL=1."""

import os

from hypothesis import settings

FULL = bool(os.environ.get("CRECHES_FULL"))


def examples(some: int, every: int) -> settings:
    """So many examples of a property; `some` is enough to find the faults that were planted when it was chosen."""
    return settings(max_examples=every if FULL else some, deadline=None)
