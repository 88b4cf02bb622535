"""Cells as the site tells them: codes in words, days as days, lists with commas; columns by their titles, in both languages."""

import re
from collections.abc import Mapping
from functools import cache

from flows.changes.plain import code, title_of
from flows.site.page import mailto, tel, web
from flows.site.shown import Shown
from flows.site.words import Words
from schemas.tables import fields

LISTS = frozenset({"autres_noms", "modes_accueil", "sources", "soutiens", "certifications", "projets_en_cours"})
"""Columns whose parts a bar separates."""
_LINKS = {"telephone": tel, "courriel": mailto, "site_web": web, "source_url": web}
_DIGITS = 15
_PLACES = {"departement": "departement", "region": "region"}


def title(t: Words, table: str, champ: str) -> str:
    """What a column is called."""
    key = f"colonnes.{champ}"
    return t(key) if t.has(key) else title_of(table, champ, t.tongue)


def word(t: Words, champ: str, cell: str) -> str:
    """A code of a closed list in words: those of its column first, since a code may mean two things."""
    for key in (f"codes.{champ}_{cell}", f"codes.{cell}"):
        if t.has(key):
            return t(key)
    return code(cell, t.tongue)


def said(about: Shown, t: Words, table: str, champ: str, cell: str) -> str:
    """A cell as people read it; '' for an empty one."""
    if not cell:
        return ""
    if champ in LISTS:
        names = about.titles if champ == "sources" else {}
        coded = is_coded(table, champ)
        return ", ".join(word(t, champ, one) if coded else names.get(one, one) for one in cell.split("|"))
    if champ == "source":
        return about.titles.get(cell, cell)
    return _one(about, t, table, champ, cell)


def _one(about: Shown, t: Words, table: str, champ: str, cell: str) -> str:
    if is_coded(table, champ):
        return word(t, champ, cell)
    if kinds(table).get(champ) == "date":
        return t.day(cell)
    if champ in _PLACES:
        name = about.departement(cell) if champ == "departement" else about.region(cell)
        return cell if name == cell else f"{name} ({cell})"
    if champ == "gestionnaire_id":
        name = about.operators.get(cell, {}).get("nom", "")
        return f"{name} ({cell})" if name else cell
    return phone(t, cell) if champ == "telephone" else _measured(t, champ, cell)


def _measured(t: Words, champ: str, cell: str) -> str:
    """Metres as a distance, whole numbers as the language groups them; all else as it stands."""
    if not is_whole(cell):
        return cell
    if champ == "geo_rayon_m":
        return distance(t, int(cell))
    return t.number(int(cell)) if champ in ("capacite", "nb_fondateurs") else cell


def is_whole(cell: str) -> bool:
    """Whether a cell is a whole number that can be told as one; one of thousands of digits stays as it stands."""
    return cell.isdecimal() and len(cell) <= _DIGITS


def is_coded(table: str, champ: str) -> bool:
    """Whether its cells are codes, which no source writes: what is read is told by them."""
    return champ == "modes_accueil" or kinds(table).get(champ) in ("enum", "boolean")


@cache
def kinds(table: str) -> Mapping[str, str]:
    """Column -> its type in the schema; `enum` for a closed list."""
    found = {}
    for field in fields(table):
        limits = field.get("constraints")
        listed = isinstance(limits, dict) and "enum" in limits
        found[str(field["name"])] = "enum" if listed else str(field["type"])
    return found


def link(champ: str, cell: str) -> str:
    """The address that a cell leads to; '' when it leads nowhere."""
    made = _LINKS.get(champ)
    return made(cell) if made else ""


def phone(t: Words, number: str) -> str:
    """A number as it is dialled: `02 96 39 72 08` in French, `+33 2 96 39 72 08` in English; others as they are."""
    found = re.fullmatch(r"\+33([1-9])(\d\d)(\d\d)(\d\d)(\d\d)", number)
    if not found:
        return number
    first, *pairs = found.groups()
    return " ".join([f"0{first}" if t.tongue == "fr" else f"+33 {first}", *pairs])


def distance(t: Words, metres: int) -> str:
    """`250 m`, `3,8 km`; the blank does not break."""
    return f"{t.number(metres)}\u00a0m" if metres < 1000 else f"{t.number(metres / 1000, 1)}\u00a0km"
