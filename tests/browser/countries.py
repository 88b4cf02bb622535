"""Countries made up for the site: many nurseries, in the shape of a release's rows."""

import dataclasses
import random

from flows.site.shown import Shown
from schemas.records import Row
from sources.commune_table import rows as communes

_FIRST = ("Crèche", "Micro-crèche", "Multi-accueil", "Jardin d'enfants", "Halte")
_NAMES = (
    "L'Étoile",
    "Les P'tits Loups",
    "Bébés à Bord",
    "La Ribambelle",
    "Câlins Matins",
    "Œuf de Pâques",
    "Arc-en-ciel",
    "Noël",
)
_KINDS = ("creche_collective", "creche_familiale", "jardin_enfants", "mam", "inconnu")
_SIZES = ("micro_creche", "petite_creche", "")


def large(about: Shown, count: int) -> Shown:
    """The same country with so many nurseries, all over it. The same every time."""
    draw = random.Random(7)
    towns = [one for one in communes() if one.type == "COM" and one.latitude]
    model = about.tables["etablissements"][0]
    operators = [row["id"] for row in about.tables["gestionnaires"]]
    places = [_place(model, number, draw, draw.choice(towns), operators) for number in range(count)]
    tables = {**about.tables, "etablissements": places, "provenance": [], "anomalies": []}
    return dataclasses.replace(about, tables=tables, past={})


def _place(model: Row, number: int, draw: random.Random, town: object, operators: list[str]) -> Row:
    """One nursery of chance, in a real town."""
    code = "".join("abcdefghijklmnopqrstuvwxyz234567"[(number >> 5 * k) & 31] for k in range(8))
    return {
        **model,
        "id": f"cc-{code}",
        "nom": f"{draw.choice(_FIRST)} {draw.choice(_NAMES)} {number}",
        "categorie": draw.choice(_KINDS),
        "capacite": str(draw.randint(10, 60)),
        "taille": _SIZES[number % len(_SIZES)],
        "gestionnaire_id": draw.choice(operators),
        "commune": str(getattr(town, "nom", "")),
        "code_postal": str(getattr(town, "code_postal", "")),
        "code_insee": str(getattr(town, "code_insee", "")),
        "code_commune": str(getattr(town, "code_insee", "")),
        "departement": str(getattr(town, "departement", "")),
        "region": str(getattr(town, "region", "")),
        "longitude": str(getattr(town, "longitude", "")),
        "latitude": str(getattr(town, "latitude", "")),
        "geo_precision": draw.choice(("numero", "voie", "commune")),
        "geo_rayon_m": str(draw.randint(20, 4000)),
        "statut": draw.choice(("actif", "actif", "non_confirme")),
    }
