"""The changes that a release tells, without what was refused: an old value is a value too."""

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

from flows.changes import Change
from flows.erasure.erased import Erased
from flows.erasure.needles import Needles, holds
from flows.formats.csv_table import from_csv
from schemas.tables import rows_of


def redacted(changes: Iterable[Change], erased: Erased) -> tuple[Change, ...]:
    """Changes of what stays, each old or new value that was refused made empty; one that tells nothing more goes."""
    return tuple(_redacted(changes, erased, erased.of_all()))


def _redacted(changes: Iterable[Change], erased: Erased, every: Needles) -> Iterator[Change]:
    for one in changes:
        if erased.ids.keys() & {*one.cle.split("|"), one.avant, one.apres} or holds(every, one.nom):
            continue
        left = {name: "" for name in ("avant", "apres") if holds(every, str(getattr(one, name)))}
        if holds(every, one.cle) or (left and not any({"avant": one.avant, "apres": one.apres, **left}.values())):
            continue
        yield dataclasses.replace(one, **left)


def read_changes(folder: Path) -> list[Change]:
    """The changes that a release tells; [] for one of before they were a table. Raises OSError, ValueError."""
    path = folder / "changements.csv"
    if not path.is_file():
        return []
    names = {one.name for one in dataclasses.fields(Change)}
    return [Change(**{k: v for k, v in row.items() if k in names}) for row in rows_of(from_csv(str(path)))]
