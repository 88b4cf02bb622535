"""What the verdicts are worth: counted by kind, and held against the targets."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple
from unittest.mock import patch

from flows.identify import clusters as joined
from flows.identify.compare import Verdict, compare
from flows.identify.compare.blocks import pairs as blocked
from flows.identify.compare.traits import Traits
from tests.matching.world import Mention, Pair

Judge = Callable[[Traits, Traits], Verdict]
Blocks = Callable[[Sequence[Traits]], Iterator[tuple[int, int]]]
OUTCOMES = ("meme", "demander", "different")
LEAST_PAIRS = 500
LEAST_FOUND = 97.0
MOST_ASKED = 10.0


class Target(NamedTuple):
    """One thing that must hold, with its figure."""

    name: str
    figure: str
    held: bool


class Judged(NamedTuple):
    """A labelled pair and what was said of it."""

    pair: Pair
    verdict: Verdict

    @property
    def wrong(self) -> bool:
        """Merged though two, or kept apart though one."""
        return self.verdict.outcome == ("different" if self.pair.same else "meme")


class Together(NamedTuple):
    """All mentions put in one list, as a run does."""

    compared: int
    """Pairs that blocks give."""
    reached: int
    to_reach: int
    """True pairs that blocks give, and all of them."""
    false_merges: int
    """Pairs that are two and were said to be one."""
    mixed: int
    """Clusters that hold two things, however long the chain of likenesses between them."""


def judged(pairs: Sequence[Pair], judge: Judge = compare) -> list[Judged]:
    """Every pair judged, in the order it has."""
    return [Judged(pair, judge(pair.a.traits, pair.b.traits)) for pair in pairs]


def together(pairs: Sequence[Pair], judge: Judge = compare, blocks: Blocks = blocked) -> Together:
    """Every mention among all the others, each of a source of its own: nothing but `compare` keeps them apart."""
    whole = [
        _together([one for pair in pairs for one in (pair.a, pair.b) if one.traits.table == table], judge, blocks)
        for table in ("gestionnaires", "etablissements")
    ]
    wanted = {frozenset((pair.a, pair.b)) for pair in pairs if pair.same and pair.a != pair.b}
    reached = len(wanted & set().union(*(reached for reached, _ in whole)))
    numbers = [sum(column) for column in zip(*(counts for _, counts in whole), strict=True)]
    return Together(numbers[0], reached, len(wanted), *numbers[1:])


def _together(
    mentions: Sequence[Mention], judge: Judge, blocks: Blocks
) -> tuple[set[frozenset[Mention]], tuple[int, int, int]]:
    mentions = list(dict.fromkeys(mentions))
    traits = [replace(one.traits, source=f"s{i}") for i, one in enumerate(mentions)]
    found = list(blocks(traits))
    said = {(i, j): judge(traits[i], traits[j]).outcome for i, j in found}
    false = sum(said[i, j] == "meme" and mentions[i].entity != mentions[j].entity for i, j in found)
    with patch.object(joined, "compare", judge):
        labels = joined.clusters([joined.Node(t) for t in traits], found, joined.Decided()).labels
    grouped = defaultdict(set)
    for label, one in zip(labels, mentions, strict=True):
        grouped[label].add(one.entity)
    mixed = sum(len(entities) > 1 for entities in grouped.values())
    return {frozenset((mentions[i], mentions[j])) for i, j in found}, (len(found), false, mixed)


def table(rows: Sequence[Judged]) -> list[str]:
    """The counts by kind, true pairs first, one line each."""
    lines = [f"{'kind':<26}{'label':<11}{'pairs':>6}{'meme':>7}{'demander':>10}{'different':>11}"]
    for kind, same in dict.fromkeys((row.pair.kind, row.pair.same) for row in rows):
        counts = Counter(row.verdict.outcome for row in rows if row.pair.kind == kind)
        told = f"{sum(counts.values()):>6}{counts['meme']:>7}{counts['demander']:>10}{counts['different']:>11}"
        lines.append(f"{kind:<26}{'same' if same else 'different':<11}{told}")
    return lines


def wrong(rows: Sequence[Judged]) -> list[str]:
    """Each wrong verdict in one line, false merges first."""
    said = sorted((row for row in rows if row.wrong), key=lambda row: row.pair.same)
    return [f"{row.pair.kind}: {_seen(row.pair.a)} / {_seen(row.pair.b)}: {row.verdict.rule}" for row in said]


def _seen(one: Mention) -> str:
    t = one.traits
    return f"{'|'.join(t.noms)!r} [{t.adresse or '-'}, {t.code_postal or '-'}]"


def targets(rows: Sequence[Judged], whole: Together) -> list[Target]:
    """The targets with their figures."""
    true, false = ([row.verdict.outcome for row in rows if row.pair.same == same] for same in (True, False))
    found, asked = _share(true, "meme", "demander"), _share(false, "demander")
    merges = false.count("meme")
    blocked, far = (
        f"{whole.reached} of {whole.to_reach} (all)",
        f"{whole.false_merges} of {whole.compared} comparisons (none)",
    )
    return [
        Target("labelled pairs", f"{len(rows)} (at least {LEAST_PAIRS})", len(rows) >= LEAST_PAIRS),
        Target("false merges", f"{merges} of {len(false)} (none)", merges == 0 and bool(false)),
        Target(
            "true pairs merged or asked",
            f"{found:.1f} % of {len(true)} (at least {LEAST_FOUND} %)",
            found >= LEAST_FOUND,
        ),
        Target("needless questions", f"{asked:.1f} % of {len(false)} (at most {MOST_ASKED} %)", asked <= MOST_ASKED),
        Target("true pairs that blocks reach", blocked, whole.reached == whole.to_reach),
        Target("false merges among all mentions", far, whole.false_merges == 0),
        Target("clusters that mix two things", f"{whole.mixed} (none)", whole.mixed == 0),
    ]


def summary(rows: Sequence[Judged], held: Sequence[Target]) -> str:
    """One line for the whole."""
    merged = _share([row.verdict.outcome for row in rows if row.pair.same], "meme")
    missed = [target.name for target in held if not target.held]
    told = f"{len(rows)} pairs, {'; '.join(f'{t.name} {t.figure}' for t in held[1:4])}; {merged:.1f} % of true pairs merged"
    return f"{'FAIL' if missed else 'PASS'}: {told}" + (f"; missed: {', '.join(missed)}" if missed else "")


def _share(outcomes: Sequence[str], *wanted: str) -> float:
    return 100 * sum(outcome in wanted for outcome in outcomes) / len(outcomes) if outcomes else 0.0
