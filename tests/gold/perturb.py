"""The eight ways in which the gold set spoils a good address. Each takes its chance from outside: same seed, same text."""

import random
import re
import string
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from sources.commune_spelling import key
from sources.commune_table import at, names_around, names_at, rows
from tests.gold.streets import split


class Written(NamedTuple):
    """An address as somebody writes it: the columns that are asked."""

    adresse: str
    code_postal: str
    commune: str


Perturb = Callable[[str, str, Written, random.Random], Written]
"""Number, street, the address written well, and chance -> the address written badly."""

WAYS_SHORT = {
    "rue": ("r.", "r", "R."),
    "avenue": ("av.", "av", "Av.", "ave"),
    "boulevard": ("bd", "bd.", "Bd", "blvd"),
    "impasse": ("imp.", "imp"),
    "place": ("pl.", "pl", "Pl."),
    "route": ("rte", "rte."),
    "chemin": ("ch.", "chem.", "che"),
    "allée": ("all.", "all"),
    "square": ("sq.", "sq"),
    "grande": ("Gde",),
}
TITLES_SHORT = {
    "général": ("Gal", "Gén"),
    "maréchal": ("Mal",),
    "docteur": ("Dr",),
    "président": ("Pdt",),
    "colonel": ("Col",),
    "commandant": ("Cdt",),
    "capitaine": ("Cne",),
    "lieutenant": ("Lt",),
    "saint": ("St",),
    "sainte": ("Ste",),
}
FRONTS = (
    "Crèche Les Lutins, ",
    "Crèche Les Lutins ",
    "Mairie ",
    "Mairie, ",
    "Multi-accueil Pom d'Api ",
    "Résidence Les Tilleuls, ",
    "Micro-crèche Bulle de Rêves - ",
    "Halte-garderie L'Île aux Enfants, ",
    "Maison de la Petite Enfance, ",
    "Centre social, bâtiment B, ",
    "Crèche parentale La Ribambelle ",
    "Association À Petits Pas, ",
)
REPETITIONS = ("{0} bis", "{0}bis", "{0} TER", "{0} ter", "{0} A", "{0} B")
RANGES = ("{0}-{1}", "{0}/{1}", "{0} - {1}", "{0} à {1}")
_WORD = re.compile(r"[^\W\d_]+")
_LONG = re.compile(r"[^\W\d_]{5,}")


def clean(numero: str, voie: str, written: Written, chance: random.Random) -> Written:
    """As it is."""
    return written


def abbreviated(numero: str, voie: str, written: Written, chance: random.Random) -> Written:
    """The kind of way and the titles cut short, a commune's Saint now and then."""

    def cut(match: re.Match[str]) -> str:
        return chance.choice(_short(match[0], first=match.start() == 0))

    commune = re.sub(r"\bSaint(e?)-", r"St\1-", written.commune) if chance.random() < 0.3 else written.commune
    return written._replace(adresse=f"{numero} {_WORD.sub(cut, voie)}", commune=commune)


def upper(numero: str, voie: str, written: Written, chance: random.Random) -> Written:
    """Capitals without accents; hyphens kept, or blanks in their place."""
    hyphen = chance.choice("- ")
    told = (_plain(written.adresse), written.code_postal, _plain(written.commune))
    return Written(*(text.upper().replace("-", hyphen) for text in told))


def slipped(numero: str, voie: str, written: Written, chance: random.Random) -> Written:
    """One letter wrong in one long word of the name: swapped, dropped, doubled or replaced."""
    way, name = split(voie)
    word = chance.choice(list(_LONG.finditer(name)))
    wrong = word[0]
    while wrong == word[0]:
        wrong = _slip(word[0], chance)
    name = f"{name[: word.start()]}{wrong}{name[word.end() :]}"
    return written._replace(adresse=" ".join(part for part in (numero, way, name) if part))


def named(numero: str, voie: str, written: Written, chance: random.Random) -> Written:
    """The name of the place before its address."""
    return written._replace(adresse=f"{chance.choice(FRONTS)}{written.adresse}")


def without_postcode(numero: str, voie: str, written: Written, chance: random.Random) -> Written:
    """No postcode."""
    return written._replace(code_postal="")


def wrong_postcode(numero: str, voie: str, written: Written, chance: random.Random) -> Written:
    """Another postcode of the same part of France, at which no commune of that name lies."""
    name = key(written.commune)
    others = [postcode for postcode in _postcodes(territory(written.code_postal)) if name not in names_at(postcode)]
    return written._replace(code_postal=chance.choice(others))


def cedex(numero: str, voie: str, written: Written, chance: random.Random) -> Written:
    """The commune with CEDEX, and a postcode of the same part of France that the post gives to no commune."""
    start = territory(written.code_postal)
    postcode = written.code_postal
    while at(postcode):
        postcode = start + "".join(chance.choices(string.digits, k=5 - len(start)))
    commune = f"{written.commune} {chance.choice(('CEDEX', 'Cedex', 'CEDEX 9', 'CEDEX 2'))}"
    return written._replace(code_postal=postcode, commune=commune)


def repeated(numero: str, voie: str, written: Written, chance: random.Random) -> Written:
    """A range of numbers, or bis, ter or a letter after the number."""
    shape = chance.choice(chance.choice((REPETITIONS, RANGES)))
    return written._replace(adresse=f"{shape.format(numero, int(numero) + 2)} {voie}")


KINDS: dict[str, Perturb] = {
    "0 clean": clean,
    "1 abbreviated": abbreviated,
    "2 upper case": upper,
    "3 typo": slipped,
    "4 name in front": named,
    "5 no postcode": without_postcode,
    "6 wrong postcode": wrong_postcode,
    "7 cedex": cedex,
    "8 range, bis, ter": repeated,
}
UNCERTAIN = ("5 no postcode", "6 wrong postcode")
"""Where the commune is no longer certain: a review is as right as a point."""


def territory(code_postal: str) -> str:
    """The first digits, which tell the département or overseas territory."""
    return code_postal[:3] if code_postal.startswith(("97", "98")) else code_postal[:2]


def can_be_short(voie: str) -> bool:
    """Whether there is a word to abbreviate."""
    return any(_short(match[0], match.start() == 0) != (match[0],) for match in _WORD.finditer(voie))


def only_one(code_postal: str, commune: str) -> bool:
    """Whether a single commune of that part of France, past or present, has this name."""
    several = names_around(code_postal).get(key(commune), [])
    return len({row.code_commune for row in several}) == 1


def _short(word: str, first: bool) -> tuple[str, ...]:
    """How a word is cut short; a kind of way only where it begins the street."""
    known = WAYS_SHORT if first else TITLES_SHORT
    return known.get(word.casefold(), (word,))


@cache
def _postcodes(start: str) -> list[str]:
    """Those that the gazetteer knows, by their first digits."""
    return sorted({row.code_postal for row in rows() if row.code_postal.startswith(start)})


def _plain(text: str) -> str:
    text = text.replace("œ", "oe").replace("Œ", "OE")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _slip(word: str, chance: random.Random) -> str:
    """The word with one slip; swapping two equal letters changes nothing."""
    place = chance.randrange(len(word) - 1)
    here, there = word[place], word[place + 1]
    letter = chance.choice(string.ascii_lowercase)
    middles = (there + here, there, here + here + there, letter + there)
    wrong = word[:place] + chance.choice(middles) + word[place + 2 :]
    return wrong.capitalize() if word.istitle() else wrong
