"""The postal address that one line holds: a five-digit postcode, the town after it, the street before it."""

import re
from dataclasses import dataclass

from sources.communes import commune_names, resolve
from sources.reading.people import may_be_person, without_civility, without_person
from sources.text import clean, fold

_POSTCODE = re.compile(r"(?<![\d.,/])(?:F\s?-\s?)?((?:0[1-9]|[1-8]\d|9[0-578])\d{3})(?![\d])(?!\s*(?:€|euros|%))", re.I)
_TOWN = re.compile(r"[\s,–—-]*((?:[^\W\d_]|['’. -](?=[^\W\d_]))+)")
_NUMBER = r"\d{1,4}(?:[-/]\d{1,4})?(?:\s?(?:bis|ter|quater|[a-dA-D](?![\w'’])))?"
_WAY = (
    r"(?:grande?[-' ’]?rue|rue|avenue|ave?\.|av|boulevard|boul\.|bl?d\.?|place|pl\.|chemin|che?m?\.|all[ée]es?|all\.|"
    r"impasse|imp\.|route|rte\.?|square|sq\.|quai|cours|passage|faubourg|fbg?\.?|villa|cit[ée]|r[ée]sidence|lotissement|"
    r"hameau|lieu[- ]dit|esplanade|promenade|mail|rond[- ]point|sentier|sente|venelle|ruelle|traverse|mont[ée]e|voie|"
    r"parvis|clos|z\.?[ai]\.?c?\.?|zone|quartier|chauss[ée]e|carrefour|corniche|le bourg|r\.)(?![\w])"
)
_SEPARATED = r"(?:^|[,;:(\[–—|·•-]\s*)"
_NUMBERED = re.compile(rf"(?<![\w'’/-]){_NUMBER}\s*,?\s*{_WAY}", re.I)
_ANY_NUMBER = re.compile(rf"{_SEPARATED}{_NUMBER}\s*,?\s+(?=[^\W\d_])", re.I)
_BARE_WAY = re.compile(rf"{_SEPARATED}{_WAY}", re.I)
_RANGE = re.compile(rf"{_SEPARATED}(\d{{1,4}}\s*(?:-|/|à|et|&)\s*)$", re.I)
_PLACE = re.compile(
    r"(?:b[âa]t(?:iment|\.)?|r[ée]s(?:idence|\.)|imm(?:euble|\.)|appt?\.?|appartement|entr[ée]e|escalier|esc\.|[ée]tage|"
    r"\d(?:er|e|[èe]me) [ée]tage|rdc|rez[- ]de|porte|hall|tour|centre (?:commercial|social|culturel|d['’]affaires)|parc d|"
    r"z\.?[ai]\.?c?\.?\s|zone |lieu[- ]dit|hameau|quartier|domaine|ferme|ch[âa]teau|moulin|bp\b|b\.p\.|cs\b|tsa\b|"
    r"maison d|espace \w|p[ôo]le \w)",
    re.I,
)
_LEAD = re.compile(r"\s+(?:au|à|sise?|(?:est )?situ[ée]e?s?(?: au)?|install[ée]e?s?(?: au)?|n[°º])$", re.I)
_BOX_BEFORE = re.compile(r"(?:\b(?:B\.?P|C\.?S|T\.?S\.?A)\.?|n[°º])\s*$", re.I)
_COUNTRY = re.compile(r"france\b", re.I)
EDGES = " ,;:–—|·•/-([]"


@dataclass(frozen=True, slots=True)
class OneLine:
    """An address on one line: what stands before it, its parts, and the place as written (`text`)."""

    before: str
    rue: str
    code_postal: str
    commune: str
    text: str


def parse_line(text: str) -> OneLine | None:
    """The address that a line holds, or None. What follows the town (but the country) is no part of it."""
    match = find_postcode(text)
    if match is None:
        return None
    town, after = _town(text[match.end() :], match.group(1))
    before, street = part_street(text[: match.start()].strip(EDGES))
    end = len(text) - len(after) if after else len(text)
    place = text[match.start() : end].strip(EDGES + ")")
    country = _COUNTRY.match(after)
    if country:
        place, after = f"{place}, {country.group()}", after[country.end() :].strip(EDGES)
    if not street and not part_street(after)[0] and part_street(after)[1]:
        street = part_street(after)[1]
        return OneLine(before, street, match.group(1), town, clean(f"{place}, {street}"))
    return OneLine(before, street, match.group(1), town, clean(f"{street}, {place}" if street else place))


