"""Which part of a street line is the street, and which is its complement: building, floor, box, centre's name."""

import re
from collections.abc import Iterator

from flows.normalise.cases import PARTICLES, title
from flows.normalise.communes import commune
from flows.normalise.house_numbers import house_number
from flows.normalise.names import plain
from flows.normalise.ways import STREETS, like, starts_place, starts_street
from sources.text import fold

_CUT = re.compile(r" ?[,;|]+ ?| [-–—]+ ")
_RANGE = re.compile(r"((?:^|[,;] ?)\d{1,4}(?: ?(?:bis|ter|[a-z]))?) [-–] (?=\d)", re.IGNORECASE)
_BOX = re.compile(r"(?<!\w)(?P<kind>B\.? ?P|C\.? ?S|T\.? ?S\.? ?A)\.? ?(?:n° ?)?(?P<number>\d{1,6})\b", re.IGNORECASE)
_CEDEX = re.compile(r"[ ,-]*\bC[eé]dex\b(?: \d{1,2}\b)?", re.IGNORECASE)
_FULL = {
    "app": "Appartement",
    "appt": "Appartement",
    "apt": "Appartement",
    "bat": "Bâtiment",
    "batiment": "Bâtiment",
    "esc": "Escalier",
    "imm": "Immeuble",
    "res": "Résidence",
    "residence": "Résidence",
}
_FLOOR = r"\d{1,2} ?(?:er|[eè]|[eè]me|nd|nde) [ée]tage|RDC\b|rez[- ]de[- ]chauss[ée]e"
_DOOR = r"(?:b[âa]t(?:iment)?|app(?:artement|t)?|apt|esc(?:alier)?|hall|porte|entr[ée]e|niveau|logement)\.? (?:n° ?)?"
_EXTRA = re.compile(
    rf"{_FLOOR}|{_DOOR}|tour |imm(?:euble|\.)|[ée]tage|c/o |mairie\b|[ée]cole\b|cr[èe]che\b|multi-?accueil\b|halte\b"
    r"|centre (?:social|commercial|culturel|multi|d)|maison d|espace\b|p[ôo]le\b|groupe scolaire|h[ôo]tel de ville"
    r"|m[ée]diath[èe]que\b|foyer\b",
    re.IGNORECASE,
)
_INLINE = re.compile(
    rf" (?={_FLOOR}|{_DOOR}(?:\d{{1,4}}|[a-z]\d{{0,2}})(?!\w)|imm(?:euble|\.) |r[ée]s(?:idence|\.) |c/o )",
    re.IGNORECASE,
)
# Words whose number is their own: "Bât 3 rue X", "RD 12 route de Y".
_OWNERS = frozenset(
    "d n cd rd rn km bat batiment app appt apt esc escalier hall porte entree niveau tour lot lotissement".split()
)
_SIMPLE = re.compile(r"\d{1,4} (?P<way>[^\W\d_]+)(?:[ '-][^\W\d_]+)*")
_NO_STREET = 6
_EDGES = " .:-–—"
_LEAD = re.compile(r"^[\s.:\-–—•◦▪▸►‣·*→✓✔■□●○♦»>#]+")


def parted(rue: str, code: str, town: str) -> tuple[str, str]:
    """The street and the complement of a line; the postcode, the town and the country are dropped from it."""
    if is_simple(rue):
        return rue, ""
    text, boxes = _boxes(_CEDEX.sub("", _headed(plain(rue), code, town)))
    pieces = [piece for piece in _pieces(text) if not _is_town(piece, code, town)]
    ranks = [_rank(piece) for piece in pieces]
    place = ranks.index(min(ranks)) if ranks and min(ranks) < _NO_STREET else len(pieces)
    before, street, after = _cut(pieces[place]) if place < len(pieces) else ("", "", "")
    extras = [*pieces[:place], before, after, *pieces[place + 1 :]]
    return street, ", ".join([_polished(extra) for extra in extras if extra] + boxes)


