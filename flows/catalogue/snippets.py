"""How to open a release with the tools that people have; written once, shown in its README, run by the tests.

Each keeps the zeros that codes begin with. `ADDRESS` stands for where the current release is published.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

ADDRESS = "https://ADDRESS"
_FILE = re.compile(r"\b(?:etablissements|creches-cooperatives)\.[a-z]+")


class Snippet(NamedTuple):
    """One tool: what to do in French and English, and the code, in a language ('' when there is none to run)."""

    tool: str
    fr: str
    en: str
    language: str = ""
    code: str = ""


SNIPPETS = (
    Snippet(
        "pandas",
        "Tout lire en texte : sans `dtype=str`, le code postal `01000` devient 1000.",
        "Read everything as text: without `dtype=str` the postcode `01000` becomes 1000.",
        "python",
        """\
import pandas

lieux = pandas.read_csv("etablissements.csv", dtype=str, keep_default_na=False)
print(lieux[["nom", "code_postal", "commune"]])
""",
    ),
    Snippet(
        "geopandas",
        "Le GeoPackage et le GeoParquet sont typés ; la géométrie d'un lieu sans point est vide.",
        "GeoPackage and GeoParquet are typed; the geometry of a place without a point is empty.",
        "python",
        """\
import geopandas

lieux = geopandas.read_file("etablissements.gpkg")  # or geopandas.read_parquet("etablissements.parquet")
print(lieux[lieux.geometry.notna()][["nom", "code_postal", "geometry"]])
""",
    ),
    Snippet(
        "DuckDB",
        "`all_varchar` garde les codes en texte ; `etablissements.parquet` se lit sans rien préciser.",
        "`all_varchar` keeps codes as text; `etablissements.parquet` is read without saying anything.",
        "python",
        """\
import duckdb

lieux = duckdb.sql("SELECT * FROM read_csv('etablissements.csv', all_varchar = true)")
print(duckdb.sql("SELECT code_postal, count(*) AS lieux FROM lieux GROUP BY ALL ORDER BY ALL"))
""",
    ),
    Snippet(
        "R",
        "`colClasses` garde les codes en texte ; `sf` lit le GeoPackage.",
        "`colClasses` keeps codes as text; `sf` reads the GeoPackage.",
        "r",
        """\
lieux <- read.csv("etablissements.csv", colClasses = "character", encoding = "UTF-8")
print(lieux[, c("nom", "code_postal", "commune")])

points <- sf::st_read("etablissements.gpkg", quiet = TRUE)
print(points[!sf::st_is_empty(points), "code_postal"])
""",
    ),
    Snippet(
        "QGIS",
        "Glisser `etablissements.gpkg` dans la carte ; ou, dans la console Python :",
        "Drag `etablissements.gpkg` onto the map; or, in the Python console:",
        "python",
        """\
from qgis.core import QgsProject, QgsVectorLayer

lieux = QgsVectorLayer("etablissements.gpkg|layername=etablissements", "Crèches coopératives", "ogr")
QgsProject.instance().addMapLayer(lieux)
print([lieu["code_postal"] for lieu in lieux.getFeatures()])
""",
    ),
    Snippet(
        "JavaScript",
        "Dans un navigateur ou Node ; les codes y sont des textes.",
        "In a browser or Node; codes are strings there.",
        "javascript",
        """\
const answer = await fetch("https://ADDRESS/etablissements.geojson");
const { features } = await answer.json();
for (const { properties } of features) console.log(properties.nom, properties.code_postal, properties.commune);
""",
    ),
    Snippet(
        "curl, sha256sum",
        "Prendre un fichier et prouver qu'il est arrivé tel qu'il a été publié.",
        "Take a file and prove that it came as it was published.",
        "sh",
        """\
curl --fail --silent --show-error --remote-name-all https://ADDRESS/etablissements.csv https://ADDRESS/SHA256SUMS
sha256sum --check --ignore-missing SHA256SUMS
""",
    ),
    Snippet(
        "Tableur / spreadsheet",
        "Ouvrir `creches-cooperatives.xlsx` : chaque cellule y est du texte, les zéros de tête restent. Pour un CSV : "
        "Données > À partir d'un fichier texte (Excel) ou l'import de LibreOffice, en UTF-8, séparateur virgule, toutes "
        "les colonnes en « texte » ; l'ouvrir d'un double-clic perdrait des zéros.",
        "Open `creches-cooperatives.xlsx`: every cell is text there, so the leading zeros stay. For a CSV: Data > From "
        'text (Excel) or the import of LibreOffice, in UTF-8, comma as separator, all columns as "text"; a double '
        "click would lose zeros.",
    ),
)


def snippets_of(files: Collection[str]) -> tuple[Snippet, ...]:
    """Those that need no file but `files`, of a release."""
    return tuple(one for one in SNIPPETS if set(_FILE.findall(f"{one.fr} {one.en} {one.code}")) <= set(files))


def shown(snippet: Snippet, latest: str) -> str:
    """The code with the address (`https://…/latest`) of the current release in it."""
    return snippet.code.replace(ADDRESS, latest)
