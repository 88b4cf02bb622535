"""Releases for the tests of gates: so many places of one source, each as a test wants it, and what the gates say."""

from collections.abc import Callable, Sequence
from functools import cache

from flows.gate import counts, fill, licences, names, points, repeated, waiting
from schemas.records import Row
from schemas.tables import TABLES, Tables, conform, empty
from schemas.verdicts import Verdict

CONTACT = "contact@creches.example"
DAY = "2026-11-29"
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
Change = Callable[[int], Row]


def id_of(prefix: str, n: int) -> str:
    """The n-th id."""
    return f"{prefix}-aaaaa{_LETTERS[n // 1024]}{_LETTERS[n // 32 % 32]}{_LETTERS[n % 32]}"


def place(n: int, **other: str) -> Row:
    """The n-th place, of an operator of its own."""
    made = {
        "id": id_of("cc", n),
        "nom": f"Crèche {n}",
        "nature_lieu": "accueil",
        "categorie": "creche_collective",
        "gestionnaire_id": id_of("cg", n),
        "adresse": f"{n + 1} Rue Neuve",
        "code_postal": "75010",
        "commune": "Paris",
        "code_insee": "75110",
        "adresse_source": f"{n + 1} Rue Neuve, 75010 Paris",
        "telephone": f"+331990{n:05}",
        "site_web": f"https://creche-{n}.example/",
        "longitude": "2.36",
        "latitude": "48.87",
        "geo_precision": "numero",
        "geo_statut": "auto",
        "statut": "actif",
        "sources": "pope",
        "source_url": "https://pope.example/",
        **dict.fromkeys(("date_premiere_vue", "date_derniere_vue", "date_maj"), "2026-11-22"),
    }
    return {**made, **other}


def operator(row: Row) -> Row:
    """The operator of a place, seen as it was."""
    names = ("nom", "sources", "source_url", "date_premiere_vue", "date_derniere_vue", "date_maj")
    return {**{n: row[n] for n in names}, "id": row["gestionnaire_id"], "forme": "SCOP", "forme_preuve": "page"}


def source(id_: str = "pope", **other: str) -> Row:
    """A source that may be in a release."""
    made = {"titre": id_, "editeur": id_, "url": "https://pope.example/", "licence": "Licence Ouverte 2.0"}
    about = {"attribution": id_, "base_legale": "licence_ouverte", "classe": "registre", "robots": "autorise"}
    return {"id": id_, **made, **about, "recupere_le": "2026-11-22", "statut": "ok", "age_jours": "0", **other}


def release(places: Sequence[Row], **tables: list[Row]) -> Tables:
    """A release of these places; other tables as given."""
    operators = {row["gestionnaire_id"]: operator(row) for row in places}
    rows: dict[str, list[Row]] = {"etablissements": list(places), "gestionnaires": list(operators.values())}
    rows = {"sources": [source()], **rows, **tables}
    return {t: conform(rows[t], t) if t in rows else empty(t) for t in TABLES}


def of(count: int, changed: int = 0, change: Change = lambda n: {}, **tables: list[Row]) -> Tables:
    """A release of so many places, the first ones changed."""
    if not changed:
        return {**_plain(count), **{t: conform(rows, t) for t, rows in tables.items()}}
    return release([place(n, **(change(n) if n < changed else {})) for n in range(count)], **tables)


@cache
def _plain(count: int) -> Tables:
    """Made once: nobody changes a table, who wants another one puts it in its place."""
    return release([place(n) for n in range(count)])


_FAMILIES: dict[str, Callable[[Tables, Tables], Sequence[Verdict]]] = {
    "vide retraits ajouts": counts.of_whole,
    "obligatoires remplissage": fill.of_whole,
    "precision deplacements attente": points.of_whole,
    "renommages autre_liste": names.of_whole,
    "revues ages": lambda now, before: waiting.of_whole(now),
    "doublons": lambda now, before: repeated.of_whole(now),
    "licences": lambda now, before: licences.of_whole(now),
}


def said(name: str, tables: Tables, before: Tables) -> list[Verdict]:
    """What one gate says of a release beside the one before."""
    (family,) = [family for held, family in _FAMILIES.items() if name in held.split()]
    return [one for one in family(tables, before) if one.gate == name]


def worst(name: str, tables: Tables, before: Tables) -> Verdict:
    """The worst that one gate says."""
    order = ("ok", "averti", "retenue", "refus")
    return max(said(name, tables, before), key=lambda one: (order.index(one.ruling), int(one.measured.split("/")[0])))
