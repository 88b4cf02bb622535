"""The elements of a page as plain objects. Only door to lxml."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.etree
import lxml.html


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
