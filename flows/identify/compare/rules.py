"""What may be said of two mentions, and the closed list of reasons, each with its sentence."""

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["meme", "demander", "different"]

RULES = {
    # the same
    "meme_siren": ("Même SIREN.", "Same SIREN."),
    "meme_siret": ("Même SIRET.", "Same SIRET."),
    "succession_siret": ("L'un des SIRET succède à l'autre.", "One SIRET succeeds to the other."),
    "meme_nom_cooperatives": (
        "Même nom dans la même commune, et deux coopératives.",
        "Same name in the same commune, and both cooperatives.",
    ),
    "meme_nom_et_preuve": (
        "Même nom dans la même commune, et même téléphone, même site ou même adresse.",
        "Same name in the same commune, and same phone, site or address.",
    ),
    "nom_proche_et_preuve": (
        "Noms proches dans la même commune, et même téléphone, même site ou même adresse.",
        "Near names in the same commune, and same phone, site or address.",
    ),
    "meme_gestionnaire_et_nom": (
        "Même gestionnaire et même nom dans la même commune.",
        "Same operator and same name in the same commune.",
    ),
    # ask
    "meme_nom": (
        "Même nom dans la même commune, sans autre preuve.",
        "Same name in the same commune, no other evidence.",
    ),
    "meme_nom_ailleurs": (
        "Même nom et même contact, ou nom rare, mais communes différentes ou inconnues.",
        "Same name and contact, or a rare name, but other or unknown communes.",
    ),
    "nom_proche": (
        "Noms proches dans la même commune ou chez le même gestionnaire.",
        "Near names in the same commune or of the same operator.",
    ),
    "nom_plus_long": (
        "L'un des noms a un mot de plus, au même contact ou à la même adresse.",
        "One of the names has a word more, at the same contact or address.",
    ),
    "autre_nom_commun": (
        "Même gestionnaire et même commune, et un autre nom en commun : le lieu ou son gestionnaire.",
        "Same operator and commune, and another name in common: the place's or its operator's.",
    ),
    "formes_contraires": (
        "Même nom, mais deux formes juridiques ou deux services différents.",
        "Same name, but two legal forms or two services.",
    ),
    "preuves_contraires": (
        "Même nom dans la même commune, mais téléphone, site ou adresse diffèrent.",
        "Same name in the same commune, but phone, site or address differ.",
    ),
    "nom_banal": (
        "Noms trop courants pour prouver quoi que ce soit, au même contact ou à la même adresse.",
        "Names too common to prove anything, at the same contact or address.",
    ),
    "telephone_et_adresse": (
        "Noms différents au même téléphone et à la même adresse.",
        "Other names at the same phone and address.",
    ),
    "meme_contact": (
        "Noms différents dans la même commune, mais même téléphone, même site ou même courriel.",
        "Other names in the same commune, but same phone, site or mailbox.",
    ),
    "meme_porte": (
        "Même gestionnaire à la même adresse, sous deux noms.",
        "Same operator at the same address, under two names.",
    ),
    "siret_deux_sections": (
        "Même SIRET pour deux sections d'une maison.",
        "Same SIRET for two sections of one house.",
    ),
    "demenagement": (
        "Même SIREN, même nom et même commune, mais deux SIRET : peut-être un déménagement.",
        "Same SIREN, name and commune, but two SIRETs: perhaps a move.",
    ),
    "reprise": (
        "Même nom, et même adresse ou même téléphone, mais deux gestionnaires : peut-être une reprise.",
        "Same name, and same address or phone, but two operators: perhaps a take-over.",
    ),
    # different
    "autre_siren": ("Deux SIREN différents.", "Two different SIRENs."),
    "autre_siret": ("Deux SIRET différents.", "Two different SIRETs."),
    "sections": (
        "Deux sections ou deux sites que leur nom distingue (A et B, Petits et Grands).",
        "Two sections or sites that their names tell apart (A and B, Petits and Grands).",
    ),
    "autre_departement": ("Départements différents.", "Other départements."),
    "autre_commune": ("Communes différentes.", "Other communes."),
    "autre_categorie": ("Catégories différentes.", "Other categories."),
    "autre_gestionnaire": ("Gestionnaires différents.", "Other operators."),
    "autre_adresse": ("Adresses différentes dans la même commune.", "Other addresses in the same commune."),
    "autre_nom": ("Noms différents, sans preuve qui les rapproche.", "Other names, and no evidence that joins them."),
}
"""Rule -> its sentence, in French and in English."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of two mentions."""

    outcome: Outcome
    rule: str
    """One of RULES."""
    forbids: bool = False
    """Different on positive evidence, or a question that only a person may answer: no chain of likenesses joins them."""
    strength: int = 0
    """Of `meme`: STRONG on a key, AGREED on evidence. Of `demander`: how alike the names are, of 100."""


STRONG = 3
AGREED = 2


def same(rule: str, strength: int = AGREED) -> Verdict:
    """One thing."""
    return Verdict("meme", rule, strength=strength)


def ask(rule: str, likeness: int, forbids: bool = False) -> Verdict:
    """A person must say; `forbids`: and until then no chain of likenesses."""
    return Verdict("demander", rule, forbids, likeness)


def different(rule: str, forbids: bool = False) -> Verdict:
    """Two things."""
    return Verdict("different", rule, forbids)
