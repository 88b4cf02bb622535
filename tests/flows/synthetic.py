"""Tables of any size that obey every schema: nurseries where people live, with operators, evidence and doubts.

Made of a seed and counters alone: the same count gives the same tables, cell for cell. Nobody is named: telephone
numbers are those that the regulator keeps for fiction, addresses of the web those kept for examples.
"""

import base64
import random
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

import pandas as pd

from schemas.records import Row as Cells
from schemas.tables import TABLES, Tables, columns, conform
from sources.commune_table import Row, rows
from tests.flows.synthetic_around import around

DAY, BEFORE = "2026-11-22", "2026-10-04"
STREETS = ("Rue de l'Église", "Avenue du Général Leclerc", "Place de la Mairie", "Chemin des Écoliers", "Rue Pasteur")
NAMES = (
    "Les Petits Pas",
    "L'Île aux Doudous",
    "Pom', Pirouette",
    "La « Ribambelle »",
    "Œuf & Compagnie",
    "Câlin-Câline",
)
_NUMBER = 0x9E3779B1
PROVED = (
    *("adresse", "adresse_source", "avip", "capacite", "categorie", "code_commune", "code_insee", "code_postal"),
    *("commune", "courriel", "departement", "geo_date", "latitude", "longitude", "nature_lieu", "nom", "region"),
    *("siret", "statut", "telephone"),
)
"""Twenty rows of provenance a place."""
SOURCES = ("sirene", "coop_petite_enfance", "communes", "ban")
"""Two that name places, the gazetteer and the addresses."""


def tables(places: int) -> Tables:
    """Tables with that many places, a quarter as many operators, twenty rows of provenance a place."""
    chance = random.Random(5)
    operators = [_operator(n, chance) for n in range(places // 4 + min(places, 1))]
    found = [_place(n, operators[n // 4]["id"], chance) for n in range(places)]
    located = conform(found, "etablissements")
    made = {
        "etablissements": located,
        "gestionnaires": conform(operators, "gestionnaires"),
        "provenance": _provenance(located),
        **around(found, operators, DAY),
    }
    return {table: made[table] for table in TABLES}


def ident(prefix: str, n: int) -> str:
    """The id of the n-th row of a kind: no two are the same, and they follow no order."""
    return f"{prefix}-{base64.b32encode((n * _NUMBER % 2**40).to_bytes(5)).decode().lower()}"


@cache
def _towns() -> tuple[Sequence[Row], Sequence[int]]:
    """Communes of the regions, and how many live there or in those before: nurseries are where people are."""
    towns = [row for row in rows() if row.type == "COM" and row.code_postal and row.latitude and len(row.region) == 2]
    return towns, list(accumulate(int(row.population or 0) for row in towns))


def _town(chance: random.Random) -> Row:
    towns, people = _towns()
    return chance.choices(towns, cum_weights=people)[0]


def _operator(n: int, chance: random.Random) -> Cells:
    town, form = _town(chance), chance.choice(("SCOP", "SCIC_SARL", "SCOP_SA", "INCONNU"))
    return {
        "id": ident("cg", n),
        "nom": f"{chance.choice(NAMES)} {n}",
        "forme": form,
        "forme_source": "" if form == "INCONNU" else form.replace("_", " "),
        "forme_preuve": "aucune" if form == "INCONNU" else "registre",
        "siren": f"{356_000_000 + n:09}",
        "est_ess": chance.choice(("", "true", "false")),
        "annee_creation": str(chance.randint(1975, 2026)),
        "code_postal_siege": town.code_postal,
        "commune_siege": town.nom,
        **_seen(n),
    }


def _seen(n: int) -> Cells:
    return {
        "sources": "coop_petite_enfance|sirene" if n % 3 else "sirene",
        "source_url": f"https://www.sirene.fr/sirene/public/unite/{n}",
        "date_premiere_vue": BEFORE,
        "date_derniere_vue": DAY,
        "date_maj": DAY if n % 7 else BEFORE,
    }


def _place(n: int, operator: str, chance: random.Random) -> Cells:
    town = _town(chance)
    street = f"{chance.randint(1, 120)} {chance.choice(STREETS)}"
    return {
        "id": ident("cc", n),
        "nom": f"{chance.choice(NAMES)} de {town.nom}",
        "autres_noms": "Crèche 0123|Halte “Douce”" if n % 11 == 0 else "",
        "nature_lieu": chance.choice(("accueil", "inconnu")),
        "categorie": chance.choice(("creche_collective", "mam", "inconnu")),
        "avip": chance.choice(("", "true", "false")),
        "capacite": str(chance.randint(10, 60)) if n % 4 else "",
        "gestionnaire_id": operator,
        "adresse": street,
        "code_postal": town.code_postal,
        "commune": town.nom,
        "adresse_source": f"{street}, {town.code_postal} {town.nom}, France",
        "code_insee": town.code_insee,
        "code_commune": town.code_commune,
        "departement": town.departement,
        "region": town.region,
        "telephone": f"+3319900{n % 10_000:04}",
        "courriel": f"accueil@creche-{n}.example.org",
        "site_web": f"https://creche-{n}.example.org/" if n % 2 else "",
        "siret": f"{356_000_000 + n // 4:09}{n % 4:05}",
        "statut": "actif",
        **(_point(n, town, chance) if n % 20 != 19 else {"geo_precision": "aucune", "geo_statut": "en_attente"}),
        **_seen(n),
    }


def _point(n: int, town: Row, chance: random.Random) -> Cells:
    return {
        "longitude": f"{float(town.longitude) + chance.uniform(-0.01, 0.01):.6f}",
        "latitude": f"{float(town.latitude) + chance.uniform(-0.01, 0.01):.6f}",
        "geo_precision": "numero",
        "geo_qualite": "11",
        "geo_score": f"{chance.uniform(0.5, 1):.4f}",
        "geo_similarite": str(chance.randint(80, 100)),
        "geo_libelle": f"Rue Pasteur {town.code_postal} {town.nom}",
        "geo_id": f"{town.code_insee}_{n % 9999:04}_00012",
        "geo_source": "ban",
        "geo_date": DAY,
        "geo_rayon_m": "10",
        "geo_statut": "auto",
    }


def _provenance(places: pd.DataFrame) -> pd.DataFrame:
    """Column by column: a million rows are too many to hold as rows."""
    count = len(places)
    proved = {
        "id": places["id"].repeat(len(PROVED)).tolist(),
        "champ": list(PROVED) * count,
        "source": [SOURCES[2 if "co" in field else n % 2] for n in range(count) for field in PROVED],
        "source_url": [url for url in places["source_url"] for _ in PROVED],
        "snapshot": [f"{n % 40:064x}" for n in range(count) for _ in PROVED],
        "date": [DAY if n % 3 else BEFORE for n in range(count) for _ in PROVED],
        "regle": [("lue", "normalisee", "deduite")[n % 3] for n in range(count * len(PROVED))],
        "valeur_source": [cell for cells in zip(*(places[field] for field in PROVED), strict=True) for cell in cells],
    }
    frame = pd.DataFrame(proved, columns=list(columns("provenance")), dtype=str)
    return conform(frame, "provenance")
