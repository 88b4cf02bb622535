"""The differences between two releases, one by one or as columns, and the closed list of their causes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from flows.changes.difference import Change as Change
from flows.changes.parts import BEHIND as BEHIND
from flows.changes.parts import Behind as Behind
from flows.changes.parts import Came as Came
from flows.changes.parts import Part

CAUSES: dict[str, tuple[str, str]] = {
    "source": ("la source le dit autrement", "the source says otherwise"),
    "cite": ("la source le cite pour la première fois", "the source names it for the first time"),
    "source_nouvelle": ("une source qui n'en parlait pas le dit", "a source that had not told of it says so"),
    "source_muette": ("la source n'en parle plus", "the source no longer mentions it"),
    "source_reprise": (
        "la source n'a pas été lue, son dernier état est repris",
        "the source was not read, its last state is kept",
    ),
    "source_retenue": (
        "lue, mais non retenue : ses contrôles demandent qu'une personne la relise, son dernier état est repris",
        "read, but not taken in: its checks ask that a person look at it, its last state is kept",
    ),
    "fermeture": ("une source dit que le lieu ou la structure a fermé", "a source says that it has closed"),
    "regle": (
        "les mêmes mots sont lus autrement : une règle du projet a changé",
        "the same words are read otherwise: a rule changed",
    ),
    "correction": (
        "une personne a corrigé, ou retiré une correction",
        "a person corrected it, or took a correction back",
    ),
    "geocodeur": ("le géocodeur répond autrement", "the geocoder answers otherwise"),
    "re_cle": (
        "deux lignes n'en font plus qu'une, ou l'identifiant a changé",
        "two rows became one, or the id changed",
    ),
    "referentiel": ("la table des communes a changé", "the table of communes changed"),
    "deduite": ("suit d'une autre donnée qui a changé", "follows from another value that changed"),
    "schema": ("la colonne est nouvelle", "the column is new"),
    "demande": ("retiré à la demande de la structure", "withdrawn on request"),
    "calendrier": ("le temps a passé", "time went by"),
}
"""Code of `changements.csv` -> what it means, in French and in English."""


class Changes(Sequence[Change]):
    """Every difference, table by table, sorted; those of the tables behind, and rows that only came, stay columns."""

    __slots__ = ("parts",)

    def __init__(self, of: Iterable[Part] = ()) -> None:
        self.parts = tuple(part for part in of if len(part))

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def __iter__(self) -> Iterator[Change]:
        for part in self.parts:
            yield from part

    @overload
    def __getitem__(self, at: int) -> Change: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Change, ...]: ...
    def __getitem__(self, at: int | slice) -> Change | tuple[Change, ...]:
        return tuple(self)[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as a list: equal to any sequence of the same changes


def told(changes: Iterable[Change]) -> list[Change]:
    """The changes that people read: all but those of the tables behind."""
    return list(shown(changes))


def shown(changes: Iterable[Change]) -> Sequence[Change]:
    """The same, left in columns where they are."""
    if isinstance(changes, Changes):
        return Changes(part for part in changes.parts if not isinstance(part, Behind))
    return [change for change in changes if change.table not in BEHIND]


def behind(changes: Iterable[Change]) -> dict[str, int]:
    """How many differences each table behind has."""
    if isinstance(changes, Changes):
        sizes = Counter({part.table: len(part) for part in changes.parts if isinstance(part, Behind)})
    else:
        sizes = Counter(change.table for change in changes)
    return {table: sizes[table] for table in BEHIND}


def of_table(changes: Iterable[Change], table: str) -> list[Change]:
    """The changes of one table."""
    if isinstance(changes, Changes):
        return [one for part in changes.parts if _table(part) == table for one in part]
    return [change for change in changes if change.table == table]


def parts_of(changes: Sequence[Change]) -> tuple[Part, ...]:
    """The changes in columns where they are; else all of them, as one part."""
    return changes.parts if isinstance(changes, Changes) else (tuple(changes),)


def _table(part: Part) -> str:
    return part[0].table if isinstance(part, tuple) else part.table


def one_by_one(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes that are not in columns."""
    if not isinstance(changes, Changes):
        return iter(changes)
    return (one for part in changes.parts if isinstance(part, tuple) for one in part)


def rows_by_table(changes: Iterable[Change]) -> dict[tuple[str, str], int]:
    """(table, nature) -> how many rows, not cells, came, went and changed."""
    apart = [part for part in changes.parts if not isinstance(part, tuple)] if isinstance(changes, Changes) else []
    found = {(part.table, nature): count for part in apart for nature, count in part.natures().items()}
    rows = {(change.table, change.nature, change.cle) for change in one_by_one(changes)}
    return found | Counter((table, nature) for table, nature, _ in rows)


def counts(changes: Iterable[Change]) -> dict[str, int]:
    """Rows, of the tables that people read, that came, went and changed: {"ajoute": n, "retire": n, "modifie": n}."""
    natures: Counter[str] = Counter()
    for (_, nature), count in rows_by_table(shown(changes)).items():
        natures[nature] += count
    return {nature: natures[nature] for nature in ("ajoute", "retire", "modifie")}


def causes(changes: Iterable[Change]) -> Counter[str]:
    """How many of the differences that people read each cause has."""
    found: Counter[str] = Counter()
    for part in parts_of(shown(changes)):
        found.update(part.column("cause") if isinstance(part, Came) else [change.cause for change in part])
    return found
