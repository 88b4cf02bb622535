"""How sure a nursery is: whether it is there, why that is in doubt, and how near its point is to its door."""

import re
from typing import NamedTuple

from flows.site.page import web
from flows.site.shown import Shown
from flows.site.values import distance, word
from flows.site.words import Words
from schemas.records import Row

_ANNOUNCED = "ouverture_annoncee"
_WHY = (_ANNOUNCED, "membre_disparu", "preuve_ancienne", "fermeture_contredite", "fermeture_annoncee")
"""Doubts that tell why nobody confirms a place."""
_GRAVITIES = ("erreur", "doute", "avertissement", "info")
"""The gravest first."""
_PROOF = re.compile(r"(.*\S) (?:Preuve : |Evidence: )(\S+)", re.DOTALL)
_UNREAD = ("perimee", "bloquee", "cassee")
"""States of a source whose last words are kept."""


class Doubt(NamedTuple):
    """A doubt in words. `proof`: the page that its message ends with, when it may be opened."""

    gravity: str
    text: str
    proof: str


def doubts(about: Shown, t: Words, id_: str) -> list[Doubt]:
    """Those about a row, the gravest first."""
    found = sorted(about.doubts.get(id_, ()), key=lambda one: (_GRAVITIES.index(one["gravite"]), one["code"]))
    return [_doubt(t, one) for one in found]


def _doubt(t: Words, row: Row) -> Doubt:
    told = message(t, row)
    parts = _PROOF.fullmatch(told)
    proof = web(parts[2]) if parts else ""
    return Doubt(word(t, "gravite", row["gravite"]), parts[1] if parts and proof else told, proof)


def why(about: Shown, t: Words, row: Row) -> list[str]:
    """Why a place is not confirmed, in sentences; empty for one that is."""
    if row["statut"] != "non_confirme":
        return []
    told = [message(t, one) for one in about.doubts.get(row["id"], ()) if one["code"] in _WHY]
    if told:
        return told
    unread = [about.sources[one]["titre"] for one in row["sources"].split("|") if _is_unread(about, one)]
    if unread:
        return [t("creche.pourquoi_non_lue", titre=one, jour=t.day(row["date_derniere_vue"])) for one in unread]
    return [t("creche.pourquoi_personne", jour=t.day(row["date_derniere_vue"]))]


def is_announced(about: Shown, row: Row) -> bool:
    """Whether a place has only been announced: no source that was read says that it opened."""
    codes = {one["code"] for one in about.doubts.get(row["id"], ())}
    return row["statut"] == "non_confirme" and _ANNOUNCED in codes


def _is_unread(about: Shown, source: str) -> bool:
    return about.sources.get(source, {}).get("statut") in _UNREAD


def message(t: Words, doubt: Row) -> str:
    """The message of a doubt in the page's language; of one about a day, in the site's own words, since the message has it as a code."""
    told, colon = (doubt["message_fr"], " : ") if t.tongue == "fr" else (doubt["message_en"], ": ")
    key = f"creche.doute_{doubt['code']}"
    if not t.has(key) or t.day(doubt["valeur"]) == doubt["valeur"]:
        return told
    return t(key, nom=told.partition(colon)[0], jour=t.day(doubt["valeur"]))


def point(t: Words, row: Row) -> str:
    """What the point stands for, and how far the door may be."""
    precision, radius = row["geo_precision"], row["geo_rayon_m"]
    key = f"creche.point_{precision}"
    if not row["longitude"] or not t.has(key):
        return t("creche.point_aucune")
    near = precision == "numero" or not radius.isdecimal()
    told = t(key) if near else t("creche.a_pres", lieu=t(key), distance=distance(t, int(radius)))
    return t("creche.point_en_attente", point=told) if row["geo_statut"] == "en_attente" else told
