"""`changements.csv` and `changements.json` of a release: each difference with its cause, for a spreadsheet and for a program."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

import pandas as pd

from flows.catalogue.manifest import Manifest
from flows.changes.change import BEHIND, Change, counts, told
from flows.changes.shielded import NOT_REPEATED_FR, is_withheld, shielded
from flows.changes.unnamed import unnamed
from flows.formats.csv_table import to_csv
from schemas.tables import TABLES, columns

CSV, JSON = "changements.csv", "changements.json"
Document = dict[str, object]


def write_changes(folder: Path, manifest: Manifest) -> None:
    """Writes both files of a release into its folder. Raises OSError.

    Of `provenance`, `anomalies` and `identifiants`, which tell how we know, only the number of differences is told: in the JSON.
    """
    (folder / CSV).write_bytes(to_csv(as_table(manifest.changes)))
    body = json.dumps(document(manifest), ensure_ascii=False, indent=1) + "\n"
    (folder / JSON).write_text(body, encoding="utf-8")


def as_table(changes: Iterable[Change]) -> pd.DataFrame:
    """The rows of `changements.csv`; of a row that went, `avant` is the last day (ISO) on which a source named it."""
    shown = [shielded(change) for change in told(changes)]
    names = columns("changements")
    rows = [
        [seen_of(c) if name == "avant" and c.nature == "retire" else getattr(c, name) for name in names] for c in shown
    ]
    return pd.DataFrame(rows, columns=list(names), dtype=str)


def seen_of(change: Change) -> str:
    """The last day of a row that went; one that was read again from `changements.csv` has it in `avant`."""
    return change.vue or change.avant


def document(manifest: Manifest) -> Document:
    """The content of `changements.json`: counts, by table what was added, removed and changed, then `unnamed`: rows that stay
    and that their source, read again, names no more.
    """
    return {
        "version": manifest.version,
        "previous": manifest.previous,
        "date": manifest.date,
        "counts": counts(manifest.changes),
        "causes": _causes(manifest.changes),
        "behind": {table: sum(c.table == table for c in manifest.changes) for table in BEHIND},
        "tables": by_table(manifest.changes),
        "unnamed": [{"table": c.table, **_whole(c)} for c in map(shielded, unnamed(manifest))],
    }


def _causes(changes: Iterable[Change]) -> dict[str, int]:
    """How many differences each cause has."""
    return dict(sorted(Counter(change.cause for change in told(changes)).items()))


def by_table(changes: Iterable[Change]) -> dict[str, Document]:
    """Table -> {added, removed, changed}, as csv-diff shapes them, each with its cause. Tables without a difference are left out."""
    found: dict[str, Document] = {}
    shown = sorted(map(shielded, told(changes)), key=lambda c: (TABLES.index(c.table), c.cle, c.champ))
    for table, group in groupby(shown, key=lambda change: change.table):
        mine = list(group)
        found[table] = {
            "added": [_whole(c) for c in mine if c.nature == "ajoute"],
            "removed": [_whole(c) for c in mine if c.nature == "retire"],
            "changed": [_changed(list(cells)) for _, cells in groupby(_cells(mine), key=lambda c: c.cle)],
        }
    return found


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
