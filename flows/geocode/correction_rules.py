"""What a row of the corrections file must be, each rule with its words."""

import re
from typing import TYPE_CHECKING

from flows.decision_rules import evidence_faults
from flows.geocode.points import in_france
from sources.communes import commune_of

if TYPE_CHECKING:
    from flows.geocode.corrections import Correction

DECISIONS = ("point", "centre", "commune")
"""A point by hand; the commune's centre, the proposals being wrong; the commune in which the address really lies."""
_CLASSES = {"numero": ("11", "21"), "voie": ("12", "22"), "lieu_dit": ("12", "22")}
_INSEE = re.compile(r"(?:\d\d|2[AB])\d{3}")
_POSTCODE = re.compile(r"\d{5}")
_NUMBER = r"-?\d{1,3}(?:\.\d{1,15})?"
_DECIMAL = re.compile(_NUMBER)
_PAIR = re.compile(f"{_NUMBER} {_NUMBER}")
_FREE_TEXTS = ("adresse", "commune", "geo_libelle", "raison")
_ABOUT_PEOPLE = ("adresse", "geo_libelle", "raison", "preuve_url")


def faults_of(one: "Correction") -> list[str]:
    """What is wrong with a correction, in words; [] when nothing is."""
    tests = {**_of_address(one), **_of_decision(one)}
    ours = [fault for fault, fine in tests.items() if not fine]
    return ours + evidence_faults(one, "date", _FREE_TEXTS, _ABOUT_PEOPLE)


def _of_address(one: "Correction") -> dict[str, bool]:
    """A spreadsheet takes zeros from the front of numbers: such a row would be about another address."""
    return {
        "it names no address: adresse and commune are empty": bool(one.adresse or one.commune),
        f"code_insee {one.code_insee!r} is no INSEE code": not one.code_insee or bool(_INSEE.fullmatch(one.code_insee)),
        f"code_postal {one.code_postal!r} is no postcode": not one.code_postal
        or bool(_POSTCODE.fullmatch(one.code_postal)),
    }


def _of_decision(one: "Correction") -> dict[str, bool]:
    is_point, is_commune = one.decision == "point", one.decision == "commune"
    return {
        f"decision {one.decision!r} is none of {', '.join(DECISIONS)}": one.decision in DECISIONS,
        "remplace is no point: write longitude, a blank, latitude": not one.remplace
        or bool(_PAIR.fullmatch(one.remplace)),
        "longitude and latitude are no point of France, such as 2.4098 and 48.8981": not is_point or _in_france(one),
        "geo_precision and geo_qualite do not go together": not is_point
        or one.geo_qualite in _CLASSES.get(one.geo_precision, ()),
        f"longitude and latitude do not go with decision {one.decision!r}": is_point
        or not (one.longitude or one.latitude),
        f"code_insee_corrige {one.code_insee_corrige!r} is no commune": not is_commune
        or commune_of(one.code_insee_corrige) is not None,
        f"code_insee_corrige does not go with decision {one.decision!r}": is_commune or not one.code_insee_corrige,
    }


def _in_france(one: "Correction") -> bool:
    if not (_DECIMAL.fullmatch(one.longitude) and _DECIMAL.fullmatch(one.latitude)):
        return False
    return in_france(float(one.longitude), float(one.latitude))
