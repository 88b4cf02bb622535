"""Words of French addresses: kinds of way and their abbreviations (INSEE's and La Poste's short forms), titles, Saint.

An abbreviation is expanded only where it cannot be another word: a kind of way as first word, a title before a name.
"""

import re
from functools import lru_cache

from sources.text import fold

_SHORT_WAYS = {
    "Allée": "all allee",
    "Allées": "allees",
    "Avenue": "av ave",
    "Boulevard": "bd bld blvd boul bvd",
    "Chaussée": "chaussee",
    "Chemin": "ch che chem chm",
    "Cité": "cite",
    "Cours": "crs",
    "Esplanade": "espl",
    "Faubourg": "fg fbg",
    "Impasse": "imp",
    "Lieu-dit": "ld",
    "Lotissement": "lot",
    "Montée": "mte montee",
    "Passage": "pass",
    "Place": "pl",
    "Promenade": "prom",
    "Quai": "qu",
    "Quartier": "qua quart",
    "Résidence": "res residence",
    "Rond-Point": "rpt",
    "Route": "rte rt",
    "Rue": "r",
    "Ruelle": "rle",
    "Square": "sq",
    "Traverse": "trav",
}
WAYS = {short: full for full, shorts in _SHORT_WAYS.items() for short in shorts.split()}
"""Folded short form -> the word in full."""
ZONES = frozenset("rd rn za zac zae zi".split())
"""Kinds of way that are initials: written in capitals."""
STREETS = frozenset(
    "allee allees avenue boulevard chaussee chemin cours esplanade faubourg impasse montee parvis passage place"
    " promenade quai route rue ruelle sente sentier square traverse venelle voie".split()
)
"""Folded kinds of way that surely begin a street, wherever they stand."""
_PLACES = frozenset("cite clos domaine hameau lieu lotissement mail parc quartier residence rond villa zone".split())
_TITLES = {
    "Adjudant": "Adj",
    "Capitaine": "Cne",
    "Commandant": "Cdt cdt",
    "Docteur": "Dr dr",
    "Faubourg": "Fbg fbg Fg fg",
    "Général": "Gal gal Gén Gen",
    "Grand": "Gd",
    "Grande": "Gde gde",
    "Lieutenant": "Lt",
    "Maréchal": "Mal",
    "Monseigneur": "Mgr mgr",
    "Notre-Dame": "ND Nd",
    "Président": "Pdt pdt",
    "Professeur": "Pr Prof",
    "Sergent": "Sgt",
}
_INSIDE = {short: full for full, shorts in _TITLES.items() for short in shorts.split()}
_INSIDE |= {short.upper(): full for short, full in _INSIDE.items()}
FULL_WORDS = frozenset(
    word
    for text in (*_SHORT_WAYS, *_TITLES, "Saint Sainte Bâtiment Appartement Escalier Immeuble")
    for word in fold(text).split()
)
"""Every folded word that an abbreviation may become: an address holds its source's words and these, no others."""
_WORD = re.compile(r"[^\W\d]+")
_FIRST = re.compile(r"(?P<short>[^\W\d]+)(?P<gap>\. ?| )(?P<rest>[^\W_].*)")
_TITLE = re.compile(r"(?:^|(?<=[ (]))(?P<short>[^\W\d]{2,4})(?P<gap>\. ?|\.?-| )(?=(?P<next>[^\W\d]\S*))")
_SAINT = re.compile(r"(?<![\w'.])(?P<saint>[Ss]t|ST)(?P<e>[eE]?)(?:\. ?| |(?=-))(?=-?[A-ZÀ-ÖØ-Þ])")
_MARSHALS = frozenset("de foch gallieni joffre juin leclerc lyautey".split())
_GREAT_STREET = re.compile(r"(?:grande?|gde?) (?:rue|place)\b")


@lru_cache(maxsize=20_000)
def expand(way: str, numbered: bool = False) -> str:
    """The way with its abbreviations in full; a small abbreviation stays small. `numbered`: a number stood before it.

    >>> expand("av. du Gal Leclerc"), expand("CH DU MOULIN"), expand("Rue St-Antoine")
    ('avenue du Général Leclerc', 'Chemin DU MOULIN', 'Rue Saint-Antoine')
    """
    return saint(_TITLE.sub(_title, _kind(way, numbered)))


def saint(text: str) -> str:
    """`St` and `Ste` before a capital in full: Saint, Sainte."""
    return _SAINT.sub(_saint, text)


def starts_street(text: str) -> bool:
    """Whether the text begins with a kind of way, in full or short (`Av. Foch`, `Grande Rue`)."""
    word = _first_word(text)
    short = fold(WAYS.get(word, "")) in STREETS and bool(_FIRST.fullmatch(text))
    return word in STREETS or short or bool(_GREAT_STREET.match(fold(text)))


def starts_place(text: str) -> bool:
    """Whether the text begins with a lesser kind of way: a residence, a zone, a quarter."""
    word = _first_word(text)
    return word in _PLACES or word in ZONES or fold(WAYS.get(word, "")) in _PLACES


def like(short: str, full: str) -> str:
    """The word in full, small when its short form was."""
    return full.lower() if short.islower() else full


def _first_word(text: str) -> str:
    match = _WORD.match(text)
    return fold(match[0]) if match else ""


def _kind(way: str, numbered: bool) -> str:
    """The first word in full. `CH de Lannion`, without a number, is a hospital."""
    match = _FIRST.fullmatch(way)
    short = match["short"] if match else ""
    if not match or (short == "CH" and not numbered and not way.isupper()):
        return way
    if fold(short) in ZONES:
        return f"{short.upper()} {match['rest']}"
    full = WAYS.get(fold(short))
    return f"{like(short, full)} {match['rest']}" if full else way


def _title(match: re.Match[str]) -> str:
    """`Mal` is a marshal with a dot or before a marshal's name, else a word (`Rue Mal Assise`)."""
    short, full = match["short"], _INSIDE.get(match["short"])
    doubtful = short.lower() == "mal" and "." not in match["gap"]
    if not full or (doubtful and fold(match["next"]).split(" ")[0] not in _MARSHALS):
        return match[0]
    return like(short, full) + ("-" if match["gap"].endswith("-") else " ")


def _saint(match: re.Match[str]) -> str:
    word = like(match["saint"], "Saint") + ("e" if match["e"] else "")
    return word + ("" if match.string[match.end()] == "-" else " ")
