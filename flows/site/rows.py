"""The nurseries as the list, its search and its map read them: one order for all, and `creches.json` for browsers."""

import json
import unicodedata
from collections.abc import Iterable, Mapping

from flows.changes.plain import cell_of
from flows.site.shown import Shown
from flows.site.words import Words
from schemas.records import Row

NAME = "creches.json"
COLUMNS = (
    *("id", "nom", "autres_noms", "commune", "departement", "categorie", "capacite", "statut"),
    *("code_postal", "taille", "itinerante"),
    *("gestionnaire", "longitude", "latitude", "geo_precision", "geo_rayon_m"),
)
"""Of a row of the file, in this order; `gestionnaire` is the place of its operator in `gestionnaires`, or -1."""
_NUMBERS = ("longitude", "latitude", "geo_rayon_m")


def ordered(about: Shown) -> list[Row]:
    """The nurseries by name as people look for it: accents, case and punctuation do not count."""
    return sorted(about.places.values(), key=lambda row: (folded(row["nom"]), folded(row["commune"]), row["id"]))


def folded(text: str) -> str:
    """Lower-case words without accents or punctuation, one blank between them; `recherche.js` folds in the same way.

    >>> folded("Crèche L'Étoile")
    'creche l etoile'
    """
    plain = unicodedata.normalize("NFKD", text.lower()).replace("œ", "oe").replace("æ", "ae")
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in kept).split())


def form_of(about: Shown, row: Row) -> str:
    """The legal form of a nursery's operator; INCONNU when the operator is not known."""
    operator = about.operators.get(row["gestionnaire_id"])
    return operator["forme"] if operator else "INCONNU"


def family_of(form: str) -> str:
    """SCOP of SCOP_SARL, SCIC of SCIC_SA; any other form is its own."""
    first = form.partition("_")[0]
    return first if first in ("SCOP", "SCIC") else form


def position_of(row: Row) -> str:
    """How exactly a nursery stands on the map: its `geo_precision`, or `aucune` when it has no point."""
    return row["geo_precision"] if row["longitude"] and row["latitude"] else "aucune"


def word(about: Shown, t: Words, table: str, column: str, code: str) -> str:
    """A code as people say it: the list's own word, else that of the whole project."""
    own = f"creches.{column}_{code}"
    return t(own) if t.has(own) else cell_of(table, column, code, t.tongue, about.titles)


def document(about: Shown) -> bytes:
    """`creches.json`: codes and names only, in either language the same; a missing value is '' or null."""
    operators = sorted({row["gestionnaire_id"] for row in about.places.values()} & about.operators.keys())
    places = {id_: n for n, id_ in enumerate(operators)}
    found = {
        "version": about.version,
        "colonnes": COLUMNS,
        "departements": _departements(about),
        "regions": _regions(about),
        "gestionnaires": [_operator(about, id_) for id_ in operators],
        "lignes": [_line(row, places) for row in ordered(about)],
    }
    return (json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _departements(about: Shown) -> dict[str, str]:
    return {code: about.departement(code) for code in sorted(about.of_departement) if code}


def _regions(about: Shown) -> dict[str, str]:
    """Département -> the name of its région, as its nurseries say."""
    found = {row["departement"]: about.region(row["region"]) for row in about.places.values() if row["region"]}
    return {code: name for code, name in sorted(found.items()) if code}


def _operator(about: Shown, id_: str) -> list[str]:
    """Name, legal form, and what else finds it: its other names and its networks."""
    row = about.operators[id_]
    networks = (about.networks.get(one) for one in about.memberships.get(id_, ()))
    more = [row["autres_noms"], row["sigle"], *(f"{one['nom']} {one['sigle']}" for one in networks if one)]
    return [row["nom"], row["forme"], _joined(more)]


def _line(row: Row, places: Mapping[str, int]) -> list[str | int | float | None]:
    cells: dict[str, str | int | float | None] = {name: row.get(name, "") for name in COLUMNS}
    cells |= {name: float(row[name]) if row[name] else None for name in _NUMBERS}
    cells["autres_noms"] = _joined([row["autres_noms"]])
    cells["gestionnaire"] = places.get(row["gestionnaire_id"], -1)
    return list(cells.values())


def _joined(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).replace("|", " ").split())
