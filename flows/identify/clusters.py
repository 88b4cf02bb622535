"""Which mentions are of the same thing: joined one likeness at a time, the surest first, and never across a difference."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

from flows.identify.compare import Verdict, compare
from flows.identify.compare.traits import Traits

Pair = tuple[int, int]


class Node(NamedTuple):
    """One mention, or one row of the last release (`traits.source` is ''), with the id that its reference has already."""

    traits: Traits
    known: str = ""
    """Id under which its reference, or the row itself, is known; '' for a newcomer."""
    own: bool = False
    """Whether that id was computed from this very reference."""
    carried: bool = False
    """Whether its source was not had: it says what the last release knew."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided, by places in the list of nodes."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()


class Asked(NamedTuple):
    """Two clusters that may be one, or one that may be two (`strained`): the pair of nodes that raises the question."""

    pair: Pair
    verdict: Verdict
    strained: bool = False


@dataclass(frozen=True, slots=True)
class Clustered:
    """`labels`: the cluster of each node, the lowest place in it. `asked`: what a person must say, one a pair of clusters."""

    labels: tuple[int, ...]
    asked: tuple[Asked, ...]


def clusters(nodes: Sequence[Node], pairs: Iterable[Pair], decided: Decided) -> Clustered:
    """The clusters of nodes of one table. `pairs` are those worth comparing.

    A decision goes first, then an id known already, then likenesses by strength. Mentions of one source with two
    references are two things, unless a strong key or a decision says otherwise.
    """
    settled = decided.same | decided.different
    verdicts = {(a, b): compare(nodes[a].traits, nodes[b].traits) for a, b in pairs if (a, b) not in settled}
    groups = _Groups(len(nodes), _forbidden(nodes, verdicts, decided))
    for a, b in sorted(decided.same):
        groups.join(a, b, even_across=True)
    for members in _by_id(nodes):
        _rejoin(groups, members, decided.different)
    alike = sorted((-v.strength, pair) for pair, v in verdicts.items() if v.outcome == "meme")
    for strength, (a, b) in alike:
        if -strength >= STRONG:
            groups.join(a, b)
    weak = [pair for strength, pair in alike if -strength < STRONG]
    torn = _torn(weak, groups)
    verdicts |= {pair: replace(verdicts[pair], outcome="demander") for pair in torn}
    for a, b in weak:
        if (a, b) not in torn:
            groups.join(a, b)
    labels = tuple(groups.root(i) for i in range(len(nodes)))
    return Clustered(labels, tuple(_questions(nodes, labels, verdicts, groups)))


def _torn(weak: Sequence[Pair], groups: "_Groups") -> set[Pair]:
    """Likenesses of one thing to two that are different: to which of them it belongs, only a person knows."""
    beside: dict[int, dict[int, set[Pair]]] = {}
    for a, b in weak:
        one, other = groups.root(a), groups.root(b)
        if one != other and not groups.apart(one, other):
            beside.setdefault(one, {}).setdefault(other, set()).add((a, b))
            beside.setdefault(other, {}).setdefault(one, set()).add((a, b))
    torn: set[Pair] = set()
    for others in beside.values():
        for x, y in combinations(sorted(others), 2):
            torn |= others[x] | others[y] if groups.apart(x, y) else set()
    return torn


def _forbidden(nodes: Sequence[Node], verdicts: Mapping[Pair, Verdict], decided: Decided) -> Callable[[Pair], bool]:
    """Which pairs no chain of likenesses may join. A place that moved twice has three numbers, the first and last unlike."""
    moves = _Groups(len(nodes), lambda _: False)
    for a, b in (pair for pair, verdict in verdicts.items() if verdict.rule == SUCCESSION):
        moves.join(a, b)

    far: dict[Pair, Verdict] = {}  # pairs that were not worth comparing by themselves still part two groups

    def forbidden(pair: Pair) -> bool:
        verdict = verdicts.get(pair) or far.get(pair)
        if verdict is None:
            verdict = far[pair] = compare(nodes[pair[0]].traits, nodes[pair[1]].traits)
        if pair in decided.different:
            return True
        if moves.root(pair[0]) == moves.root(pair[1]):
            return False
        if verdict.forbids and pair not in decided.same:
            return True
        sources = {nodes[i].traits.source for i in pair}
        sure = verdict.outcome == "meme" and verdict.strength >= STRONG
        return len(sources) == 1 and sources != {""} and not sure and pair not in decided.same

    return forbidden


