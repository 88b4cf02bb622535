"""A page's text cut into lines in reading order, each knowing where in the markup it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sources.reading.marks import BLOCKS, Steps, is_apart, is_parted, rank
from sources.reading.regions import Regions
from sources.reading.tree import Node
from sources.reading.words import words
from sources.text import clean

_SKIPPED = words("head script style template svg noscript select iframe object textarea title meta link")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text and its place: tag path (`signature`), enclosing elements, how name-like its tag is (`rank`)."""

    text: str
    signature: str
    rank: int
    ancestors: tuple[int, ...]
    block: int
    region: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of text and its element, or (with no element) a cut: 1 within a block, 2 at a line end, 3 at a block."""

    text: str
    element: Node | None
    region: str = ""
    cut: int = 0
    link: str = ""


class Walk:
    """Depth-first through the tree, leaving runs of text and cuts."""

    def __init__(self, root: Node) -> None:
        nodes = list(root.iter())
        self._steps, self._regions = Steps(nodes), Regions(nodes)
        self._runs: list[_Run] = []
        self._enter(root, "", False)

    def _enter(self, node: Node, region: str, typed: bool) -> None:
        """`typed` is True inside <pre>, where a line end is one."""
        if not node.tag or node.tag in _SKIPPED:
            return
        region, typed = region or self._regions.of(node), typed or node.tag == "pre"
        cut = 3 if node.tag in BLOCKS else 2 if node.tag == "br" else 1 if is_apart(node) else 0
        self._cut(cut)
        if node.tag == "a" and node.get("href"):
            self._runs.append(_Run("", node, region, 0, node.get("href").strip()))
        self._text(node.text, node, region, typed)
        parted = is_parted(node)
        for child in node.children:
            self._cut(1 if parted else 0)
            self._enter(child, region, typed)
            self._text(child.tail, node, region, typed)
        self._cut(cut)

    def _cut(self, level: int) -> None:
        if level:
            self._runs.append(_Run("", None, cut=level))

    def _text(self, text: str, node: Node, region: str, typed: bool) -> None:
        for number, part in enumerate(text.split("\n") if typed else [text]):
            self._cut(2 if number else 0)
            if part:
                glue = " " if self._runs and _touching(self._runs[-1], part, node) else ""
                self._runs.append(_Run(glue + part, node, region))

    def _groups(self, level: int) -> Iterator[list[_Run]]:
        group: list[_Run] = []
        for run in self._runs:
            if run.cut >= level:
                yield group
                group = []
            elif not run.cut:
                group.append(run)
        yield group

    def blocks(self) -> Iterator[str]:
        """Running text, block by block."""
        for group in self._groups(2):
            text = clean("".join(run.text for run in group))
            if text:
                yield text

    def lines(self) -> Iterator[Line]:
        """Lines, cut at blocks, line ends, links and emphasis."""
        seen: set[int] = set()
        for group in self._groups(1):
            text = clean("".join(run.text for run in group))
            links = tuple(run.link for run in group if run.link)
            held = [run for run in group if run.text.strip()] or [run for run in group if run.link]
            if held and (text or links):
                yield self._line(text, links, held, seen)

    def _line(self, text: str, links: tuple[str, ...], held: Sequence[_Run], seen: set[int]) -> Line:
        paths = [run.element.path() for run in held if run.element is not None]
        common = [e for depth, e in enumerate(paths[0]) if all(len(p) > depth and p[depth] is e for p in paths)]
        block = max((d for d, e in enumerate(common) if e.tag in BLOCKS), default=0)
        owner = common[block].number
        first = owner not in seen
        seen.add(owner)
        signature = ">".join(self._shared_steps(paths, len(common))) + ("" if first else "+")
        numbers = tuple(e.number for e in common)
        return Line(text, signature, rank(common, first), numbers, owner, held[0].region, links)

    def _shared_steps(self, paths: Sequence[Sequence[Node]], common: int) -> Iterator[str]:
        """The steps to the common element, and on where all runs stand in elements that look the same."""
        for depth, node in enumerate(paths[0]):
            step = self._steps.of(node)
            if depth >= common and any(len(p) <= depth or self._steps.of(p[depth]) != step for p in paths):
                return
            yield step


def _touching(before: _Run, text: str, element: Node) -> bool:
    """True when two elements' texts would run together ("AGAPI4 Rue"): only a drop capital is meant so."""
    if not before.text or before.element is element or not text[:1].isalnum() or not before.text[-1:].isalnum():
        return False
    return not (text[0].islower() and before.text[-1].isalpha())
