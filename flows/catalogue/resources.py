"""What each data file of a release is, said once: the data package, the portals' catalogue, Croissant and the README read it."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from flows.catalogue.manifest import Files, Manifest
from flows.columnar.sets import among
from schemas.tables import TABLES, schema
from sources.territory_names import names_of
from sources.text import clean

CHANGES = "changements"
DESCRIBED = (*TABLES, CHANGES)
"""Every table that a release publishes a schema of."""
TITLES_EN = {
    "etablissements": "Places",
    "gestionnaires": "Operators",
    "reseaux": "Networks",
    "adhesions": "Memberships",
    "initiatives": "Initiatives",
    "partenariats": "Partnerships",
    "chiffres": "Figures",
    "territoires": "Territories",
    "sources": "Sources",
    "provenance": "Provenance",
    "anomalies": "Doubts",
    "identifiants": "Identifiers",
    "retraits": "Withdrawals",
    CHANGES: "Changes",
}


class Format(NamedTuple):
    """A file format: its label, its code in the EU's table of file types ('' when that has none), its media type."""

    label: str
    file_type: str
    media_type: str


FORMATS = {
    ".csv": Format("CSV", "CSV", "text/csv"),
    ".geojson": Format("GeoJSON", "GEOJSON", "application/geo+json"),
    ".parquet": Format("Parquet", "PARQUET", "application/vnd.apache.parquet"),
    ".gpkg": Format("GPKG", "GPKG", "application/geopackage+sqlite3"),
    ".xlsx": Format("XLSX", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".json": Format("JSON", "JSON", "application/json"),
    ".sqlite": Format("SQLite", "", "application/vnd.sqlite3"),
    ".jsonl": Format("JSONL", "", "application/jsonl"),
}
_WITH_POINT = (
    " Seuls les lieux qui ont un point y sont ; le CSV a aussi les autres.",
    " Only the places that have a point are there; the CSV has the others as well.",
)
_NULL_POINT = (
    " Tous les lieux y sont ; la géométrie est vide pour un lieu sans point.",
    " All places are there; the geometry is empty for a place without a point.",
)
_POINTS = {".geojson": _WITH_POINT, ".parquet": _NULL_POINT, ".gpkg": _NULL_POINT}
_WHOLE = {
    "creches-cooperatives.xlsx": (
        "Classeur",
        "Workbook",
        "Les tables qu'on lit dans un tableur, une feuille chacune, toutes les cellules en texte.",
        "The tables that people read in a spreadsheet, one sheet each, every cell as text.",
    ),
    "creches-cooperatives.sqlite": (
        "Base de données",
        "Database",
        f"Toutes les tables sauf {CHANGES}, avec leurs clés, en un fichier SQLite.",
        f"All tables but {CHANGES}, with their keys, in one SQLite file.",
    ),
}
_LEVELS = {"region": ("région", "region"), "departement": ("département", "département")}
_KINDS = tuple(FORMATS)


class Resource(NamedTuple):
    """One data file. `table` is the table whose rows it holds, '' when it holds several."""

    name: str
    title_fr: str
    title_en: str
    description_fr: str
    description_en: str
    format: Format
    table: str

    @property
    def extract(self) -> bool:
        """A part of a table: one region's or one département's rows."""
        return self.name.startswith("extraits/")

    @property
    def listed(self) -> bool:
        """Whether portals are told of it. An extract is not: a portal never forgets a file that it saw once, and they come
        and go with the places. Nor is a format that the EU's table of file types does not have."""
        return not self.extract and self.format.file_type != ""


def resources(manifest: Manifest, files: Files) -> tuple[Resource, ...]:
    """The data files among `files`, tables first, in the order of their tables, then formats, then extracts."""
    names = _territories(manifest) if any(name.startswith("extraits/") for name in files) else {}
    return _resources(tuple(files), tuple(names.items()))


@lru_cache(maxsize=1)
def _resources(files: tuple[str, ...], names: tuple[tuple[tuple[str, str], str], ...]) -> tuple[Resource, ...]:
    """Four descriptions of one release ask for the same."""
    known = dict(names)
    found = [one for one in (_resource(name, known) for name in files) if one]
    return tuple(sorted(found, key=_rank))


def _territories(manifest: Manifest) -> Mapping[tuple[str, str], str]:
    """The official names by level and code: the gazetteer's, and above them those of the release's own territories."""
    rows = manifest.tables["territoires"]
    rows = rows[among(rows, "niveau", _LEVELS)]
    own = zip(rows["niveau"].tolist(), rows["code"].tolist(), rows["nom"].tolist(), strict=True)
    known = {(level, code): name for level in _LEVELS for code, name in names_of(level).items()}
    return known | {(level, code): name for level, code, name in own}


def _rank(one: Resource) -> tuple[bool, bool, int, int, str]:
    place = DESCRIBED.index(one.table) if one.table else len(DESCRIBED)
    kind = _KINDS.index(PurePosixPath(one.name).suffix)
    return (
        one.extract,
        one.name.startswith("jsonl/"),
        0 if one.name == f"{one.table}.csv" else 1 + kind,
        place,
        one.name,
    )


def _resource(name: str, names: Mapping[tuple[str, str], str]) -> Resource | None:
    path = PurePosixPath(name)
    form, folder, table = FORMATS.get(path.suffix), str(path.parent), path.stem
    if form is None:
        return None
    if name in _WHOLE:
        fr, en, about_fr, about_en = _WHOLE[name]
        return Resource(name, f"{fr} ({form.label})", f"{en} ({form.label})", about_fr, about_en, form, "")
    if len(path.parts) == 3 and path.parts[0] == "extraits" and path.parts[1] in _LEVELS:
        return _extract(path, form, names)
    if table not in DESCRIBED or folder not in (".", "jsonl"):
        return None
    about = schema(table)
    point_fr, point_en = _POINTS.get(path.suffix, ("", ""))
    fr, en = f"{about['description']}{point_fr}", f"{about['description_en']}{point_en}"
    return Resource(name, f"{about['title']} ({form.label})", f"{TITLES_EN[table]} ({form.label})", fr, en, form, table)


def _extract(path: PurePosixPath, form: Format, names: Mapping[tuple[str, str], str]) -> Resource:
    level, code = path.parts[1], path.stem
    fr, en = _LEVELS[level]
    where = f"{clean(names.get((level, code), code))} ({code})"
    point_fr, point_en = _POINTS.get(path.suffix, ("", ""))
    return Resource(
        str(path),
        f"Établissements : {where} ({form.label})",
        f"Places: {where} ({form.label})",
        f"Les lieux de : {fr} {where}.{point_fr}",
        f"The places of: {en} {where}.{point_en}",
        form,
        "etablissements",
    )
