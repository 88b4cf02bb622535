"""Changes in plain words, French or English: one line a row, whatever the number of its cells."""

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from flows.changes.change import CAUSES, Change
from flows.changes.plain import Tongue, cell_of, title_of
from flows.changes.shielded import NOT_REPEATED_EN, NOT_REPEATED_FR, is_withheld, shielded

TABLE_WORDS = {
    "etablissements": ("établissement", "place"),
    "gestionnaires": ("gestionnaire", "operator"),
    "reseaux": ("réseau", "network"),
    "adhesions": ("adhésion", "membership"),
    "initiatives": ("initiative", "initiative"),
    "partenariats": ("partenariat", "partnership"),
    "chiffres": ("chiffre", "figure"),
    "territoires": ("territoire", "territory"),
    "sources": ("source", "source"),
    "retraits": ("retrait", "withdrawal"),
}
_BEHIND = frozenset(
    "geo_id geo_qualite geo_score geo_similarite geo_libelle geo_source geo_rayon_m code_insee code_commune adresse_source".split()
)
_LONGEST = 120  # characters of a value that are told
_SEEN = {"fr": "vu pour la dernière fois le", "en": "last seen on"}
_WITHHELD = {"fr": NOT_REPEATED_FR, "en": NOT_REPEATED_EN}


def one(tongue: Tongue, pair: tuple[str, str]) -> str:
    """The French or the English of two."""
    return pair[0] if tongue == "fr" else pair[1]


def safe(text: str, longest: int = _LONGEST) -> str:
    """A text of a source as Markdown shows it, letter for letter: no link, no HTML, no table, no line of its own."""
    flat = re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in text)).strip()
    shown = flat if len(flat) <= longest else flat[:longest] + "…"
    escaped = re.sub(
        r"([\\`*_{}\[\]()#+!|~])", r"\\\1", shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )
    return escaped.replace("://", ":&#47;&#47;").replace("@", "&#64;").replace("www.", "www&#46;")


def rows(changes: Iterable[Change]) -> list[list[Change]]:
    """The changes by row, in order."""
    return [list(group) for _, group in groupby(changes, key=lambda c: (c.table, c.cle, c.nature))]


def line(row: list[Change], tongue: Tongue, titles: Mapping[str, str]) -> str:
    """One row in one line: what it is, where, what changed from what to what, and why. `titles`: of the sources, by id."""
    head = shielded(row[0])
    name = f"**{safe(head.nom or titles.get(head.cle, '') or head.cle)}**"
    town = f" ({safe(head.commune)})" if head.commune else ""
    seen = f", {_SEEN[tongue]} {head.vue}" if head.vue else ""
    if head.nature != "modifie":
        return f"{name}{town}{seen} – {why(head, tongue, titles)}"
    semicolon, colon = one(tongue, (" ; ", "; ")), one(tongue, (" :", ":"))
    cells = semicolon.join(_cell(change, tongue, titles) for change in _shown(row))
    causes = dict.fromkeys(why(shielded(change), tongue, titles) for change in row)
    return f"{name}{town}{colon} {cells} – {semicolon.join(causes)}"


def _shown(row: list[Change]) -> list[Change]:
    """The cells that a reader is told: how a point was found is in `changements.csv`, unless nothing else changed."""
    return [change for change in row if change.champ not in _BEHIND] or row


def why(change: Change, tongue: Tongue, titles: Mapping[str, str]) -> str:
    """The cause in words, with the title of its source."""
    if (change.table, change.cause) == ("territoires", "deduite"):
        return one(tongue, ("compté d'après les établissements", "counted from the places"))
    words = one(tongue, CAUSES[change.cause]) if change.cause in CAUSES else ""
    return f"{words} ({safe(titles.get(change.source, change.source))})" if change.source else words


def _cell(change: Change, tongue: Tongue, titles: Mapping[str, str]) -> str:
    title = safe(title_of(change.table, change.champ, tongue)) + one(tongue, (" : ", ": "))
    if is_withheld(change):
        return f"{title}{_WITHHELD[tongue]}"
    both = (shielded(change).avant, change.apres)
    old, new = (safe(cell_of(change.table, change.champ, value, tongue, titles)) or "∅" for value in both)
    return f"{'' if (change.table, change.champ) == ('chiffres', 'valeur') else title}{old} → {new}"
