"""Numbers, columns and codes as people say them, in French and in English."""

from collections.abc import Mapping
from typing import Literal

from schemas.tables import fields

Tongue = Literal["fr", "en"]
_CODES: dict[str, tuple[str, str]] = {
    "actif": ("actif", "active"),
    "non_confirme": ("non confirmé", "not confirmed"),
    "ferme": ("fermé", "closed"),
    "ok": ("lue", "read"),
    "inchangee": ("inchangée", "unchanged"),
    "perimee": ("reprise d'avant", "kept from before"),
    "bloquee": ("bloquée", "blocked"),
    "cassee": ("illisible", "not understood"),
    "creche": ("crèche", "nursery"),
    "micro_creche": ("micro-crèche", "micro nursery"),
    "petite_creche": ("petite crèche", "small nursery"),
    "grande_creche": ("grande crèche", "large nursery"),
    "tres_grande_creche": ("très grande crèche", "very large nursery"),
    "creche_collective": ("crèche collective", "group nursery"),
    "creche_familiale": ("crèche familiale", "family nursery"),
    "jardin_enfants": ("jardin d'enfants", "kindergarten"),
    "siege": ("siège", "head office"),
    "accueil_et_siege": ("accueil et siège", "care and head office"),
    "numero": ("numéro", "house number"),
    "unions_regionales": ("unions régionales", "regional unions"),
    "federations_metier": ("fédérations de métier", "trade federations"),
    "mam_ouvertes": ("MAM ouvertes", "childminders' houses opened"),
    "micro_creches_ouvertes": ("micro-crèches ouvertes", "micro nurseries opened"),
    "creches_parentales_ouvertes": ("crèches parentales ouvertes", "parents' nurseries opened"),
    "cafes_familles_ouverts": ("cafés des familles ouverts", "family cafés opened"),
    "salaries": ("salariés", "employees"),
    "benevoles": ("bénévoles", "volunteers"),
    "personnes_accompagnees": ("personnes accompagnées", "people supported"),
    "personnes_decouverte_metiers": ("personnes qui découvrent les métiers", "people who discover the trades"),
    "taux_couverture": ("taux de couverture", "coverage rate"),
}
"""Values of closed lists whose letters alone do not tell."""
_COLUMNS: dict[str, tuple[str, str]] = {
    "nb_etablissements": ("Nombre d'établissements", "number of places"),
    "nb_gestionnaires": ("Nombre de gestionnaires", "number of operators"),
    "nb_enregistrements": ("Nombre d'enregistrements", "number of records"),
    "nb_capacites_connues": ("Capacités connues", "known capacities"),
    "places_cooperatives": ("Places coopératives", "cooperative child places"),
    "statut": ("Statut", "status"),
    "nom": ("Nom", "name"),
    "autres_noms": ("Autres noms", "other names"),
    "adresse": ("Adresse", "address"),
    "code_postal": ("Code postal", "postcode"),
    "telephone": ("Téléphone", "phone"),
    "courriel": ("Courriel", "mailbox"),
    "site_web": ("Site web", "website"),
    "capacite": ("Capacité", "capacity"),
    "taille": ("Taille", "size"),
    "categorie": ("Catégorie", "category"),
    "forme": ("Forme", "legal form"),
    "source_url": ("Adresse de la page", "address of the page"),
    "date_fermeture": ("Date de fermeture", "day of closing"),
    "geo_precision": ("Précision du point", "precision of the point"),
    "valeur": ("Valeur", "value"),
}
_VERBS = {
    "ajoute": (("ajoutée", "ajoutées"), "added"),
    "retire": (("retirée", "retirées"), "removed"),
    "modifie": (("modifiée", "modifiées"), "changed"),
}


def code(cell: str, tongue: Tongue) -> str:
    """A code of a closed list in words."""
    known = _CODES.get(cell)
    return (known[0] if tongue == "fr" else known[1]) if known else cell.replace("_", " ")


def cell_of(table: str, champ: str, cell: str, tongue: Tongue, titles: Mapping[str, str]) -> str:
    """A value as it is told: codes in words, sources by their titles. `titles`: of the sources, by id."""
    if champ in ("sources", "source"):
        return ", ".join(titles.get(one, one) for one in cell.split("|"))
    return code(cell, tongue) if (champ, cell) in _listed(table) else cell


def _listed(table: str) -> set[tuple[str, str]]:
    """(column, value) of the closed lists of a table."""
    found: set[tuple[str, str]] = set()
    for field in fields(table):
        limits = field.get("constraints")
        listed = limits.get("enum", ()) if isinstance(limits, dict) else ()
        found |= {(str(field["name"]), str(one)) for one in listed}
    return found


def title_of(table: str, champ: str, tongue: Tongue) -> str:
    """What a column is called: its title in French, its name as words in English."""
    if champ in _COLUMNS:
        return _COLUMNS[champ][0 if tongue == "fr" else 1]
    if tongue == "en":
        return champ.replace("_", " ")
    return next((str(field["title"]) for field in fields(table) if field["name"] == champ), champ)


def numbers(counted: Mapping[str, object], tongue: Tongue) -> str:
    """Rows that came, went and changed.

    >>> numbers({"ajoute": 0, "retire": 1, "modifie": 3}, "fr")
    'aucune ligne ajoutée, 1 retirée, 3 modifiées'
    """
    told: list[str] = []
    for nature, (french, english) in _VERBS.items():
        count = int(str(counted.get(nature, 0)))
        verb = english if tongue == "en" else french[count > 1]
        amount = str(count) if count else {"fr": "aucune", "en": "no" if not told else "none"}[tongue]
        unit = ("ligne" if count < 2 else "lignes") if tongue == "fr" else ("row" if count == 1 else "rows")
        told.append(f"{amount} {verb}" if told else f"{amount} {unit} {verb}")
    return ", ".join(told)