SUCCESSION = "succession_siret"
STRONG = 3
"""Strength of a verdict that rests on a key: SIREN, SIRET, succession."""


class _Groups:
    """Union-find that refuses a union across a forbidden pair."""

    def __init__(self, count: int, forbidden: Callable[[Pair], bool]) -> None:
        self._parent = list(range(count))
        self._members = {i: [i] for i in range(count)}
        self._forbidden = forbidden

    def root(self, i: int) -> int:
        """The lowest place in the group of a node."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def across(self, a: int, b: int, pairs: frozenset[Pair]) -> bool:
        """Whether one of some pairs has a side in each group."""
        ours, theirs = set(self._of(a)), set(self._of(b))
        return any((x in ours and y in theirs) or (x in theirs and y in ours) for x, y in pairs)

    def forbids(self, pair: Pair) -> bool:
        """Whether a pair is forbidden by itself."""
        return self._forbidden(pair)

    def apart(self, a: int, b: int, but: Pair | None = None) -> bool:
        """Whether two groups hold a forbidden pair, other than `but`."""
        pairs = ((min(x, y), max(x, y)) for x in self._of(a) for y in self._of(b))
        return any(self._forbidden(pair) for pair in pairs if pair != but)

    def join(self, a: int, b: int, even_across: bool = False) -> bool:
        """Makes two groups one, unless they are forbidden to be."""
        low, high = sorted((self.root(a), self.root(b)))
        if low != high and (even_across or not self.apart(low, high)):
            self._parent[high] = low
            self._members[low] += self._members.pop(high)
        return self.root(a) == self.root(b)

    def _of(self, i: int) -> list[int]:
        return self._members[self.root(i)]


def _by_id(nodes: Sequence[Node]) -> Iterator[list[int]]:
    """Nodes of one known id, that from whose reference it was computed first."""
    found: dict[str, list[int]] = {}
    for i, node in enumerate(nodes):
        if node.known:
            found.setdefault(node.known, []).append(i)
    for _, members in sorted(found.items()):
        yield sorted(members, key=lambda i: (not nodes[i].own, i))


def _rejoin(groups: _Groups, members: list[int], different: frozenset[Pair]) -> None:
    """What was one stays one, whatever has changed since, unless a person decided otherwise."""
    kept: list[list[int]] = []
    for i in members:
        room = next((g for g in kept if not groups.across(g[0], i, different)), None)
        if room is None:
            kept.append([i])
        else:
            groups.join(room[0], i, even_across=True)
            room.append(i)


def _questions(
    nodes: Sequence[Node], labels: Sequence[int], verdicts: Mapping[Pair, Verdict], groups: _Groups
) -> Iterator[Asked]:
    """One question a pair of clusters: the likeliest. None where something keeps them apart."""
    asked: dict[Pair, Asked] = {}
    for (a, b), verdict in verdicts.items():
        one, told_by_one = labels[a] == labels[b], nodes[a].traits.source == nodes[b].traits.source != ""
        heard = all(nodes[i].traits.source and not nodes[i].carried for i in (a, b))
        if one and groups.forbids((a, b)) and heard and not told_by_one:
            asked.setdefault((labels[a], labels[a]), Asked((a, b), verdict, True))
        if one or verdict.outcome == "different" or told_by_one or groups.apart(a, b, but=(a, b)):
            continue
        key = (min(labels[a], labels[b]), max(labels[a], labels[b]))
        if key not in asked or asked[key].verdict.strength < verdict.strength:
            asked[key] = Asked((a, b), verdict)
    yield from (asked[key] for key in sorted(asked))
