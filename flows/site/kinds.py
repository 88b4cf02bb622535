"""What a place is, as far as its sources tell: many are no nursery, or perhaps none."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from flows.site.words import Words
from schemas.records import Row

CARE: Final = ("creche", "mam")
"""Kinds that look after children on their own."""
KINDS: Final = (*CARE, "laep", "rpe", "siege", "inconnu", "ferme")
"""In the order in which they are counted; `inconnu`: perhaps a head office, nobody says that children are received there."""
_NAMED = ("mam", "laep", "rpe")
"""Categories that are called otherwise than a nursery."""


def kind(row: Row) -> str:
    """One of KINDS, by the status, the nature and the category of a row of `etablissements`."""
    if row["statut"] == "ferme":
        return "ferme"
    if row["nature_lieu"] not in ("accueil", "accueil_et_siege"):
        return "siege" if row["nature_lieu"] == "siege" else "inconnu"
    return row["categorie"] if row["categorie"] in _NAMED else "creche"


def is_there(row: Row) -> bool:
    """Whether it counts as a place of its territory, as `territoires` counts: neither closed nor a head office alone."""
    return kind(row) not in ("ferme", "siege")


def counted(t: Words, rows: Iterable[Row]) -> list[str]:
    """How many there are of each kind, in words: `23 crèches`, `1 lieu d'accueil enfants-parents (LAEP)`…"""
    counts = Counter(map(kind, rows))
    return [t.counted(f"liste.n_{name}", counts[name]) for name in KINDS if counts[name]]
