"""The first page: what this is, how many there are and how many there may be, how fresh, where to go on."""

from collections.abc import Iterator
from typing import NamedTuple

from flows.site.dataset import dataset
from flows.site.kinds import counted
from flows.site.page import Page, letter
from flows.site.pictures import freshness
from flows.site.pictures.country import HEIGHT, WIDTH, located
from flows.site.shown import Shown
from flows.site.words import Words
from schemas.records import Row

_FILES = (
    *("etablissements.csv", "creches-cooperatives.xlsx", "etablissements.geojson", "etablissements.gpkg"),
    *("etablissements.parquet", "creches-cooperatives.sqlite"),
)
"""Those that most people look for; the page of files has all."""
_UNKNOWN = ("adresse", "capacite", "telephone", "courriel", "site_web", "siret")
"""Columns whose gaps people meet first."""


class File(NamedTuple):
    """A file to download: its name, what it is for in words, its size in words."""

    name: str
    told: str
    size: str


def pages(about: Shown, t: Words) -> Iterator[Page]:
    """One page."""
    places = [row for row in about.places.values() if row["statut"] != "ferme"]
    near, wide, every = located(about)
    values = {
        "numbers": _numbers(about, t, places),
        "sorts": ", ".join(counted(t, places)),
        "closed": len(about.places) - len(places),
        "unconfirmed": sum(row["statut"] == "non_confirme" for row in places),
        "named": sum(row["statut"] == "actif" for row in places),
        "when": _when(places, t),
        "departements": _departements(about),
        "has_feeds": any(about.output.glob("atom/*.atom")),
        "files": _files(about, t),
        "gaps": _gaps(places, t),
        "whole": len(places),
        "at_commune": sum(row["geo_precision"] == "commune" for row in places),
        "map_alt": t.counted("accueil.carte_alt", len(near) + len(wide), noms=_most(about, t)),
        "map_size": (WIDTH, HEIGHT),
        "key": [(sign, len(rows)) for sign, rows in (("anneau", wide), ("disque", near)) if rows],
        "off_map": len(every) - len(near) - len(wide),
        "report": letter(about.settings.contact, t("accueil.signaler_objet", version=about.version), ""),
        "freshness": freshness.figure(about, t).finding,
    }
    structured = dataset(about, t)
    title, description = t("base.site"), t("accueil.description")
    yield Page(
        "index.html", "accueil.html.j2", "accueil", title, description, values, (structured,) if structured else ()
    )


def _numbers(about: Shown, t: Words, places: list[Row]) -> list[tuple[str, int, str]]:
    """(what is counted, how many, the page that lists them)."""
    open_ones = {row["departement"] for row in places if row["departement"]}
    told = (
        ("lieux", len(places), "creches.html"),
        ("gestionnaires", len(about.operators), "reseaux.html"),
        ("departements", len(open_ones), "departements.html"),
        ("reseaux", len(about.networks), "reseaux.html"),
    )
    return [(t.counted(f"accueil.{key}", count), count, path) for key, count, path in told]


def _when(places: list[Row], t: Words) -> str:
    """On which days sources named the places that some source names: one day, or the first and the last."""
    days = sorted({row["date_derniere_vue"] for row in places if row["statut"] == "actif"} - {""})
    if len(days) > 1:
        return t("accueil.lues_entre", debut=t.day(days[0]), fin=t.day(days[-1]))
    return t("accueil.lue_le", jour=t.day(days[0])) if days else ""


def _departements(about: Shown) -> list[tuple[str, str, int]]:
    """(name, code, how many places) of every département that has one, by code; closed ones counted, for they are listed there."""
    return [(about.departement(code), code, len(rows)) for code, rows in about.of_departement.items() if code]


def _files(about: Shown, t: Words) -> list[File]:
    """Those that the release has: who makes it may leave formats out."""
    found = []
    for name in _FILES:
        path = about.folder / name
        if path.is_file():
            kind = name.rpartition(".")[2]
            found.append(File(name, t(f"accueil.fichier_{kind}"), size(t, path.stat().st_size)))
    return found


def size(t: Words, count: int) -> str:
    """Bytes as people say them: `12 ko`, `1,4 Mo`; `12 kB`, `1.4 MB`. Thousands, as the SI has it."""
    if count < 1_000_000:
        return t("accueil.kilo", n=t.number(max(1, round(count / 1000))))
    return t("accueil.mega", n=t.number(count / 1_000_000, 1))


def _gaps(places: list[Row], t: Words) -> list[str]:
    """What nobody says of how many places, in sentences, the largest gap first; a column that is full is not told."""
    missing = {column: sum(not row[column] for row in places) for column in _UNKNOWN}
    ranked = sorted((-count, _UNKNOWN.index(column), column) for column, count in missing.items() if count)
    return [
        t(f"accueil.manque_{column}", n=t.number(-count), total=t.number(len(places))) for count, _, column in ranked
    ]


def _most(about: Shown, t: Words) -> str:
    """The départements with most places, three at most, for those who do not see the map."""
    known = {code: sum(row["statut"] != "ferme" for row in rows) for code, rows in about.of_departement.items() if code}
    ranked = sorted((-count, code) for code, count in known.items() if count)[:3]
    told = ", ".join(f"{about.departement(code)} ({t.number(-count)})" for count, code in ranked)
    return told or t("accueil.aucun_departement")
