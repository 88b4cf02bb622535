"""The labelled set: so many pairs of every kind, true by construction."""

import random

from tests.matching.false_pairs import FALSE, RARE
from tests.matching.true_pairs import TRUE
from tests.matching.world import Pair, World

SEED = 20261126
A_KIND = 30


def labelled(seed: int = SEED, a_kind: int = A_KIND) -> list[Pair]:
    """The same pairs for the same numbers, of rare kinds a quarter as many; which of the two comes first is left to chance."""
    world = World(random.Random(seed))
    return [
        Pair(kind.__name__, same, *sorted(kind(world), key=lambda _: world.chance.random()))
        for kinds, same, number in ((TRUE, True, a_kind), (FALSE, False, a_kind), (RARE, False, -(-a_kind // 4)))
        for kind in kinds
        for _ in range(number)
    ]
