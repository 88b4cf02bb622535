"""Pages of one member each, whose values stand in elements of a known class: the descriptor names them, this reads them.

    [lecture]
    zone = "main"                  # the element that holds them; all the page without it
    [lecture.champs]
    nom = ".entry-title"           # the text of the element of that class
    adresse = ".adresse"           # its lines: streets, then postcode and town
    courriels = ".mail a@href"     # an attribute of an element in it

`nom` and `adresse` apart, the keys are the fields of `schemas.records.Record`.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote

from schemas.errors import SourceChanged, UsageError
from schemas.records import Record, Snapshot, Source
from sources.reading.alone import alone
from sources.reading.decoding import as_utf8, is_whole
from sources.reading.tree import Element, parse_bytes, select

_SELECTOR = re.compile(r"\.([\w-]+)(?: ([a-z][a-z0-9]*))?(?:@([a-z-]+))?")
_TOWN = re.compile(r"(\d{5})[\s,]+(\D.*)")
_LINE_ENDS = frozenset({"br", "p", "div", "li"})
_ONE = ("nom", "site_web", "capacite", "forme", "reference")
_MANY = ("telephones", "courriels")
_SCHEMES = ("mailto:", "tel:")


class _Field(NamedTuple):
    """Where a value stands: an element inside that of the class (''), an attribute of it (''), and what it is for."""

    name: str
    inner: str
    attribute: str


class _Plan(NamedTuple):
    """What a descriptor says, ready for many pages: a path to the elements with a class, and what each class holds."""

    path: str
    fields: dict[str, tuple[_Field, ...]]


def member(snapshot: Snapshot, source: Source, reference: str = "") -> Record:
    """The one member of a page. `reference`: its key, where the page's address holds it.

    Raises SourceChanged when the page is cut, has no name, or two different values where one is expected;
    UsageError when the descriptor cannot be understood.
    """
    body = as_utf8(snapshot)
    if not is_whole(body):
        raise SourceChanged(f"{source.id}: the page {snapshot.url} is cut short: its markup is never closed.")
    zone = str(source.lecture.get("zone", ""))
    plan, part = _plan(zone, _named(source)), alone(body, zone)
    found = _values(parse_bytes(body) if part is None else part, plan)

    def one(name: str) -> str:
        return _single(source, snapshot, name, found[name]) if name in found else ""

    def many(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(found[name])) if name in found else ()

    nom, key = one("nom"), reference or one("reference")
    if not nom:
        raise SourceChanged(f"{source.id}: the page {snapshot.url} has no name where [lecture.champs] says.")
    place, contacts = _address(one("adresse")), (many("telephones"), many("courriels"))
    return Record(nom, *place, *contacts, one("site_web"), one("capacite"), one("forme"), key)


def _named(source: Source) -> tuple[tuple[str, str], ...]:
    champs = source.lecture.get("champs", {})
    return tuple(champs.items()) if isinstance(champs, dict) else ()


@cache
def _plan(zone: str, champs: tuple[tuple[str, str], ...]) -> _Plan:
    """Raises UsageError."""
    fields: dict[str, tuple[_Field, ...]] = {}
    for name, selector in champs:
        parts = _SELECTOR.fullmatch(str(selector))
        if not parts or name not in (*_ONE, *_MANY, "adresse") or not re.fullmatch(r"[a-z0-9]*", zone):
            raise UsageError(
                f"[lecture.champs] {name} = {selector!r} (zone {zone!r}) is not understood: write a field of a record, and "
                '".class", ".class tag" or ".class tag@attribute"; zone is the name of a tag.'
            )
        fields[parts[1]] = (*fields.get(parts[1], ()), _Field(name, parts[2] or "", parts[3] or ""))
    return _Plan(f"//{zone}//*[@class]" if zone else "//*[@class]", fields)


def _values(root: Element, plan: _Plan) -> dict[str, list[str]]:
    """The values of each field, in reading order; the lines of an address parted by line ends."""
    found: dict[str, list[str]] = defaultdict(list)
    for element in select(root, plan.path):
        for name in (element.get("class") or "").split():
            for field in plan.fields.get(name, ()):
                value = _value(element, field)
                if value:
                    found[field.name].append(value)
    return found


def _value(element: Element, field: _Field) -> str:
    inner = next(element.iter(field.inner), None) if field.inner else element
    if inner is None:
        return ""
    if not field.attribute:
        return _lines(inner) if field.name == "adresse" else " ".join(_text(inner).split())
    text = " ".join((inner.get(field.attribute) or "").split())
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
    """The text inside, parted where lines end; blanks collapsed."""
    parts: list[str] = []
    for inner in element.iter():
        ends = inner.tag in _LINE_ENDS and inner is not element
        parts += ["\n" if ends else "", _flat(inner.text)]
        if inner is not element:
            parts += ["\n" if ends else "", _flat(inner.tail)]
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _flat(text: str | None) -> str:
    return text.replace("\n", " ") if text else ""


def _single(source: Source, snapshot: Snapshot, name: str, values: Sequence[str]) -> str:
    if len(set(values)) > 1:
        raise SourceChanged(
            f"{source.id}: the page {snapshot.url} has {len(values)} values of {name}, where one is expected."
        )
    return values[0]


def _address(text: str) -> tuple[str, str, str, str]:
    """The place as written on one line, street, postcode and town: the last line that begins with a postcode."""
    lines = text.split("\n") if text else []
    written = ", ".join(lines)
    for place in range(len(lines) - 1, -1, -1):
        town = _TOWN.fullmatch(lines[place])
        if town:
            return written, ", ".join(lines[:place]), town[1], town[2]
    return written, "", "", ""
