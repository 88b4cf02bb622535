"""The elements of a page as plain objects. Only door to lxml."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import lxml.etree
import lxml.html

Element = lxml.etree._Element
"""An element as lxml has it: for the readers of many pages, which have no time to make plain objects of whole pages."""


class _Own(threading.local):
    """Parser and compiled paths of one thread: lxml lets one thread at a time use either."""

    def __init__(self) -> None:
        self.parser = lxml.etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
        self.paths: dict[str, lxml.etree.XPath] = {}


_OWN = _Own()


@dataclass(eq=False, slots=True)
class Node:
    """One element: its text before the first child, its tail after its own end. A comment has no tag and no text."""

    tag: str
    attributes: dict[str, str]
    text: str
    tail: str
    number: int
    """Position in the document, from 0."""
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    def get(self, key: str) -> str:
        """An attribute, '' when it is not there."""
        return self.attributes.get(key, "")

    def iter(self) -> Iterator["Node"]:
        """This element and all inside it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def ancestors(self) -> Iterator["Node"]:
        """The elements around this one, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def path(self) -> list["Node"]:
        """From the root down to this element."""
        return [*reversed(list(self.ancestors())), self]

    def whole_text(self) -> str:
        """All text inside."""
        return "".join(node.text + (node.tail if node is not self else "") for node in self.iter())


def parse_html(text: str) -> Node:
    """The root element of a page, however broken. Raises ValueError when there is no element at all."""
    try:
        root = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except lxml.etree.LxmlError as error:
        raise ValueError(f"no element in the page: {error}") from error
    nodes: dict[lxml.etree._Element, Node] = {}
    for number, element in enumerate(root.iter()):
        parent = element.getparent()
        node = _node(element, number, nodes[parent] if parent is not None else None)
        nodes[element] = node
        if node.parent is not None:
            node.parent.children.append(node)
    return nodes[root]


def _node(element: lxml.etree._Element, number: int, parent: Node | None) -> Node:
    if not isinstance(element.tag, str):  # a comment or a processing instruction
        return Node("", {}, "", element.tail or "", number, parent)
    attributes = {str(key): str(value) for key, value in element.attrib.items()}
    return Node(element.tag, attributes, element.text or "", element.tail or "", number, parent)


def parse_bytes(body: bytes) -> Element:
    """The root element of a page in UTF-8, comments left out. Raises ValueError when there is no element at all."""
    try:
        root: Element | None = lxml.etree.fromstring(body, _OWN.parser)
    except lxml.etree.LxmlError as error:
        raise ValueError(f"no element in the page: {error}") from error
    if root is None:
        raise ValueError("no element in the page")
    return root


def select(root: Element, path: str) -> list[Element]:
    """The elements of an XPath, in document order; each path is compiled once a thread."""
    compiled = _OWN.paths.get(path)
    if compiled is None:
        compiled = _OWN.paths[path] = lxml.etree.XPath(path)
    found: Any = compiled(root)
    elements: list[Element] = found
    return elements


def written(element: Element) -> bytes:
    """An element as HTML in UTF-8, without what follows it."""
    text: bytes = lxml.etree.tostring(element, method="html", encoding="utf-8", with_tail=False)
    return text


def hrefs(text: str) -> list[str]:
    """Where the links of a page lead, as written, in reading order. Raises ValueError when there is no element."""
    root = parse_bytes(text.encode("utf-8", "replace"))
    return [str(element.get("href")) for element in select(root, "//a[@href]")]


def texts(body: bytes) -> Iterator[tuple[str, str]]:
    """(name without its namespace, text) of each element of an XML document, in order. Raises ValueError when it is none."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = lxml.etree.fromstring(body, parser)
    except lxml.etree.LxmlError as error:
        raise ValueError(f"no XML document: {error}") from error
    for element in root.iter("*"):
        yield str(element.tag).rpartition("}")[2], element.text or ""
