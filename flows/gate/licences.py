"""Under which licence: every source that proves a value may enter a release under Licence Ouverte 2.0."""

import re
from collections.abc import Iterator

from flows.columnar.search import cells_with
from flows.columnar.sets import different
from flows.gate.ruled import More, ruled
from schemas.records import Row
from schemas.tables import Tables, rows_of
from schemas.verdicts import Verdict

OPEN = re.compile(r"(?:licence ouverte(?: 1\.0| 2\.0)?|etalab-2\.0|cc0(?: 1\.0)?|domaine public)(?:\s*;.*)?", re.I)
"""Licences whose data may be published again under Licence Ouverte 2.0."""
BASES = ("autorisation_ecrite", "membres_du_reseau", "faits_seuls")
"""Legal bases that need no open licence: only facts are taken, or who owns them agreed."""
NEVER = re.compile(r"odbl|open database|opendatabase|openstreetmap|nominatim|photon\.komoot|\bosm\b|\bbano\b", re.I)
"""Share-alike data: one value of it would put the whole release under its licence."""
# Wider, for whole columns: whatever `NEVER` is found in has one of these, or a letter that folds to one of theirs.
_MAY_BE_NEVER = r"(?i)odbl|open database|opendatabase|openstreetmap|nominatim|photon\.komoot|osm|bano|[^\x00-\x7f]"


def of_whole(tables: Tables) -> list[Verdict]:
    """One verdict: the sources of values, of rows and of figures that have no licence that fits."""
    known = {row["id"]: row for row in rows_of(tables["sources"])}
    faults = {id_: _fault(known.get(id_)) for id_ in sorted(_proving(tables))}
    named = [More(f"{id_} ({fault.fr})", f"{id_} ({fault.en})") for id_, fault in faults.items() if fault.en]
    asked = (cell for _, _, cell in cells_with(tables["provenance"], {"source_url": _MAY_BE_NEVER}))
    pages = {page for page in asked if NEVER.search(page)}
    named += [More(f"{page} (ODbL)", f"{page} (ODbL)") for page in sorted(pages)]
    more = More(
        "Donner une licence ou une base légale à la source (sources/<id>.toml), ou ne plus la lire.",
        "Give the source a licence or a legal basis (sources/<id>.toml), or read it no more.",
    )
    return [ruled("licences", len(named), 0, named, more=more if named else More())]


def _proving(tables: Tables) -> Iterator[str]:
    """Every source that something in the release is from."""
    for table in ("provenance", "adhesions", "chiffres", "partenariats", "reseaux", "initiatives", "territoires"):
        yield from different(tables[table], "source")
    for table in ("etablissements", "gestionnaires"):
        for named in different(tables[table], "sources"):
            yield from named.split("|")


def _fault(row: Row | None) -> More:
    """Why a source may not be in the release; both words '' when it may."""
    if row is None:
        return More("sans licence ni base légale", "without licence or legal basis")
    if NEVER.search(" ".join((row["licence"], row["attribution"], row["url"]))):
        return More("ODbL : incompatible avec la Licence Ouverte 2.0", "ODbL: does not fit Licence Ouverte 2.0")
    if row["base_legale"] in BASES or (row["base_legale"] == "licence_ouverte" and OPEN.fullmatch(row["licence"])):
        return More()
    return More(f"{row['licence'] or 'aucune licence'} : hors liste", f"{row['licence'] or 'no licence'}: not listed")
