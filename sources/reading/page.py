"""A snapshot as a reader sees it: text lines in reading order, each knowing where in the markup it stands.

Only door to lxml and w3lib.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
from w3lib.encoding import html_to_unicode

from schemas.errors import SourceChanged
from schemas.records import Snapshot
from sources.reading.grid import columns_of
from sources.reading.regions import region_of
from sources.text import clean

_BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol option p pre section summary table tbody td "
    "tfoot th thead tr ul".split()
)
_SOFT = frozenset("a b strong label".split())
_NAME_TAGS = frozenset("h1 h2 h3 h4 h5 h6 dt th summary caption figcaption legend strong b".split())
_SKIPPED = frozenset("head script style template svg noscript select iframe object textarea title meta link".split())
_MARKUP = re.compile(r"<(?:!doctype|html|body|div|p|li|ul|ol|dl|h[1-6]|table|br|span|script|section|article|main)\b", re.I)
_PAIRED = ("div", "ul", "ol", "dl", "table", "section", "article", "main", "script")
_STATE_CLASSES = frozenset("odd even first last active current show open collapsed alt selected visible hidden".split())
_NAME_CLASS = re.compile(r"(?:^|[-_])(?:name|nom|title|titre|fn|org|heading)(?:$|[-_])", re.I)


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
class Page:
    """All that was visible (`lines`, `blocks` of running text) and the decoded markup for structured data."""

    lines: tuple[Line, ...]
    blocks: tuple[str, ...]
    scripts: tuple[str, ...]
    attributes: tuple[dict[str, str], ...]


def open_page(snapshot: Snapshot) -> Page:
    """Decode and flatten a page (HTML, JSON or plain text). Raises SourceChanged when it is cut or has no text."""
    text = decode(snapshot)
    if not text.strip():
        raise SourceChanged(f"{snapshot.source}: the page is empty ({len(snapshot.body)} bytes).")
    if text.lstrip()[:1] in "{[" and not _MARKUP.search(text[:2000]):
        return Page((), (), (text,), ())
    if not _MARKUP.search(text):
        text = _as_markup(text)
    elif _is_cut(text):
        raise SourceChanged(f"{snapshot.source}: the page is cut short: its markup is never closed.")
    return _flatten(text)


def decode(snapshot: Snapshot) -> str:
    """Text of the body: byte-order mark, then HTTP header, then <meta>, then UTF-8, then windows-1252."""
    _, text = html_to_unicode(snapshot.content_type or None, snapshot.body, auto_detect_fun=_guess_charset)
    return text.lstrip("\ufeff").replace("\x00", "")


def _guess_charset(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _as_markup(text: str) -> str:
    """Plain text as paragraphs: blank lines part them, single line ends break them."""
    paragraphs = re.split(r"\n[^\S\n]*\n+", text.replace("\r\n", "\n").replace("\r", "\n"))
    broken = ("<br>".join(html.escape(_undress(line)) for line in p.split("\n") if line.strip()) for p in paragraphs)
    return "<html><body>" + "".join(f"<p>{p}</p>" for p in broken if p) + "</body></html>"


def _undress(line: str) -> str:
    """A line of plain text without list bullets or the marks of light markup."""
    return re.sub(r"^\s*(?:[-*•·‣▪–]\s+|#{1,6}\s+)|\*\*|__", "", line)


def _is_cut(text: str) -> bool:
    """True when <html> or <body> is opened and never closed, and some container is not closed either."""
    low = re.sub(r"<!--.*?-->", "", text, flags=re.S).lower()
    if "</html" in low or "</body" in low or not re.search(r"<(?:html|body)\b", low):
        return False
    unbalanced = any(len(re.findall(rf"<{t}\b", low)) > len(re.findall(rf"</{t}\b", low)) for t in _PAIRED)
    return unbalanced or not low.rstrip().endswith(">")


def _flatten(text: str) -> Page:
    tree = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    elements = list(tree.iter())  # kept alive: lxml elements are equal only while their proxies live
    columns = {cell: n for table in elements if table.tag == "table" for cell, n in columns_of(table).items()}
    walk = _Walk({element: number for number, element in enumerate(elements)}, columns)
    walk.enter(tree, "")
    scripts = tuple(e.text or "" for e in elements if e.tag == "script" and (e.text or "").strip())
    attributes = tuple(_data_of(e) for e in elements if isinstance(e.tag, str) and _data_of(e))
    return Page(tuple(walk.lines()), tuple(walk.blocks()), scripts, attributes)


def _data_of(element: lxml.html.HtmlElement) -> dict[str, str]:
    return {k[5:]: v for k, v in element.attrib.items() if k.startswith("data-") and v.strip()}


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of text and its element, or (with no text) a cut: 1 within a block, 2 at a line end, 3 at a block."""

    text: str
    element: lxml.html.HtmlElement | None
    region: str = ""
    cut: int = 0
    link: str = ""


