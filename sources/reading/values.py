"""The values of elements of known classes, as one page has them: which elements, their raw text, and what that says."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from sources.reading.tree import Element, select

_LINE_ENDS = frozenset({"br", "p", "div", "li"})
_SCHEMES = ("mailto:", "tel:")


class Field(NamedTuple):
    """Where a value stands: an element inside that of the class (''), an attribute of it (''), and what it is for."""

    name: str
    inner: str
    attribute: str


class Plan(NamedTuple):
    """What a descriptor says, ready for many pages: a path to the elements with a class, and what each class holds."""

    path: str
    fields: Mapping[str, tuple[Field, ...]]


def raws(root: Element, plan: Plan) -> Iterator[tuple[Field, str]]:
    """The raw text of each value, in reading order. Of an address, a line end is where a line ends, and nothing else."""
    for element in select(root, plan.path):
        for name in (element.get("class") or "").split():
            for field in plan.fields.get(name, ()):
                inner = next(element.iter(field.inner), None) if field.inner else element
                if inner is not None:
                    yield field, _raw(inner, field)


def _raw(element: Element, field: Field) -> str:
    if field.attribute:
        return element.get(field.attribute) or ""
    return _lines(element) if field.name == "adresse" else _text(element)


def said(field: Field, raw: str) -> str:
    """What a raw text says, blanks collapsed: the lines of an address, an attribute without its scheme."""
    if field.attribute:
        return _unschemed(" ".join(raw.split()))
    if field.name != "adresse":
        return " ".join(raw.split())
    lines = [" ".join(line.split()) for line in raw.split("\n")]
    return "\n".join([line for line in lines if line])


def _unschemed(text: str) -> str:
    for scheme in _SCHEMES:
        if text[: len(scheme)].lower() == scheme:
            return unquote(text[len(scheme) :].partition("?")[0])
    return text


def _text(element: Element) -> str:
    if not len(element):
        return element.text or ""
    inside: Any = element.itertext()
    return "".join(inside)


def _lines(element: Element) -> str:
    """The text inside, parted where lines end."""
    parts: list[str] = []
    for inner in element.iter():
        ends = inner.tag in _LINE_ENDS and inner is not element
        parts += ["\n" if ends else "", _flat(inner.text)]
        if inner is not element:
            parts += ["\n" if ends else "", _flat(inner.tail)]
    return "".join(parts)


def _flat(text: str | None) -> str:
    return text.replace("\n", " ") if text else ""