def find_postcode(text: str) -> re.Match[str] | None:
    """The first five-digit run that is a postcode here: its town follows, or a street stands before, or nothing follows."""
    for match in _POSTCODE.finditer(text):
        if _BOX_BEFORE.search(text[: match.start()]):
            continue
        after = text[match.end() :]
        town = _TOWN.match(after)
        if not after.strip(" ,.-–—)]"):
            return match
        if town and (known_town(match.group(1), town.group(1)) or (town.group(1)[0].isupper() and has_street(text))):
            return match
    return None


def known_town(code_postal: str, town: str) -> str:
    """The longest beginning of `town` that names a commune of this postcode, or '': "Paris Gare du Nord" -> "Paris"."""
    words = town.split()
    names = commune_names(code_postal)
    beginnings = [" ".join(words[:n]).rstrip(" .-–—'’") for n in range(min(len(words), 8), 0, -1)]
    exact = next((b for b in beginnings if fold(b) in names), "")
    return exact or next((b for b in beginnings if b[:1].isupper() and resolve(code_postal, b) is not None), "")


def is_street(text: str) -> bool:
    """True for a line that begins as a street does: a number then words, or a way word."""
    return bool(re.match(rf"{_NUMBER}\s*,?\s+[^\W\d_]", text, re.I) or re.match(_WAY, text, re.I))


def has_street(text: str) -> bool:
    """True for a line that holds a numbered way somewhere."""
    return bool(_NUMBERED.search(text))


def is_place(text: str) -> bool:
    """True for a part of an address that is no street: a building, a residence, a zone, a post office box."""
    return bool(_PLACE.match(text))


def part_street(before: str) -> tuple[str, str]:
    """(prefix, street) of what precedes a postcode; the street is '' when no number or way word tells it."""
    for pattern in (_NUMBERED, _ANY_NUMBER, _BARE_WAY):
        match = pattern.search(before)
        if match:
            start = _from_place(before, _from_range(before, match.start()))
            street = without_civility(before[start:].strip(EDGES))
            return _LEAD.sub("", before[:start].strip(EDGES)), street
    return before, ""


def complement(prefix: str, with_street: bool) -> str:
    """What of a prefix is a part of the place: a building or a residence; without a street, a hamlet. Never a person."""
    prefix = without_person(prefix)
    if is_place(prefix):
        return prefix
    words = len(prefix.split())
    return "" if with_street or words > 6 or may_be_person(prefix) else prefix


def _from_range(before: str, start: int) -> int:
    """Where a spaced range begins: "12 - 14 rue", but not "Crèche 3 - 14 rue"."""
    wider = _RANGE.search(before[:start])
    return wider.start(1) if wider else start


def _from_place(before: str, start: int) -> int:
    """Where the parts before the street begin that are places: "Résidence Les Lilas, 5 Rue Pasteur"."""
    for match in reversed(list(re.finditer(r"(?:^|[,;:(\[|·•]|\s[–—-])\s*(?=[^\s,;:(\[|·•–—-])", before[:start]))):
        if not is_place(before[match.end() :]):
            return start
        start = match.end()
    return start


def _town(after: str, code_postal: str) -> tuple[str, str]:
    """The town that follows a postcode, and what follows the town."""
    match = _TOWN.match(after)
    if match is None:
        return "", after.strip(EDGES)
    town = known_town(code_postal, match.group(1))
    if not town:
        parts = re.split(r"\s[-–—]+\s|\.\s|\b(?:cedex|france)\b", match.group(1), maxsplit=1, flags=re.I)
        town = parts[0].strip(" .-–—'’")
    end = after.find(town) + len(town) if town else 0
    return town, re.sub(r"^\W*cedex\b(?:\s*\d{1,2}\b)?", "", after[end:], flags=re.I).strip(EDGES)
