"""The authorised places of one nursery, out of French text as pages write it; never enrolled children, never a total.

R2324-17 and R2324-46 of the public health code speak of "places"; pages also say "berceaux", "capacité", "agrément".
A text that leaves a doubt gives no number but the reason: an empty cell is honest, a wrong one is not.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

from flows.normalise.numerals import digits
from sources.text import clean

Reason = Literal[
    "", "total_de_plusieurs", "plusieurs_categories", "effectif_seulement", "absente", "hors_bornes", "contradictoire"
]
LEAST, MOST = 1, 300
"""Bounds of `capacite` in the data model."""


class Capacity(NamedTuple):
    """`places` when the text states one number for one nursery, else None and `raison`.

    `collectives` and `familiales` are the places that the text gives to each category, None when it gives none.
    """

    places: int | None
    raison: Reason
    collectives: int | None = None
    familiales: int | None = None


_UNIT = r"(?:places|berceaux)\b"
_CHILDREN = r"(?:enfants|bebes|tout petits|jeunes enfants)\b"
_N = r"(?<!\w)(?<!\d[.,])(?:\d{1,3}(?:[ .]\d{3})+|\d+)(?![\d.,]*\d)"
_RANGE = rf"(?:(?P<low>{_N}) ?(?P<joint>-|–|a|/|ou|et) ?)?"
_RATE = re.compile(rf"{_N} ?{_UNIT}(?: d accueil)? pour (?:100|1 ?000) {_CHILDREN}")
"""What a territory has, which is no nursery's."""
_END = r"(?= ?(?:$|[,;:)(]|[.](?!\d)))"
_PLACES = re.compile(rf"{_RANGE}(?P<n>{_N}) ?{_UNIT}")
_HEADCOUNT = r"(?! (?:deja |actuellement |y )?(?:sont |etaient )?(?:inscrits|presents|accueillis|gardes|differents))"
_CAPACITY_WORDS = (
    "d de l la le est pour accueil totale? maximale? maximum max autorisee agreee theorique actuelle structure creche"
    " micro etablissement multi nominale a"
).split()
_CAPACITY = re.compile(
    rf"\bcapacites?(?: (?:{'|'.join(_CAPACITY_WORDS)})\b)* ?[:=]? ?{_RANGE}(?P<n>{_N})(?: {_CHILDREN}{_HEADCOUNT}|{_END})"
)
_LICENCE = re.compile(
    rf"\b(?:agre(?:e|ee|es|ees|ment)|autorise|autorisee|autorisation|habilitee?)(?: (?:de|d|a|pour|accueillir|accueil|la|pmi))*"
    rf" ?[:=]? ?{_RANGE}(?P<n>{_N}) {_CHILDREN}{_HEADCOUNT}"
)
_LABEL = re.compile(
    rf"\b(?:places|berceaux)(?: (?:agreees?|agrees?|autorisees?|autorises?|d accueil))? ?[:=] ?{_RANGE}(?P<n>{_N}){_END}"
)
_CLAIMS = (_PLACES, _CAPACITY, _LICENCE, _LABEL)
_HEADS = re.compile(
    rf"{_N} (?:\w+ )?(?:{_CHILDREN}|inscrits?|presents?|petits|bambins|familles)|\b(?:effectif|inscrits) ?[:=] ?{_N}"
)

