"""`changements.csv` and `changements.json` of a release: each difference with its cause, for a spreadsheet and for a program."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pandas as pd

from flows.catalogue.manifest import Manifest
from flows.changes.change import Came, Change, behind, causes, counts, one_by_one, parts_of, shown
from flows.changes.shielded import NOT_REPEATED_FR, is_withheld, shielded
from flows.changes.unnamed import unnamed
from flows.columnar.made import column
from flows.formats.as_json import indented
from flows.formats.csv_table import write_csv
from schemas.tables import TABLES, columns

CSV, JSON = "changements.csv", "changements.json"
Document = dict[str, object]


def write_changes(folder: Path, manifest: Manifest, told: Document | None = None) -> None:
    """Writes both files of a release into its folder. `told`: its `document`, where it is made already. Raises OSError.

    Of `provenance`, `anomalies` and `identifiants`, which tell how we know, only the number of differences is told: in the JSON.
    """
    write_csv(as_table(manifest.changes), folder / CSV)
    with (folder / JSON).open("wb") as file:
        file.writelines(indented(told or document(manifest)))
        file.write(b"\n")


def as_table(changes: Iterable[Change]) -> pd.DataFrame:
    """The rows of `changements.csv`; of a row that went, `avant` is the last day (ISO) on which a source named it."""
    names = columns("changements")
    cells: dict[str, list[str]] = {name: [] for name in names}
    for part in parts_of(shown(changes)):
        for name in names:
            cells[name] += part.column(name) if isinstance(part, Came) else _column(tuple(part), name)
    return pd.DataFrame({name: column(texts) for name, texts in cells.items()})


def _column(part: Sequence[Change], name: str) -> list[str]:
    told = map(shielded, part)
    if name == "avant":
        return [seen_of(c) if c.nature == "retire" else c.avant for c in told]
    return list(map(attrgetter(name), told))


def seen_of(change: Change) -> str:
    """The last day of a row that went; one that was read again from `changements.csv` has it in `avant`."""
    return change.vue or change.avant


def document(manifest: Manifest) -> Document:
    """The content of `changements.json`: counts, by table what was added, removed and changed, then `unnamed`: rows that stay
    and that their source, read again, names no more.
    """
    those = shown(manifest.changes)
    return {
        "version": manifest.version,
        "previous": manifest.previous,
        "date": manifest.date,
        "counts": counts(those),
        "causes": dict(sorted(causes(those).items())),
        "behind": behind(manifest.changes),
        "tables": by_table(those),
        "unnamed": [{"table": c.table, **_whole(c)} for c in map(shielded, unnamed(manifest))],
    }


def by_table(changes: Iterable[Change]) -> dict[str, Document]:
    """Table -> {added, removed, changed}, as csv-diff shapes them, each with its cause. Tables without a difference are left out."""
    those = shown(changes)
    found = {part.table: _come(part) for part in parts_of(those) if isinstance(part, Came)}
    each = sorted(map(shielded, one_by_one(those)), key=lambda c: (TABLES.index(c.table), c.cle, c.champ))
    for table, group in groupby(each, key=lambda change: change.table):
        mine = list(group)
        found[table] = {
            "added": [_whole(c) for c in mine if c.nature == "ajoute"],
            "removed": [_whole(c) for c in mine if c.nature == "retire"],
            "changed": [_changed(list(cells)) for _, cells in groupby(_cells(mine), key=lambda c: c.cle)],
        }
    return {table: found[table] for table in TABLES if table in found}


def _come(part: Came) -> Document:
    """The rows of a table that only came, as `_whole` tells each."""
    added = []
    for cle, nom, cause, source, commune, departement in zip(*part.cells, strict=True):
        row = {"key": cle, "nom": nom, "commune": commune, "departement": departement, "cause": cause, "source": source}
        if not (nom and commune and departement):
            for name in ("nom", "commune", "departement"):
                if not row[name]:
                    del row[name]
        added.append(row)
    return {"added": added, "removed": [], "changed": []}


def _cells(changes: Iterable[Change]) -> list[Change]:
    return [change for change in changes if change.nature == "modifie"]


def _head(change: Change) -> Document:
    named = {"nom": change.nom, "commune": change.commune, "departement": change.departement}
    return {"key": change.cle, **{name: value for name, value in named.items() if value}}


def _whole(change: Change) -> Document:
    """A row that came or went."""
    seen: Mapping[str, object] = {"date_derniere_vue": seen_of(change)} if seen_of(change) else {}
    return {**_head(change), **seen, "cause": change.cause, "source": change.source}


def _changed(cells: list[Change]) -> Document:
    """A row with the cells that differ: column -> [before, after]."""
    withheld = [cell.champ for cell in cells if is_withheld(cell)]
    return {
        **_head(cells[0]),
        "changes": {cell.champ: [cell.avant, cell.apres] for cell in cells},
        "causes": {cell.champ: {"cause": cell.cause, "source": cell.source} for cell in cells},
        **({"notes": dict.fromkeys(withheld, NOT_REPEATED_FR)} if withheld else {}),
    }
