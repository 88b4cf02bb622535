"""What lies around synthetic places: networks, initiatives, figures, territories, sources, ids and doubts."""

from collections import Counter
from collections.abc import Sequence

from schemas.records import Row as Cells
from schemas.tables import Tables, conform
from sources.commune_table import rows

PAGE = "https://coop-petite-enfance.fr/qui-sommes-nous/"
NETWORK, INITIATIVE = "cr-abcd2345", "ci-abcd2345"


def around(places: Sequence[Cells], operators: Sequence[Cells], day: str) -> Tables:
    """Every other table but provenance, of places and operators; `day` (ISO) is when all was seen."""
    seen = {"source": "coop_petite_enfance", "source_url": PAGE, "date_premiere_vue": day, "date_derniere_vue": day}
    members = [{"gestionnaire_id": one["id"], "reseau_id": NETWORK, **seen} for one in operators[::2]]
    made = {
        "reseaux": [{"id": NETWORK, "nom": "Coop Petite Enfance", "type": "reseau", "nb_fondateurs": "8", **seen}],
        "adhesions": members,
        "initiatives": [{"id": INITIATIVE, "nom": "Pôle Petite Enfance", "type": "ptce", **seen}],
        "partenariats": [_partner(name, seen) for name in ("CAF", "Région", "Ville")],
        "chiffres": [_figure(n, seen) for n in range(12)],
        "territoires": _territories(places, seen),
        "sources": [_source(name, day) for name in ("sirene", "coop_petite_enfance", "communes", "ban")],
        "anomalies": [_doubt(n, one) for n, one in enumerate(places)],
        "identifiants": [*_known(places, seen), *_known(operators, seen)],
        "retraits": [_gone(n, day) for n in range(len(places) // 100)],
    }
    return {table: conform(found, table) for table, found in made.items()}


def _partner(name: str, seen: Cells) -> Cells:
    return {"initiative_id": INITIATIVE, "partenaire": name, "role": "financeur", "annee": "2021", **seen}


def _figure(n: int, seen: Cells) -> Cells:
    said = {"indicateur": "salaries", "valeur": f"{n + 0.5}", "unite": "personnes", "periode_debut": str(2010 + n)}
    return {"sujet_type": "initiative", "sujet_id": INITIATIVE, **said, **seen}


def _territories(places: Sequence[Cells], seen: Cells) -> list[Cells]:
    names = {row.code_commune: row.nom_commune for row in rows()}
    counts = Counter(place["code_commune"] for place in places)
    told = {"niveau": "commune", "nb_gestionnaires": "1", "nb_capacites_connues": "0"}
    return [
        {"code": code, "nom": names[code], "nb_etablissements": str(count), **told, **seen, "source": "communes"}
        for code, count in sorted(counts.items())
    ]


def _source(name: str, day: str) -> Cells:
    return {
        "id": name,
        "titre": f"Source {name}",
        "editeur": "Un éditeur, « au hasard »",
        "url": PAGE,
        "licence": "Licence Ouverte 2.0",
        "attribution": f"{name}, {day} – Licence Ouverte 2.0.",
        "base_legale": "licence_ouverte",
        "classe": "registre",
        "robots": "autorise",
        "recupere_le": day,
        "statut": "ok",
        "age_jours": "0",
    }


def _doubt(n: int, place: Cells) -> Cells:
    return {
        "code": ("adresse_incomplete", "capacite_non_prouvee", "telephone_mobile_retenu")[n % 3],
        "gravite": ("info", "avertissement", "doute")[n % 3],
        "source": "coop_petite_enfance",
        "id": place["id"],
        "champ": "capacite",
        "valeur": place["capacite"],
        "message_fr": f"{place['nom']} : la capacité n'est pas prouvée, ou pas dite.",
        "message_en": f"{place['nom']}: the capacity is not proven, or not told.",
    }


def _known(found: Sequence[Cells], seen: Cells) -> list[Cells]:
    dates = {name: seen[name] for name in ("date_premiere_vue", "date_derniere_vue")}
    return [
        {"id": one["id"], "source": source, "reference": one.get("siret", one.get("siren", "")) + mark, **dates}
        for one in found
        for source, mark in (("sirene", ""), ("coop_petite_enfance", " bis"))
    ]


def _gone(n: int, day: str) -> Cells:
    return {"id": f"cc-{'abcdefgh'[n % 8]}{n:0>7}".translate(_LETTERS), "nom": "Fermée", "date": day, "motif": "ferme"}


_LETTERS = str.maketrans("0189", "wxyz")
