"""One entry of structured data as a member: an object with a name and a place, or a row of a marker array."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence

from schemas.records import Record
from sources.reading.one_line import complement, known_town, parse_line
from sources.text import clean, fold

# Keys folded to letters and digits, in the order they are tried.
_NAME = (
    "company organisation organization societe name nom title titre label posttitle storename store legalname "
    "raisonsociale structure"
)
_STREET = "streetaddress rue street address1 adresse1 addressline1 voie address adresse addr"
_CODE = "postalcode codepostal zip zipcode postcode cp postal"
_TOWN = "addresslocality ville city town commune locality localite"
_PLACE = "address adresse formattedaddress fulladdress addr location lieu adressecomplete"
_PROSE = "description content html infowindow popup"
_PHONE = "telephone phone tel phonenumber telephonefixe"
_MAIL = "email courriel mail"
_SITE = "url website site siteweb web"
_PREFIX = re.compile(
    r"^(?:marker|store|location|place|pin|poi|membe?re?|creche|map|item|shop|point|post|wpsl|gmap)(?=.)"
)
_OTHERS = frozenset(("person", "event", "jobposting", "article", "newsarticle", "blogposting", "review", "product"))

Fields = Mapping[str, object]


def is_other(value: object) -> bool:
    """True for an object that says it is a person, an event or an article: nothing in it is a member."""
    kind = value.get("@type", "") if isinstance(value, Mapping) else ""
    kinds = kind if isinstance(kind, list) else [kind]
    return any(str(one).lower() in _OTHERS for one in kinds)


def member_of(value: object) -> Record | None:
    """The member that an object or a row is, or None."""
    if isinstance(value, Mapping) and not is_other(value):
        return _from_object(value)
    return _from_row(value) if isinstance(value, list) else None


def name_of(value: Mapping[object, object]) -> str:
    """The name that an object gives, or ''."""
    return _first(_folded(value), _NAME)


def holds_place(key: object) -> bool:
    """True for the key of a member's own place or description, which holds no other member."""
    return fold(str(key)) in f"{_PLACE} {_PROSE}".split()


def _from_object(value: Mapping[object, object]) -> Record | None:
    """A member, when the object has a name and a postcode with a town, in fields of its own or in one address text."""
    fields = _folded(value)
    name = _first(fields, _NAME)
    if not name:
        return None
    parts = {key: inner for level in _levels(fields) for key, inner in level.items()}
    town = _first(parts, _TOWN)
    code = _postcode(_first(parts, _CODE), town)
    if code and town:
        return _record(name, _first(parts, _STREET), code, town, fields)
    texts = [text_of(fields.get(key)) for key in _PLACE.split()] + [f"{_first(parts, _STREET)}, {town}"]
    prose = (text_of(fields.get(key)) for key in _PROSE.split())
    return _from_text(name, [*texts, *(text for text in prose if len(text.split()) <= 30)], fields)


def _levels(fields: Fields, depth: int = 0) -> Iterator[Fields]:
    """The fields, then those of the place inside them (a location's address)."""
    yield fields
    inner = next((fields[key] for key in _PLACE.split() if isinstance(fields.get(key), Mapping)), None)
    if isinstance(inner, Mapping) and depth < 3:
        yield from _levels(_folded(inner), depth + 1)


def _folded(value: Mapping[object, object]) -> dict[str, object]:
    fields = {re.sub(r"[^a-z0-9]", "", fold(str(k))): v for k, v in value.items()}
    return {**{_PREFIX.sub("", key): field for key, field in fields.items()}, **fields}


def _postcode(code: str, town: str) -> str:
    """Five digits; a number lost its first zero when the gazetteer knows the town with it."""
    padded = code.zfill(5)
    return code if re.fullmatch(r"\d{5}", code) else padded if len(code) == 4 and known_town(padded, town) else ""


def _from_text(name: str, texts: Sequence[str], fields: Fields) -> Record | None:
    for text in texts:
        found = parse_line(text) if text else None
        if found is not None and found.commune:
            before = "" if fold(found.before) == fold(name) else complement(found.before, bool(found.rue))
            street = ", ".join(filter(None, (before, found.rue)))
            whole = f"{before}, {found.text}" if before else found.text
            return _record(name, street, found.code_postal, found.commune, fields, whole)
    return None


def _from_row(row: Sequence[object]) -> Record | None:
    """A marker array: ["Name", "address with a postcode", latitude, longitude]."""
    texts = [text_of(cell) for cell in row if isinstance(cell, str)]
    if len(texts) < 2 or len(texts) + 8 < len(row):
        return None
    places = [i for i, text in enumerate(texts) if (f := parse_line(text)) is not None and f.commune]
    names = [text for i, text in enumerate(texts) if i not in places and re.search(r"[^\W\d_]", text)]
    if len(places) != 1 or not names:
        return None
    phone = next((text for text in texts if re.match(r"[+0][\d .]{8,}", text)), "")
    return _from_text(names[0], [texts[places[0]]], {"phone": phone})


def _record(name: str, street: str, code: str, town: str, fields: Fields, whole: str = "") -> Record:
    return Record(
        nom=name,
        adresse_source=whole or ", ".join(filter(None, (street, f"{code} {town}"))),
        rue=street,
        code_postal=code,
        commune=town,
        telephones=tuple(filter(None, (_first(fields, _PHONE),))),
        courriels=tuple(filter(None, (_first(fields, _MAIL),))),
        site_web=next((s for s in (_first(fields, _SITE),) if re.match(r"https?://", s)), ""),
    )


def _first(fields: Fields, keys: str) -> str:
    return next((text for key in keys.split() if (text := text_of(fields.get(key)))), "")


def text_of(value: object) -> str:
    """Plain text of a scalar: markup and entities removed, lines joined by commas. '' for anything else."""
    if isinstance(value, Mapping) and isinstance(value.get("rendered"), str):
        value = value["rendered"]
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    parts = re.split(r"<br\s*/?>|</?(?:p|div|li|h\d)\b[^>]*>|\n", html.unescape(str(value)))
    return ", ".join(filter(None, (clean(re.sub(r"<[^>]*>", "", part)).strip(" ,") for part in parts)))
