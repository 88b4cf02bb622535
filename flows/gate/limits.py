"""The gates, a closed list: what each measures, from where on it warns, holds or refuses, and why there.

A share alone says little of six members, and a number little of two thousand: a breach must pass both.
"""

import re
from dataclasses import dataclass
from typing import Literal

from schemas.verdicts import Ruling

_FORMS = re.compile(r"\{([^|}]*)\|([^|}]*)\}")


def in_number(said: str, many: bool) -> str:
    """Words in the singular or in the plural."""
    return _FORMS.sub(r"\2" if many else r"\1", said)


@dataclass(frozen=True, slots=True)
class Limit:
    """One gate. It is breached when more than `allowed` are met, and they are `share` % of all or more (`above`: more).

    `warns` is the share (%) from which it warns; with `may_pass`, a person may acknowledge a breach for a time.
    """

    scope: Literal["source", "ensemble"]
    breach: Ruling
    allowed: int
    share: int
    warns: int
    said_fr: str
    said_en: str
    """What is measured, `{one|many}` standing for words in agreement with the number; with `asks`, a question."""
    reason: str
    may_pass: bool = True
    above: bool = False
    asks: bool = False

    @property
    def fr(self) -> str:
        """What it measures, in French."""
        return in_number(self.said_fr, many=True)

    @property
    def en(self) -> str:
        """What it measures, in English."""
        return in_number(self.said_en, many=True)

    @property
    def signs(self) -> str:
        """The limit in signs, for a machine and for a table: "> 2 et >= 20 %"."""
        share = f" et {'>' if self.above else '>='} {self.share} %" if self.share else ""
        return f"> {self.allowed}{share}"


