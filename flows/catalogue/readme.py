"""`README.md` of a release, in French then English: what it holds, how to open, verify, correct it."""

from typing import NamedTuple

import pandas as pd

from flows.catalogue.manifest import DESCRIPTION_EN, DESCRIPTION_FR, TITLE_EN, TITLE_FR, Files, Manifest
from flows.catalogue.notes import replaced
from flows.catalogue.pages import page
from flows.catalogue.resources import CHANGES, Resource, resources
from flows.catalogue.snippets import shown, snippets_of
from flows.changes import change

CHECKS = """\
sha256sum --check SHA256SUMS
minisign -Vm SHA256SUMS -P CLE_PUBLIQUE
creches verify .
"""


_NULL_POINTS = (("etablissements.parquet", "GeoParquet"), ("etablissements.gpkg", "GeoPackage"))


class Words(NamedTuple):
    """The same in French and in English."""

    fr: str
    en: str


class Line(NamedTuple):
    """A line of the table of files; `rows` is '' for a file that is not one table's."""

    name: str
    rows: str
    fr: str
    en: str


def readme(manifest: Manifest, files: Files) -> str:
    """The README of a release whose data files are `files`."""
    return page(
        "README.md.j2",
        manifest=manifest,
        base=manifest.base_url.rstrip("/"),
        title_fr=TITLE_FR,
        title_en=TITLE_EN,
        description_fr=DESCRIPTION_FR,
        description_en=DESCRIPTION_EN,
        lines=lines(manifest, files),
        points=points(manifest.tables["etablissements"], files),
        replaced=replaced(manifest),
        checks=CHECKS,
        snippets=snippets_of(files),
        shown=shown,
    )


def points(places: pd.DataFrame, files: Files) -> Words:
    """What a reader of maps must know: how many places have a point, and where the others are. An item of a list each."""
    others = [name for file, name in _NULL_POINTS if file in files]
    located, every = int(((places["longitude"] != "") & (places["latitude"] != "")).sum()), len(places)
    if located == every:
        return Words(f"- Les {every} lieux ont tous un point.", f"- All {every} places have a point.")
    fr = f", et dans le {' et le '.join(others)}\n  avec une géométrie vide." if others else "."
    en = f", and in the {' and the '.join(others)} with\n  an empty geometry." if others else "."
    return Words(
        f"- Le GeoJSON ne porte que les {located} lieux qui ont un point, sur {every} ; les autres sont dans le CSV{fr}",
        f"- The GeoJSON carries only the {located} places that have a point, of {every}; the others are in the CSV{en}",
    )


def lines(manifest: Manifest, files: Files) -> list[Line]:
    """One line a file; the JSON Lines and the extracts, which are many and alike, in one line each."""
    held = resources(manifest, files)
    single = [one for one in held if "/" not in one.name]
    found = [Line(one.name, _rows(one, manifest), one.description_fr, one.description_en) for one in single]
    if any(one.name.startswith("jsonl/") for one in held):
        fr = f"Chaque table sauf `{CHANGES}` en JSON Lines, un objet par ligne."
        en = f"Each table but `{CHANGES}` as JSON Lines, one object per line."
        found.append(Line("jsonl/<table>.jsonl", "", fr, en))
    for level, fr, en in (("region", "région", "region"), ("departement", "département", "département")):
        codes = {one.name.rpartition(".")[0] for one in held if one.name.startswith(f"extraits/{level}/")}
        if codes:
            told_fr = f"Les lieux de chaque {fr} qui en a, {len(codes)} en tout, par code officiel."
            told_en = f"The places of each {en} that has any, {len(codes)} in all, by official code."
            found.append(Line(f"extraits/{level}/<code>.csv, .geojson", "", told_fr, told_en))
    return found


def _rows(one: Resource, manifest: Manifest) -> str:
    """Rows of a table's CSV."""
    if not one.name.endswith(".csv"):
        return ""
    return str(len(change.shown(manifest.changes)) if one.table == CHANGES else len(manifest.tables[one.table]))
