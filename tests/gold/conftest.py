"""A small gold set, made the way the whole one is."""

import pytest

from tests.gold.cases import Gold, gold


@pytest.fixture(scope="session")
def small() -> Gold:
    """Without an engine: the questions, their truth and what would be loaded."""
    return gold(seed=7, present=330, absent=60, a_kind=40)
