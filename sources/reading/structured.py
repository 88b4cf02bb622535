"""Members in structured data: JSON-LD, store-locator JSON, marker arrays, data attributes. Only door to chompjs."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import chompjs

from schemas.errors import SourceChanged
from schemas.records import Anomaly, Record, Source
from sources.reading.copies import merge_copies
from sources.reading.doubts import address_without_name, name_without_address
from sources.reading.one_line import parse_line
from sources.reading.page import Page
from sources.reading.settings import Members, as_list
from sources.text import clean, fold

_NAME = (
    "name",
    "nom",
    "title",
    "titre",
    "label",
    "posttitle",
    "storename",
    "store",
    "legalname",
    "raisonsociale",
    "structure",
)
_STREET = (
    "streetaddress",
    "rue",
    "street",
    "address1",
    "adresse1",
    "addressline1",
    "voie",
    "address",
    "adresse",
    "addr",
)
_CODE = ("postalcode", "codepostal", "zip", "zipcode", "postcode", "cp", "postal")
_TOWN = ("addresslocality", "ville", "city", "town", "commune", "locality", "localite")
_WHOLE = (
    "address",
    "adresse",
    "formattedaddress",
    "fulladdress",
    "addr",
    "location",
    "lieu",
    "adressecomplete",
    "description",
    "content",
    "html",
    "infowindow",
    "popup",
)
_PHONE = ("telephone", "phone", "tel", "phonenumber", "telephonefixe")
_MAIL = ("email", "courriel", "mail")
_SITE = ("url", "website", "site", "siteweb", "web")
_PARSE = re.compile(r"JSON\.parse\(\s*(['\"])((?:\\.|(?!\1).)*)\1\s*\)", re.S)
_LITERAL = re.compile(r"(?:[=(]|\breturn\b)\s*(?=[\[{])")
_ATTEMPTS = 300  # literals tried in one script
_LIMIT = 2_000_000  # characters of script that are read: real pages hold a few hundred thousand


def structured_members(page: Page, source: Source) -> Members:
    """Members found in any JSON value of the page, the publisher itself left out, and entries that lost a part.

    Raises SourceChanged when some entries lost their name and others their place: they may be shifted.
    """
    own = {fold(source.editeur), *(fold(n) for n in as_list(source.lecture, "noms_propres"))}
    found = list(_walk(list(_values(page)), 0))
    records = [f for f in found if isinstance(f, Record) and fold(f.nom) not in own]
    doubts = {
        d.message_fr: d for f in found if isinstance(f, Torn) and fold(f.name) not in own for d in (f.doubt(source),)
    }
    if len({doubt.code for doubt in doubts.values()}) > 1:
        raise SourceChanged(
            f"{source.id}: names and places may be shifted: {' '.join(d.message_en for d in doubts.values())}"
        )
    return Members(tuple(merge_copies(records, source.id)), tuple(doubts.values()))


@dataclass(frozen=True, slots=True)
class Torn:
    """An entry beside members, of their shape, that holds a name without a place or a place without a name."""

    name: str
    place: str
    position: int

    def doubt(self, source: Source) -> Anomaly:
        where = f"donnée structurée, entrée {self.position}"
        if self.place:
            return address_without_name(source.id, self.place, where)
        known = {fold(n) for n in as_list(source.lecture, "noms_connus")}
        return name_without_address(source.id, self.name if fold(self.name) in known else "", where)


def _values(page: Page) -> Iterator[object]:
    """Every decoded JSON (or JavaScript) value of the scripts, then of the data attributes."""
    for script in page.scripts:
        yield from _script_values(script[:_LIMIT])
    for attributes in page.attributes:
        yield dict(attributes)
        for value in attributes.values():
            if value.lstrip()[:1] in ("[", "{"):
                yield from _script_values(value)


def _script_values(script: str) -> Iterator[object]:
    try:
        yield json.loads(script)
        return
    except (ValueError, RecursionError):
        pass
    for match in _PARSE.finditer(script):
        yield from _script_values(_unescape(match.group(2)))
    for match in list(_LITERAL.finditer(script))[:_ATTEMPTS]:
        yield from _literal(script[match.end() :])


def _literal(text: str) -> Iterator[object]:
    """The JavaScript array or object that the text begins with, when it is one (a function's body is not)."""
    if re.search(r"\d{5}", text):
        try:
            yield chompjs.parse_js_object(text)
        except (ValueError, RecursionError):
            return


def _unescape(text: str) -> str:
    """A JavaScript string literal's content."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})", lambda m: chr(int(m.group(1) or m.group(2), 16)), text)
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t", "r": "\r"}.get(m.group(1), m.group(1)), text, flags=re.S)


def _walk(value: object, depth: int) -> Iterator[Record | Torn]:
    """Depth-first through lists and objects, at most 40 deep."""
    record = _member(value)
    if record is not None:
        yield record
    if depth <= 40 and (isinstance(value, Mapping) or (isinstance(value, list) and record is None)):
        inner = value.items() if isinstance(value, Mapping) else enumerate(value)
        children = [child for key, child in inner if record is None or fold(str(key)) not in _WHOLE]
        yield from _torn(children)
        for child in children:
            yield from _walk(child, depth + 1)


def _member(value: object) -> Record | None:
    if isinstance(value, Mapping):
        return _from_object(value)
    return _from_row(value) if isinstance(value, list) else None


def _torn(children: Sequence[object]) -> Iterator[Torn]:
    """Beside members, the children of the same shape that are none."""
    inner = [_unwrapped(child) for child in children]
    members = [child for child in inner if _member(child) is not None]
    if len(members) < 2:
        return
    for position, child in enumerate(inner, 1):
        if _member(child) is None and any(_same_shape(child, member) for member in members):
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
        texts = [t for cell in child if isinstance(cell, str) and (t := _text(cell))]
        places = [f"{f.code_postal} {f.commune}" for t in texts if (f := parse_line(t)) and f.commune]
        return ("", places[0]) if places else (texts[0] if texts else "", "")
    assert isinstance(child, Mapping)
    record = _from_object({**child, "name": "?"})
    return ("", f"{record.code_postal} {record.commune}") if record else (_first(_folded(child), _NAME), "")


def _from_object(value: Mapping[object, object]) -> Record | None:
    """A member, when the object has a name and a postcode with a town, in fields of its own or in one address text."""
    fields = _folded(value)
    name = _first(fields, _NAME)
    if not name:
        return None
    nested = next((fields[k] for k in _WHOLE if isinstance(fields.get(k), Mapping)), None)
    parts = {**fields, **_folded(nested)} if isinstance(nested, Mapping) else fields
    code, town = _first(parts, _CODE), _first(parts, _TOWN)
    if re.fullmatch(r"\d{5}", code) and town:
        return _record(name, _first(parts, _STREET), code, town, fields)
    return _from_text(name, [_text(fields.get(k)) for k in _WHOLE], fields)


def _folded(value: Mapping[object, object]) -> dict[str, object]:
    return {re.sub(r"[^a-z0-9]", "", fold(str(k))): v for k, v in value.items()}


def _from_text(name: str, texts: Sequence[str], fields: Mapping[str, object]) -> Record | None:
    for text in texts:
        found = parse_line(text) if text else None
        if found is not None and found.commune:
            return _record(name, found.rue or found.before, found.code_postal, found.commune, fields, found.text)
    return None


def _from_row(row: Sequence[object]) -> Record | None:
    """A marker array: ["Name", "address with a postcode", latitude, longitude]."""
    texts = [_text(cell) for cell in row if isinstance(cell, str)]
    if len(texts) < 2 or len(texts) + 8 < len(row):
        return None
    places = [i for i, text in enumerate(texts) if (f := parse_line(text)) is not None and f.commune]
    names = [text for i, text in enumerate(texts) if i not in places and re.search(r"[^\W\d_]", text)]
    if len(places) != 1 or not names:
        return None
    return _from_text(
        names[0], [texts[places[0]]], {"phone": next((t for t in texts if re.match(r"[+0][\d .]{8,}", t)), "")}
    )


def _record(name: str, street: str, code: str, town: str, fields: Mapping[str, object], whole: str = "") -> Record:
    place = whole or ", ".join(filter(None, (street, f"{code} {town}")))
    return Record(
        nom=name,
        adresse_source=place,
        rue=street,
        code_postal=code,
        commune=town,
        telephones=tuple(filter(None, (_first(fields, _PHONE),))),
        courriels=tuple(filter(None, (_first(fields, _MAIL),))),
        site_web=next((s for s in (_first(fields, _SITE),) if re.match(r"https?://", s)), ""),
    )


def _first(fields: Mapping[str, object], names: Sequence[str]) -> str:
    return next((text for name in names if (text := _text(fields.get(name)))), "")


def _text(value: object) -> str:
    """Plain text of a scalar: markup and entities removed, lines joined by commas. '' for anything else."""
    if isinstance(value, Mapping) and isinstance(value.get("rendered"), str):
        value = value["rendered"]
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    parts = re.split(r"<br\s*/?>|</?(?:p|div|li|h\d)\b[^>]*>|\n", html.unescape(str(value)))
    return ", ".join(filter(None, (clean(re.sub(r"<[^>]*>", "", part)).strip(" ,") for part in parts)))