def is_simple(rue: str) -> bool:
    """A number, a way in full and plain words: there is nothing to part, and most lines are so."""
    match = _SIMPLE.fullmatch(rue)
    if match is None or fold(match["way"]) not in STREETS:
        return False
    return not (_INLINE.search(rue) or _CEDEX.search(rue))


def _headed(text: str, code: str, town: str) -> str:
    """The line without "69006 Lyon …" at its end."""
    start = text.rfind(f" {code} ") if code and town else -1
    return text[:start] if start >= 0 and fold(commune(text[start + 1 :])) == fold(town) else text


def _boxes(text: str) -> tuple[str, list[str]]:
    """Post office boxes apart: they are no street."""
    boxes = [re.sub(r"[^A-Z]", "", m["kind"].upper()) + " " + m["number"] for m in _BOX.finditer(text)]
    return _BOX.sub(",", text), boxes


def _pieces(text: str) -> list[str]:
    """The line cut at commas and dashes; a number cut from its street ("133, rue …") joins it again."""
    pieces: list[str] = []
    for piece in (_LEAD.sub("", part).rstrip(_EDGES) for part in _CUT.split(_RANGE.sub(r"\1-", text))):
        lone = pieces and house_number(pieces[-1]).numero and not house_number(pieces[-1]).way
        if lone and piece and not piece[0].isdigit():
            piece = f"{pieces.pop()} {piece}"
        pieces += [piece] if piece else []
    return pieces


def _is_town(piece: str, code: str, town: str) -> bool:
    """Whether a piece only says again what has its own column. A street may be named as its town."""
    if house_number(piece).numero or starts_street(piece) or starts_place(piece):
        return False
    return fold(piece) in ("france", code) or fold(commune(piece)) == fold(town) != ""


def _rank(piece: str) -> int:
    """How surely a piece is the street: 0 number and way … 5 any words, 6 never."""
    numero, _, way = house_number(piece)
    if numero and starts_street(way):
        return 0
    extra = bool(_EXTRA.match(piece))
    tests = (
        False,
        any(_street_inside(piece)),
        starts_street(piece),
        bool(numero and way) and not extra,
        starts_place(piece),
        not extra,
    )
    return tests.index(True) if True in tests else _NO_STREET


def _cut(piece: str) -> tuple[str, str, str]:
    """What stands before the street in a piece, the street, and what stands after it."""
    start = next(_street_inside(piece), 0)
    before, street = piece[:start].strip(), piece[start:]
    for match in _INLINE.finditer(street):
        kept = street[: match.start()].rstrip(_EDGES)
        if _whole(kept) and not _after_particle(kept):
            return before, kept, street[match.end() :]
    return before, street, ""


def _whole(street: str) -> bool:
    """A number with something, or a kind of way with its name."""
    numero, _, way = house_number(street)
    return bool(numero and way) or (starts_street(way) and " " in way)


def _street_inside(piece: str) -> Iterator[int]:
    """Where a street begins after a centre's or a building's name: at its number, else at its way."""
    if house_number(piece).numero or starts_street(piece):
        return
    for match in re.finditer(r"(?<= )\d{1,4}", piece):
        owner = fold(piece[: match.start()]).split(" ")[-1] in _OWNERS
        if starts_street(house_number(piece[match.start() :]).way) and not owner:
            yield match.start()
    for match in re.finditer(r"(?<= )[^\W\d]+\b\.? ", piece if _EXTRA.match(piece) else ""):
        if starts_street(piece[match.start() :]) and not _after_particle(piece[: match.start() - 1]):
            yield match.start()


def _after_particle(text: str) -> bool:
    """`Maison de la Rue Verte`, `rue de la Résidence`: the word belongs to the name before it."""
    return text.split(" ")[-1].lower() in PARTICLES


def _polished(extra: str) -> str:
    """The complement with its first word in full, out of capitals."""
    match = re.match(r"(?P<short>[^\W\d]+)\.? ?(?=[^\W]|$)", extra)
    full = _FULL.get(fold(match["short"])) if match else None
    text = f"{like(match['short'], full)} {extra[match.end() :]}".strip() if match and full else extra
    return re.sub(r"^c/o\b", "c/o", title(text) if extra.isupper() else text, flags=re.IGNORECASE)
