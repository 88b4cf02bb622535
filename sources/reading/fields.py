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
from collections.abc import Sequence
from functools import cache

from schemas.errors import SourceChanged, UsageError
from schemas.records import Record, Snapshot, Source
from sources.reading.alike import Alike, Values
from sources.reading.alone import inside, parsed
from sources.reading.decoding import as_utf8, is_whole
from sources.reading.tree import Element, parse_bytes
from sources.reading.values import Field, Plan, raws, said

_SELECTOR = re.compile(r"\.([\w-]+)(?: ([a-z][a-z0-9]*))?(?:@([a-z-]+))?")
_TOWN = re.compile(r"(\d{5})[\s,]+(\D.*)")
_ONE = ("nom", "site_web", "capacite", "forme", "reference")
_MANY = ("telephones", "courriels")


def member(snapshot: Snapshot, source: Source, reference: str = "") -> Record:
    """The one member of a page. `reference`: its key, where the page's address holds it.

    Raises SourceChanged when the page is cut, has no name, or two different values where one is expected;
    UsageError when the descriptor cannot be understood.
    """
    body = as_utf8(snapshot)
    if not is_whole(body):
        raise SourceChanged(f"{source.id}: the page {snapshot.url} is cut short: its markup is never closed.")
    found = _found(body, _alike(str(source.lecture.get("zone", "")), _named(source)))

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
def _alike(zone: str, champs: tuple[tuple[str, str], ...]) -> Alike:
    """Raises UsageError."""
    return Alike(zone, _plan(zone, champs))


@cache
def _plan(zone: str, champs: tuple[tuple[str, str], ...]) -> Plan:
    """Raises UsageError."""
    fields: dict[str, tuple[Field, ...]] = {}
    for name, selector in champs:
        parts = _SELECTOR.fullmatch(str(selector))
        if not parts or name not in (*_ONE, *_MANY, "adresse") or not re.fullmatch(r"[a-z0-9]*", zone):
            raise UsageError(
                f"[lecture.champs] {name} = {selector!r} (zone {zone!r}) is not understood: write a field of a record, and "
                '".class", ".class tag" or ".class tag@attribute"; zone is the name of a tag.'
            )
        fields[parts[1]] = (*fields.get(parts[1], ()), Field(name, parts[2] or "", parts[3] or ""))
    return Plan(f"//{zone}//*[@class]" if zone else "//*[@class]", fields)


def _found(body: bytes, known: Alike) -> Values:
    """The values of a page, from as little of it as surely gives what all of it gives."""
    text = inside(body, known.zone)
    found = known.values(text) if text else None
    if found is not None:
        return found
    part = parsed(text, known.zone) if text else None
    return _values(parse_bytes(body) if part is None else part, known.plan)


def _values(root: Element, plan: Plan) -> Values:
    """The values of each field, in reading order; the lines of an address parted by line ends."""
    found: Values = {}
    for field, raw in raws(root, plan):
        if value := said(field, raw):
            found.setdefault(field.name, []).append(value)
    return found


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
