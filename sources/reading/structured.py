"""Members in structured data: JSON-LD, store-locator JSON, marker arrays, data attributes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from schemas.errors import SourceChanged
from schemas.records import Anomaly, Record, Source
from sources.reading.copies import merge_copies
from sources.reading.doubts import address_without_name, name_without_address
from sources.reading.entries import holds_place, is_other, member_of, name_of, text_of
from sources.reading.one_line import parse_line
from sources.reading.page import Page
from sources.reading.scripts import values
from sources.reading.settings import Members
from sources.reading.titles import Titles, titles_of


def structured_members(page: Page, source: Source) -> Members:
    """Members found in any JSON value of the page, the publisher itself left out, and entries that lost a part.

    Raises SourceChanged when some entries lost their name and others their place: they may be shifted.
    """
    titles = titles_of(source)
    found = list(_walk(list(values(page)), 0))
    records = [f for f in found if isinstance(f, Record) and not titles.is_own(f.nom)]
    torn = [f.doubt(source.id, titles) for f in found if isinstance(f, Torn) and not titles.is_own(f.name)]
    doubts = {doubt.message_fr: doubt for doubt in torn}
    if len({doubt.code for doubt in doubts.values()}) > 1:
        told = " ".join(doubt.message_en for doubt in doubts.values())
        raise SourceChanged(f"{source.id}: names and places may be shifted: {told}")
    return Members(tuple(merge_copies(records, source.id)), tuple(doubts.values()))


@dataclass(frozen=True, slots=True)
class Torn:
    """An entry beside members, of their shape, that holds a name without a place or a place without a name."""

    name: str
    place: str
    position: int

    def doubt(self, source: str, titles: Titles) -> Anomaly:
        """The doubt that it is."""
        where = f"donnée structurée, entrée {self.position}"
        if self.place:
            return address_without_name(source, self.place, where)
        return name_without_address(source, self.name if titles.is_known(self.name) else "", where)


def _walk(value: object, depth: int) -> Iterator[Record | Torn]:
    """Depth-first through lists and objects, at most 40 deep."""
    record = member_of(value)
    if record is not None:
        yield record
    if is_other(value) or depth > 40:
        return
    if isinstance(value, Mapping) or (isinstance(value, list) and record is None):
        inner = value.items() if isinstance(value, Mapping) else enumerate(value)
        children = [child for key, child in inner if record is None or not holds_place(key)]
        yield from _torn(children)
        for child in children:
            yield from _walk(child, depth + 1)


def _torn(children: Sequence[object]) -> Iterator[Torn]:
    """Beside members, the children of the same shape that are none."""
    inner = [_unwrapped(child) for child in children]
    members = [child for child in inner if member_of(child) is not None]
    if len(members) < 2:
        return
    for position, child in enumerate(inner, 1):
        if member_of(child) is None and any(_same_shape(child, member) for member in members):
            name, place = _parts_of(child)
            if name or place:
                yield Torn(name, place, position)


def _unwrapped(child: object) -> object:
    """The object inside a list item, a feature or a node."""
    if isinstance(child, Mapping):
        return next((child[k] for k in ("item", "properties", "node") if isinstance(child.get(k), Mapping)), child)
    return child


def _same_shape(child: object, member: object) -> bool:
    if isinstance(child, Mapping) and isinstance(member, Mapping):
        same = len(set(child) & set(member))
        return child.get("@type") == member.get("@type") and (same == len(set(child)) or same * 2 >= len(set(member)))
    return isinstance(child, list) and isinstance(member, list) and abs(len(child) - len(member)) <= 2


def _parts_of(child: object) -> tuple[str, str]:
    """(name, place) of an entry that is no member: one of the two is ''."""
    if isinstance(child, list):
        texts = [t for cell in child if isinstance(cell, str) and (t := text_of(cell))]
        places = [f"{f.code_postal} {f.commune}" for t in texts if (f := parse_line(t)) and f.commune]
        return ("", places[0]) if places else (texts[0] if texts else "", "")
    assert isinstance(child, Mapping)
    record = member_of({**child, "name": "?"})
    return ("", f"{record.code_postal} {record.commune}") if record else (name_of(child), "")
