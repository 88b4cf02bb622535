"""One difference between two releases, and the closed list of its causes."""

from collections.abc import Iterable
from dataclasses import dataclass

CAUSES: dict[str, tuple[str, str]] = {
    "source": ("la source le dit autrement", "the source says otherwise"),
    "cite": ("la source le cite pour la première fois", "the source names it for the first time"),
    "source_nouvelle": ("une source qui n'en parlait pas le dit", "a source that had not told of it says so"),
    "source_muette": ("la source n'en parle plus", "the source no longer mentions it"),
    "source_reprise": (
        "la source n'a pas été lue, son dernier état est repris",
        "the source was not read, its last state is kept",
    ),
    "source_retenue": (
        "lue, mais non retenue : ses contrôles demandent qu'une personne la relise, son dernier état est repris",
        "read, but not taken in: its checks ask that a person look at it, its last state is kept",
    ),
    "fermeture": ("une source dit que le lieu ou la structure a fermé", "a source says that it has closed"),
    "regle": (
        "les mêmes mots sont lus autrement : une règle du projet a changé",
        "the same words are read otherwise: a rule changed",
    ),
    "correction": (
        "une personne a corrigé, ou retiré une correction",
        "a person corrected it, or took a correction back",
    ),
    "geocodeur": ("le géocodeur répond autrement", "the geocoder answers otherwise"),
    "re_cle": (
        "deux lignes n'en font plus qu'une, ou l'identifiant a changé",
        "two rows became one, or the id changed",
    ),
    "referentiel": ("la table des communes a changé", "the table of communes changed"),
    "deduite": ("suit d'une autre donnée qui a changé", "follows from another value that changed"),
    "schema": ("la colonne est nouvelle", "the column is new"),
    "demande": ("retiré à la demande de la structure", "withdrawn on request"),
    "calendrier": ("le temps a passé", "time went by"),
}
"""Code of `changements.csv` -> what it means, in French and in English."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `champ` is '' when the whole row came or went."""

    table: str
    cle: str
    nom: str
    nature: str
    champ: str = ""
    avant: str = ""
    apres: str = ""
    cause: str = ""
    """From a closed list (`schemas/changements.schema.json`)."""
    source: str = ""
    """The source whose word changed, where there is one."""
    commune: str = ""
    """Where the row is, for people; '' where it is nowhere, or before `explained`."""
    departement: str = ""
    vue: str = ""
    """Of a row that went: the last day (ISO) on which a source named it."""


BEHIND = ("provenance", "anomalies", "identifiants")
"""Tables whose changes are how we know, not what is so: people are told their number only."""


def told(changes: Iterable[Change]) -> list[Change]:
    """The changes that people read: all but those of the tables behind."""
    return [change for change in changes if change.table not in BEHIND]


def counts(changes: Iterable[Change]) -> dict[str, int]:
    """Rows, of the tables that people read, that came, went and changed: {"ajoute": n, "retire": n, "modifie": n}."""
    rows = {(change.table, change.cle, change.nature) for change in told(changes)}
    return {nature: sum(row[2] == nature for row in rows) for nature in ("ajoute", "retire", "modifie")}
