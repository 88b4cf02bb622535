"""What tags and classes say of a text: which elements are blocks, where it stands, how much it looks like a name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from sources.reading.grid import columns_of
from sources.reading.one_line import find_postcode, is_street
from sources.reading.tree import Node
from sources.reading.words import words
from sources.text import clean

BLOCKS = words(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol option p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
SOFT = words("a b strong label small")
_NAME_TAGS = words("h1 h2 h3 h4 h5 h6 dt th summary caption figcaption legend strong b")
_STATE_CLASSES = words("odd even first last active current show open collapsed alt selected visible hidden")
_BADGE = re.compile(
    r"(?:^|[-_])(?:badge|tag|label|pill|chip|num|number|year|annee|status|statut|type|sub|subtitle)(?:$|[-_])", re.I
)
_NAME_CLASS = re.compile(r"(?:^|[-_])(?:name|nom|title|titre|fn|org|heading)(?:$|[-_])", re.I)


class Steps:
    """The steps of an element's path in its signature: tag, lasting classes, column of a cell."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._columns = {cell: n for table in nodes if table.tag == "table" for cell, n in columns_of(table).items()}
        self._rare = _rare_classes(nodes)
        self._known: dict[Node, str] = {}

    def of(self, node: Node) -> str:
        """One step: `li.member`, `td[1]`, `span@name`."""
        if node not in self._known:
            self._known[node] = self._step(node)
        return self._known[node]

    def _step(self, node: Node) -> str:
        rare = self._rare.get(node, frozenset())
        classes = sorted(
            c for c in node.get("class").split() if re.fullmatch(r"[\w-]+", c) and not _volatile(c) and c not in rare
        )
        column = f"[{self._columns[node]}]" if node in self._columns else ""
        prop = f"@{node.get('itemprop')}" if node.get("itemprop") else ""
        return ".".join([node.tag, *classes]) + prop + column


def _volatile(token: str) -> bool:
    """Classes with digits, or that tell a state, change from card to card."""
    return token in _STATE_CLASSES or token.removeprefix("is-") in _STATE_CLASSES or any(c.isdigit() for c in token)


def _rare_classes(nodes: Iterable[Node]) -> dict[Node, frozenset[str]]:
    """Classes that only one card in four or fewer has, among cards side by side: "last", "featured", "no-border"."""
    rare: dict[Node, frozenset[str]] = {}
    for parent in nodes:
        cards: dict[str, list[Node]] = defaultdict(list)
        for child in parent.children:
            if any(inner.tag in BLOCKS for inner in child.children):
                cards[child.tag].append(child)
        for alike in cards.values():
            counts = Counter(token for card in alike for token in set(card.get("class").split()))
            few = frozenset(t for t, n in counts.items() if len(alike) >= 3 and n <= max(1, len(alike) // 4))
            rare.update((card, few) for card in alike if few)
    return rare


def rank(path: Sequence[Node], first: bool) -> int:
    """How much the tags say "this is a name": headings 6, emphasis and terms 5, links 4, first cells 3, first lines 2."""
    near = path[-3:]
    if any(re.fullmatch(r"h[1-6]", node.tag) for node in path) or any(_named(node) for node in near):
        return 6
    if any(node.tag in _NAME_TAGS or node.tag == "button" for node in near):
        return 5
    if any(node.tag == "a" for node in near):
        return 4
    cell = next((node for node in reversed(path) if node.tag == "td"), None)
    if cell is not None and cell.parent is not None and _cells(cell.parent)[0] is cell:
        return 3
    return 2 if first else 1


def _cells(row: Node) -> list[Node]:
    return [child for child in row.children if child.tag in ("td", "th")]


def _named(node: Node) -> bool:
    return node.get("itemprop") == "name" or any(_NAME_CLASS.search(c) for c in node.get("class").split())


def is_apart(node: Node) -> bool:
    """True for inline elements whose text is a line of its own: links, emphasis, badges, small print in a heading."""
    badge = node.tag == "span" and any(_BADGE.search(c) for c in node.get("class").split())
    return node.tag in SOFT or "-" in node.tag or badge


def is_parted(node: Node) -> bool:
    """True when an element only holds spans of different kinds: a style sheet shows each on a line of its own.

    Spans of one kind are parts of a sentence, unless one of them is a whole address.
    """
    spans = [child for child in node.children if child.tag and child.tag != "br" and child.whole_text().strip()]
    if len(spans) < 2 or any(e.tag in BLOCKS or e.tag in SOFT for e in spans) or node.tag in _NAME_TAGS:
        return False
    bare = node.text + "".join(child.tail for child in node.children)
    kinds = {(e.get("class"), e.get("itemprop"), e.get("style")) for e in spans}
    return not re.search(r"\w", bare) and (len(kinds) > 1 or _one_is_address([e.whole_text() for e in spans]))


def _one_is_address(texts: Sequence[str]) -> bool:
    """True when one text, and no other, is an address that begins as one, and none before it begins a street."""
    lines = [clean(text) for text in texts]
    held = [i for i, line in enumerate(lines) if find_postcode(line)]
    if len(held) != 1 or any(line[:1].isdigit() and is_street(line) for line in lines[: held[0]]):
        return False
    line = lines[held[0]]
    return len(line.split()) > 3 and (line[0].isdigit() or line[0].isupper())
