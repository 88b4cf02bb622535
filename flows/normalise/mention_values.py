"""Typed values of a mention: codes, numbers, days and words of a closed list. What is none of them is emptied and told."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from flows.normalise import anomalies as codes
from flows.normalise.forms import FORMS, INCONNU, legal_form
from flows.normalise.numbers import siren, siret
from flows.normalise.privacy import MAILBOX
from schemas.records import Row
from schemas.tables import fields
from sources.text import clean

_YES = frozenset("true vrai oui o".split())
_NO = frozenset("false faux non n".split())
_APE = re.compile(r"([0-9]{2})\.?([0-9]{2})([A-Z])")
_URL = re.compile(r"https?://[A-Za-z0-9.-]+\.[A-Za-z0-9-]+(?::[0-9]+)?(?:[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%\[\]-]*)?")
_WITHOUT_CAPACITY = ("laep", "rpe")


def form(text: str) -> str:
    """A word of the vocabulary, or the one that a register's words state ("SCIC SARL"); '' for words that state none."""
    stated = text if text in FORMS else legal_form(text)
    return stated if stated != INCONNU or text == INCONNU else ""


def day(text: str) -> str:
    """A whole day of the calendar, as ISO writes it; '' for a month, a year, or a day that is none.

    >>> day("2013-10-01"), day("2013-10"), day("2013-02-30")
    ('2013-10-01', '', '')
    """
    try:
        return date.fromisoformat(text).isoformat() if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else ""
    except ValueError:
        return ""


def boolean(text: str) -> str:
    """`true` or `false` when the source says one of them, else ''."""
    word = text.lower()
    return "true" if word in _YES else "false" if word in _NO else ""


def checked(row: Row) -> tuple[Row, list[tuple[str, str]]]:
    """The typed values of a raw mention, '' for what is refused, and what to tell: (code, column)."""
    told: list[tuple[str, str]] = []
    values: Row = {}
    for column, read in _READ.items():
        raw = clean(row.get(column, ""))
        values[column] = read(raw)
        lost = raw and (not values[column] or (column in _LISTS and len(values[column].split("|")) < len(_parts(raw))))
        told += [(_CODES.get(column, codes.VALEUR_REFUSEE), column)] if lost else []
    return values, told + _between(values)


def _between(values: Row) -> list[tuple[str, str]]:
    """What values say against each other; those in doubt are emptied."""
    told = []
    if values["categorie"] in _WITHOUT_CAPACITY and values["capacite"]:
        values["capacite"] = ""
        told.append((codes.CAPACITE_SANS_OBJET, "capacite"))
    low, high = values["age_min_mois"], values["age_max_mois"]
    if low and high and int(low) > int(high):
        values["age_min_mois"] = values["age_max_mois"] = ""
        told.append((codes.AGES_CONTRADICTOIRES, "age_min_mois"))
    return told


def _matching(pattern: str) -> Callable[[str], str]:
    return lambda text: text if re.fullmatch(pattern, text) else ""


_MAILBOX_SIGNS = frozenset("@＠[({")
"""Without one of these signs, no text holds a mailbox, however it is hidden."""


def evidence(text: str) -> str:
    """The address of a page as it is read, http too; not one that holds a mailbox."""
    return text if _URL.fullmatch(text) and (_MAILBOX_SIGNS.isdisjoint(text) or not MAILBOX.search(text)) else ""


def _ape(text: str) -> str:
    """`8891A` as `88.91A`."""
    match = _APE.fullmatch(text)
    return "{}.{}{}".format(*match.groups()) if match else ""


def _rules(table: str, column: str) -> Mapping[str, object]:
    """The constraints that the published schema sets on a column."""
    found = next(field["constraints"] for field in fields(table) if field["name"] == column)
    assert isinstance(found, dict)
    return found


def _word(table: str, column: str) -> Callable[[str], str]:
    allowed = _rules(table, column)["enum"]
    assert isinstance(allowed, list)
    return lambda text: text if text in allowed else ""


def _integer(column: str) -> Callable[[str], str]:
    rules = _rules("etablissements", column)
    low, high = int(str(rules["minimum"])), int(str(rules["maximum"]))
    return lambda text: str(int(text)) if re.fullmatch(r"[0-9]{1,4}", text) and low <= int(text) <= high else ""


def _parts(text: str) -> list[str]:
    return list(dict.fromkeys(part for part in map(str.strip, text.split("|")) if part))


def _modes(text: str) -> str:
    """The modes that the schema allows, in the order given, each once."""
    one = re.compile(str(_rules("etablissements", "modes_accueil")["pattern"]))
    return "|".join(part for part in _parts(text) if one.search(part))


_READ: Mapping[str, Callable[[str], str]] = {
    "siren": siren,
    "siret": siret,
    "predecesseur": siret,
    "forme": form,
    "forme_depuis": day,
    "date_fermeture": day,
    "jour": day,
    "vu_le": day,
    "url": evidence,
    "categorie_juridique": _matching(r"[0-9]{4}"),
    "ape": _ape,
    "nomenclature_ape": _word("gestionnaires", "nomenclature_ape"),
    "annee_creation": _matching(r"(?:19|20)[0-9]{2}"),
    "est_ess": boolean,
    "gestion_parentale": boolean,
    "itinerante": boolean,
    "avip": boolean,
    "nature_lieu": _word("etablissements", "nature_lieu"),
    "categorie": _word("etablissements", "categorie"),
    "financement": _word("etablissements", "financement"),
    "modes_accueil": _modes,
    "capacite": _integer("capacite"),
    "age_min_mois": _integer("age_min_mois"),
    "age_max_mois": _integer("age_max_mois"),
}
"""How each typed column is read: '' for what it may not be."""
TYPED = tuple(_READ)
_LISTS = ("modes_accueil",)
_CODES = {
    "siren": codes.SIREN_INVALIDE,
    "siret": codes.SIRET_INVALIDE,
    "predecesseur": codes.SIRET_INVALIDE,
    "forme": codes.FORME_INCONNUE,
    "capacite": codes.CAPACITE_REFUSEE,
}