# fmt: off
LIMITS: dict[str, Limit] = {
    "baisse": Limit(
        *("source", "retenue", 2, 20, 10, "enregistrement{|s} que la source ne cite plus", "record{|s} that the source lost"),
        "A list of twenty may lose two members in a week; one in five at once is a page cut short far more often.",
    ),
    "hausse": Limit(
        *("source", "retenue", 5, 100, 50, "enregistrement{|s} nouveau{|x} de la source", "record{|s} that the source gained"),
        "No list doubles in a week: other rows were taken for members, or a service lost its filter.",
    ),
    "repetitions": Limit(
        *("source", "retenue", 2, 10, 1, "enregistrement{|s} répété{|s} mot pour mot", "record{|s} repeated word for word"),
        "A page that repeats itself is a loop of its pagination.",
    ),
    "valeurs_perdues": Limit(
        *("source", "retenue", 2, 50, 20, "valeur{|s} que la source ne donne plus", "value{|s} that the source gives no more"),
        "Phones or streets that leave half of the rows at once were lost by the reader, not by their owners.",
    ),
    "vide": Limit(
        *("ensemble", "refus", 0, 0, 0, "Publication sans aucun lieu", "A release without any place"),
        "An empty release says that no nursery is left.",
        may_pass=False,
        asks=True,
    ),
    "retraits": Limit(
        *("ensemble", "refus", 2, 15, 5, "{lieu ou gestionnaire retiré|lieux et gestionnaires retirés}",
          "{place or operator|places and operators} withdrawn"),
        "What leaves, leaves for good: more than one in seven at once needs a person's word.",
    ),
    "ajouts": Limit(
        *("ensemble", "refus", 20, 100, 50, "{lieu nouveau|lieux nouveaux} de sources connues", "new place{|s} of known sources"),
        "A dataset that doubles without a new source has taken in something else.",
    ),
    "obligatoires": Limit(
        *("ensemble", "refus", 0, 0, 0, "cellule{|s} obligatoire{|s} vide{|s}", "mandatory cell{|s} that {is|are} empty"),
        "A mandatory column is filled everywhere, or those who read it break.",
        may_pass=False,
    ),
    "remplissage": Limit(
        *("ensemble", "refus", 2, 20, 10, "valeur{|s} perdue{|s} par des lieux connus", "value{|s} lost by known places"),
        "One phone in five does not go in a week.",
    ),
    "precision": Limit(
        *("ensemble", "refus", 2, 20, 5, "point{|s} devenu{|s} moins précis", "point{|s} that became less precise"),
        "Doors that fall back to the centre of their commune come from a geocoder or a reader that is unwell.",
    ),
    "deplacements": Limit(
        *("ensemble", "refus", 2, 10, 1, "point{|s} déplacé{|s} sans que l'adresse change", "point{|s} moved, same address"),
        "A nursery does not move 500 m while its address stays: a geocoder changed its mind, or columns were swapped.",
    ),
    "valeurs_changees": Limit(
        *("ensemble", "refus", 2, 25, 10, "valeur{|s} remplacée{|s} par une autre", "value{|s} replaced by another"),
        "One phone or street in four does not change in a week: a column slipped by a row, or the page lies.",
    ),
    "retraits_90_jours": Limit(
        *("ensemble", "refus", 5, 30, 15, "{lieu retiré|lieux retirés} en 90 jours", "{place|places} withdrawn in 90 days"),
        "A list that loses a little each week is lost as well: each release passes, the season does not.",
    ),
    "renommages": Limit(
        *("ensemble", "refus", 2, 25, 10, "lieu{|x} renommé{|s}", "place{|s} renamed"),
        "A few names change in a year; many at once are a column that slipped.",
    ),
    "autre_liste": Limit(
        *("ensemble", "refus", 0, 0, 0, "source{|s} qui ne cite{|nt} plus aucun lieu d'avant", "source{|s} that name{s|} none of before"),
        "A page that names none of the three places or more that it named is another list.",
    ),
    "attente": Limit(
        *("ensemble", "refus", 0, 5, 1, "adresse{|s} en attente du géocodeur", "address{|es} wait{s|} for the geocoder"),
        "Above one in twenty, the points of the last release are the better ones.",
        above=True,
    ),
    "revues": Limit(
        *("ensemble", "refus", 10, 50, 25, "doute{|s} ouvert{|s}", "open doubt{|s}"),
        "A release half of whose rows are in doubt is not worth more than the last one.",
    ),
    "doublons": Limit(
        *("ensemble", "refus", 2, 20, 1, "gestionnaire{|s} au même contact", "operator{|s} with the same contact"),
        "The phone or mailbox of the network itself, taken for that of each of its members.",
    ),
    "vie_privee": Limit(
        *("ensemble", "refus", 0, 0, 0, "{mobile ou adresse personnelle|mobiles et adresses personnelles}",
          "{mobile or personal mailbox|mobiles and personal mailboxes}"),
        "No person's contact is published, whoever may agree to it.",
        may_pass=False,
    ),
    "licences": Limit(
        *("ensemble", "refus", 0, 0, 0, "source{|s} sans licence compatible", "source{|s} without a compatible licence"),
        "The release is under Licence Ouverte 2.0: nothing under ODbL, nothing without legal basis may enter it.",
        may_pass=False,
    ),
    "schema": Limit(
        *("ensemble", "refus", 0, 0, 0, "faute{|s} contre les schémas", "fault{|s} against the schemas"),
        "Frictionless reads the tables as written; what it refuses, a portal refuses.",
        may_pass=False,
    ),
    "ages": Limit(
        *("ensemble", "averti", 0, 0, 0, "source{|s} de plus de 90 jours", "source{|s} older than 90 days"),
        "After three months a person looks whether the source still stands.",
        may_pass=False,
    ),
    "acquittements": Limit(
        *("ensemble", "averti", 0, 0, 0, "acquittement{|s} expiré{|s} ou sans objet", "acknowledgement{|s} expired or unused"),
        "An acknowledgement is for one breach and for a time; what is left of it is taken out.",
        may_pass=False,
    ),
}
"""In the order in which they are told."""
# fmt: on


def ruling(gate: str, count: int, of: int) -> Ruling:
    """What follows from so many (`count`) among all (`of`)."""
    limit = LIMITS[gate]
    enough = count * 100 > limit.share * of if limit.above else count * 100 >= limit.share * of
    if count > limit.allowed and enough:
        return limit.breach
    return "averti" if count and count * 100 >= limit.warns * of else "ok"