class _Walk:
    """Depth-first through the tree, leaving runs of text and cuts."""

    def __init__(self, numbers: dict[lxml.html.HtmlElement, int], columns: dict[lxml.html.HtmlElement, int]) -> None:
        self._numbers, self._columns = numbers, columns
        self._runs: list[_Run] = []

    def enter(self, element: lxml.html.HtmlElement, region: str) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return
        region = region or region_of(element)
        cut = 3 if tag in _BLOCKS else 2 if tag == "br" else 1 if tag in _SOFT or "-" in tag else 0
        self._cut(cut)
        if tag == "a" and element.get("href"):
            self._runs.append(_Run("", element, region, 0, element.get("href", "").strip()))
        self._text(element.text, element, region)
        parted = _parted(element)
        for child in element:
            self._cut(1 if parted else 0)
            self.enter(child, region)
            self._text(child.tail, element, region)
        self._cut(cut)

    def _cut(self, level: int) -> None:
        if level:
            self._runs.append(_Run("", None, cut=level))

    def _text(self, text: str | None, element: lxml.html.HtmlElement, region: str) -> None:
        if text:
            glue = " " if self._runs and _touching(self._runs[-1], text, element) else ""
            self._runs.append(_Run(glue + text, element, region))

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

    def _line(self, text: str, links: tuple[str, ...], held: list[_Run], seen: set[int]) -> Line:
        paths = [_path(run.element) for run in held]
        common = [e for depth, e in enumerate(paths[0]) if all(len(p) > depth and p[depth] is e for p in paths)]
        block = max((d for d, e in enumerate(common) if e.tag in _BLOCKS), default=0)
        owner = self._numbers[common[block]]
        first = owner not in seen
        seen.add(owner)
        signature = ">".join(_step(e, self._columns.get(e)) for e in common) + ("" if first else "+")
        numbers = tuple(self._numbers[e] for e in common)
        return Line(text, signature, _rank(common, first), numbers, owner, held[0].region, links)


def _path(element: lxml.html.HtmlElement | None) -> list[lxml.html.HtmlElement]:
    path: list[lxml.html.HtmlElement] = []
    while element is not None:
        path.append(element)
        element = element.getparent()
    return path[::-1]


def _step(element: lxml.html.HtmlElement, cell: int | None) -> str:
    """Tag and lasting classes: those with digits or that tell a state change from card to card. Cells say their column."""
    classes = sorted(c for c in element.get("class", "").split() if not _volatile(c))
    column = f"[{cell}]" if cell is not None else ""
    prop = f"@{element.get('itemprop')}" if element.get("itemprop") else ""
    return ".".join([str(element.tag), *classes]) + prop + column


def _volatile(token: str) -> bool:
    return token in _STATE_CLASSES or token.removeprefix("is-") in _STATE_CLASSES or any(c.isdigit() for c in token)


def _rank(path: list[lxml.html.HtmlElement], first: bool) -> int:
    """How much the tags say "this is a name": headings 6, emphasis and terms 5, links 4, first cells 3, first lines 2."""
    near = path[-3:]
    if any(re.fullmatch(r"h[1-6]", str(e.tag)) for e in path) or any(_named(e) for e in near):
        return 6
    if any(e.tag in _NAME_TAGS or e.tag == "button" for e in near):
        return 5
    if any(e.tag == "a" for e in near):
        return 4
    cell = next((e for e in reversed(path) if e.tag == "td"), None)
    if cell is not None and not list(cell.itersiblings("td", "th", preceding=True)):
        return 3
    return 2 if first else 1


def _named(element: lxml.html.HtmlElement) -> bool:
    return element.get("itemprop") == "name" or any(_NAME_CLASS.search(c) for c in element.get("class", "").split())


def _parted(element: lxml.html.HtmlElement) -> bool:
    """True when an element only holds spans of different kinds: a style sheet shows each on a line of its own."""
    spans = [e for e in element if isinstance(e.tag, str) and e.tag != "br" and e.text_content().strip()]
    if len(spans) < 2 or any(e.tag in _BLOCKS or e.tag in _SOFT for e in spans) or element.tag in _NAME_TAGS:
        return False
    bare = (element.text or "") + "".join(e.tail or "" for e in element)
    kinds = {(e.get("class", ""), e.get("itemprop", ""), e.get("style", "")) for e in spans}
    return not re.search(r"\w", bare) and len(kinds) > 1


def _touching(before: _Run, text: str, element: lxml.html.HtmlElement) -> bool:
    """True when two elements' texts would run together ("AGAPI4 Rue"): only a drop capital is meant so."""
    if not before.text or before.element is element or not text[:1].isalnum() or not before.text[-1:].isalnum():
        return False
    return not (text[0].islower() and before.text[-1].isalpha())