# What stands before or after a number of places that is not the whole of them, or not theirs.
_PART_BEFORE = re.compile(
    r"(?:\b(?:dont|y compris|parmi|reste(?:nt)?|manque(?:nt)?|besoin de|attente|attente de|environ|pres de|plus de|moins de"
    r"|autour de|presque|au moins|quelque|quelques|jusqu a present|extension de|augmentation de|suppression de|perte de)"
    r"|\b(?:sections?|unites?|groupes?|salles?|dortoirs?) ?(?:de|a|:)?) ?$"
)
_SUM_BEFORE = re.compile(r"(?:\d ?[x*×]|\+|\bfois|\bplus) ?$")
_USE = (
    "parking stationnement assises debout disponibles? libres? vacantes? vacants? restantes? occupees? occupes? pourvues?"
    " pourvus? attribuees? attribues? reservees? reserves? financees? finances? vendues? vendus? supplementaires? nouvelles?"
    " nouveaux manquantes? section unite groupe urgence avip attente plus chacune? chaque bebes moyens grands nourrissons"
).split()
_WAYS_IN = (
    "d de en a au pour les l sont etaient deja actuellement encore accueil creche temps liste mode la par".split()
)
_PART_AFTER = re.compile(
    rf"(?: (?:{'|'.join(_WAYS_IN)}))* (?:(?:{'|'.join(_USE)})\b|(?:reguli|occasionn)\w+\b(?! (?:et|ou) [a-z])|(?:plein|partiel)\b)"
    rf"|(?: [a-z]+){{0,3}} et {_N} (?:en|pour|au?|d)\b(?! (?:terme|partir))"
)
_SITE = r"(?:(?:micro |mini )?creches|etablissements|structures|sites|multi accueils|eaje|haltes? garderies|mam|antennes|lieux)\b"
_SEVERAL = re.compile(
    rf"(?<!\w)(?!1 )\d+ (?:(?:petites|autres|nouvelles|nouveaux|de (?:nos|ses)) )?{_SITE}"
    rf"|\b(?:plusieurs|nos|ses|leurs|differente?s|diverse?s|toutes les|tous les|ensemble des|reseau de|reseau des) {_SITE}"
    rf"|\b(?:reparti|dispatch|partag)\w* (?:sur|dans|entre|en) (?:les |des |ses |nos )?{_SITE}"
    r"|\bau total\b|\ben tout\b|\bcumul\w*|\bchacune?\b|\bpar (?:creche|structure|site|etablissement)\b"
    r"|\bcreche (?:\w+ ){0,3}et (?:d )?une (?:micro )?creche\b"
)
_WAY = r"(?: ?(?:en|d|de|l|pour|accueil|creche|mode|garde|structure|service|a|la)\b)*"
_OF_KIND = re.compile(rf"(?P<n>{_N})(?: ?{_UNIT})?{_WAY} (?P<kind>collecti|famili)(?:f|fs|ve|ves|al|ale|ales|aux)\b")
_KIND_OF = re.compile(
    rf"\b(?P<kind>collecti|famili)(?:f|ve|al|ale)(?: ?[:(=]| de| d)? ?(?P<n>{_N})(?: ?{_UNIT}|{_END})"
)
_BOTH = re.compile(
    r"\bcollecti\w+ ?(?:et|ou|/|,|&|\+) ?(?:\w+ )?famili|\bfamili\w+ ?(?:et|ou|/|,|&|\+) ?(?:\w+ )?collecti"
)


def capacity(text: str) -> Capacity:
    """The authorised places that a text states for one nursery.

    >>> capacity("45 berceaux à terme, 23 enfants présents").places, capacity("18 inscrits, 10 places").places
    (45, 10)
    >>> capacity("95 places réparties sur six crèches").raison
    'total_de_plusieurs'
    """
    read = _RATE.sub(" ", _read(text))
    stated, several = list(_stated(read)), bool(_SEVERAL.search(read))
    kinds = _kinds(read) if re.search(_UNIT, read) else {}
    if several and (stated or re.search(_UNIT, read)):
        return Capacity(None, "total_de_plusieurs")
    if stated and _BOTH.search(read):
        return Capacity(None, "plusieurs_categories")
    one = _one(stated, bool(_HEADS.search(read)))
    if len(kinds) == 2 or (one.places and set(kinds.values()) - {one.places}):
        one = Capacity(None, "plusieurs_categories")
    return one._replace(collectives=kinds.get("collecti"), familiales=kinds.get("famili"))


def _one(stated: list[int | None], heads: bool) -> Capacity:
    """The one number that all statements agree on; None among them is a doubt (a range, a sum)."""
    if not stated:
        return Capacity(None, "effectif_seulement" if heads else "absente")
    places = stated[0]
    if len(set(stated)) > 1 or places is None:
        return Capacity(None, "contradictoire")
    return Capacity(places, "") if LEAST <= places <= MOST else Capacity(None, "hors_bornes")


def _stated(read: str) -> Iterator[int | None]:
    """Each number of places that the text states for the whole."""
    for claim in _CLAIMS:
        for match in claim.finditer(read):
            before, after = read[: match.start()], read[match.end() :]
            if _PART_BEFORE.search(before) or _PART_AFTER.match(after):
                continue
            yield None if _ranged(match) or _SUM_BEFORE.search(before) else _whole(match["n"])


def _ranged(match: re.Match[str]) -> bool:
    """`10 à 12 places` is no one number; `2017 - 20 places` and `Loiret 45 - 20 places` are."""
    if not match["low"]:
        return False
    low, high = _whole(match["low"]), _whole(match["n"])
    return low <= MOST and (low < high or match["joint"] not in "-–")


def _kinds(read: str) -> dict[str, int]:
    """Places by category, those only that the text gives one number of."""
    found: dict[str, set[int]] = {}
    for pattern in (_OF_KIND, _KIND_OF):
        for match in pattern.finditer(read):
            found.setdefault(match["kind"], set()).add(_whole(match["n"]))
    sure = {kind: numbers.pop() for kind, numbers in found.items() if len(numbers) == 1}
    return {kind: number for kind, number in sure.items() if LEAST <= number <= MOST}


def _whole(number: str) -> int:
    return int(re.sub(r"\D", "", number))


def _read(text: str) -> str:
    """Small letters without accents, hyphens and apostrophes inside words as blanks, numbers in figures."""
    text = clean(text).casefold().replace("œ", "oe")
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return digits(" ".join(re.sub(r"(?<=\w)['’‐‑-](?=[a-z])|[_•]", " ", plain).split()))
