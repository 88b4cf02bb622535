"""Pairs inside one commune, less those that surely are two: found by what mentions share, not by trying each with each.

A large town has hundreds of nurseries, hence tens of thousands of pairs, nearly all of names that have nothing in common.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product

from flows.identify.clusters import Pair
from flows.identify.compare.many_names import Named

Group = Sequence[int]
"""Places of mentions of one commune, each once."""
FEW = 3
"""Mentions of a commune up to which every pair is tried: there are fewer pairs than keys."""


def neighbours(group: Group, named: Callable[[int], Named | None], said: Callable[[int], Iterable[str]]) -> set[Pair]:
    """The pairs of a commune that `suspects.Looked.two` does not call two, and some that it does.

    `named`: the name of one, None where more than its name and contacts counts. `said`: its numbers and contacts.
    """
    if len(group) <= FEW:
        return set(_each(group))
    cores = {i: core for i in group if (core := named(i)) and len(core.words) > 1}
    alone = [i for i in group if i not in cores]
    found = {(min(i, j), max(i, j)) for i in alone for j in group if i != j}
    contacts = ((value, i) for i in cores for value in said(i))
    names = ((name, i) for i, core in cores.items() for name in (f"joined {core.joined}", f"full {core.full}"))
    for keys in (contacts, names):
        found.update(pair for same in _by_key(keys) for pair in _each(same))
    return found | set(_of_names(cores))


def _of_names(cores: dict[int, Named]) -> Iterator[Pair]:
    """Pairs of names that share a word, or begin or end alike, but for those that only a number tells apart."""
    frames: dict[tuple[frozenset[str], bool], dict[str, list[int]]] = {}
    for i, core in cores.items():
        words, number = _frame(core)
        frames.setdefault((words, number != ""), {}).setdefault(number, []).append(i)
    for numbered in frames.values():
        yield from (pair for same in numbered.values() for pair in _each(same))
    members = [[i for same in numbered.values() for i in same] for numbered in frames.values()]
    keys = ((key, at) for at, some in enumerate(members) for key in {key for i in some for key in _marks(cores[i])})
    for one, other in {pair for alike in _by_key(keys) for pair in _each(alike)}:
        yield from ((min(pair), max(pair)) for pair in product(members[one], members[other]))


def _frame(core: Named) -> tuple[frozenset[str], str]:
    """The words of a name without its number, and that number; '' where it has none, several, or nothing else."""
    words = frozenset(core.words)
    numbers = [word for word in words if word.isdecimal()]
    if len(numbers) != 1 or len(words) == 1:
        return words, ""
    return words - {numbers[0]}, numbers[0]


def _marks(core: Named) -> Iterator[str]:
    """What two names have in common that are not sure to be strangers (`compare.strangers`)."""
    yield from core.words
    yield from (f"{core.joined[0]}-", f"-{core.joined[-2:]}", f"{core.full[:1]}--")


def _by_key(keys: Iterable[tuple[str, int]]) -> Iterable[list[int]]:
    groups: dict[str, list[int]] = {}
    for key, i in keys:
        groups.setdefault(key, []).append(i)
    return groups.values()


def _each(group: Group) -> Iterator[Pair]:
    """Every pair of a group."""
    return ((min(pair), max(pair)) for pair in combinations(group, 2))
