"""What the site shows: the current release as rows, the releases before it as far as they stand, and looking things up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flows import shelf
from flows.explain.shelved import Shelved, shelved
from flows.settings import Settings
from flows.settings import load as settings_of
from flows.site.past import Step, lives, past_of
from flows.status.renew import now
from flows.status.state import Standing
from schemas.errors import UsageError
from schemas.records import Row
from schemas.tables import TABLES, rows_of
from sources.territory_names import names_of


@dataclass(frozen=True)
class Shown:
    """One release and its past. `folder`: its files; `standing`: how fresh it is on the day it was last checked."""

    output: Path
    folder: Path
    version: str
    date: str
    standing: Standing
    settings: Settings
    entries: tuple[shelf.Entry, ...]
    """Every release of `versions.json`, newest first."""
    tables: Mapping[str, Sequence[Row]]
    releases: Sequence[Shelved]
    """Those that stand, the current one first; some may have no files any more."""
    past: Mapping[str, list[Row]]
    """Version -> lines of `changements.csv`, newest first."""

    @cached_property
    def places(self) -> dict[str, Row]:
        """The nurseries by id."""
        return {row["id"]: row for row in self.tables["etablissements"]}

    @cached_property
    def operators(self) -> dict[str, Row]:
        """The operators by id."""
        return {row["id"]: row for row in self.tables["gestionnaires"]}

    @cached_property
    def networks(self) -> dict[str, Row]:
        """The networks by id."""
        return {row["id"]: row for row in self.tables["reseaux"]}

    @cached_property
    def sources(self) -> dict[str, Row]:
        """The sources by id."""
        return {row["id"]: row for row in self.tables["sources"]}

    @cached_property
    def titles(self) -> dict[str, str]:
        """The titles of the sources by id."""
        return {id_: row["titre"] for id_, row in self.sources.items()}

    @cached_property
    def proofs(self) -> dict[str, dict[str, Row]]:
        """Id -> column -> its row of `provenance`."""
        found: dict[str, dict[str, Row]] = defaultdict(dict)
        for row in self.tables["provenance"]:
            found[row["id"]][row["champ"]] = row
        return dict(found)

    @cached_property
    def doubts(self) -> dict[str, list[Row]]:
        """Id -> its rows of `anomalies`."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.tables["anomalies"]:
            found[row["id"]].append(row)
        return dict(found)

    @cached_property
    def of_operator(self) -> dict[str, list[Row]]:
        """Operator -> its nurseries, by name."""
        return _grouped(self.tables["etablissements"], "gestionnaire_id")

    @cached_property
    def of_departement(self) -> dict[str, list[Row]]:
        """Département ('' when not known) -> its nurseries, by name."""
        return _grouped(self.tables["etablissements"], "departement")

    @cached_property
    def memberships(self) -> dict[str, list[str]]:
        """Operator -> the networks that it belongs to, by id."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.tables["adhesions"]:
            found[row["gestionnaire_id"]].append(row["reseau_id"])
        return dict(found)

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """Network -> the operators that belong to it, by id."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.tables["adhesions"]:
            found[row["reseau_id"]].append(row["gestionnaire_id"])
        return dict(found)

    @cached_property
    def lives(self) -> dict[str, list[Step]]:
        """Key of a row -> the releases in which something of it changed, newest first."""
        return lives(self.releases, self.past)

    def departement(self, code: str) -> str:
        """The name of a département or an overseas collectivity; its code when nobody knows it."""
        return names_of("departement").get(code, code)

    def region(self, code: str) -> str:
        """The name of a région; its code when nobody knows it."""
        return names_of("region").get(code, code)


def _grouped(rows: Sequence[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: (one["nom"].casefold(), one["id"])):
        found[row[column]].append(row)
    return dict(sorted(found.items()))


def shown(output: Path) -> Shown:
    """What stands on the shelf, its sums proved. Raises UsageError when there is no release, Damaged when it is not whole."""
    entries = tuple(shelf.versions(output))
    entry = shelf.current_of(entries)
    if entry is None:
        raise UsageError(f"{output} holds no release to show: make one first (creches release --offline).")
    version = str(entry["version"])
    tables = shelf.tables_of(output, version)
    folder = shelf.folder_of(output, version)
    standing = _standing(output)
    rows = {table: rows_of(tables[table]) for table in TABLES}
    releases = shelved(output)
    return Shown(
        output=output,
        folder=folder,
        version=version,
        date=str(entry["date"]),
        standing=standing,
        settings=settings_of(),
        entries=entries,
        tables=rows,
        releases=releases,
        past=past_of(releases),
    )


def _standing(output: Path) -> Standing:
    """As of the day that `latest.json` was issued: the site has no clock. Raises UsageError when there is none."""
    first = now(output, "0000-01-01")
    found = now(output, first.checked) if first else None
    if found is None:
        raise UsageError(f"{output} has no latest.json that can be read: run creches release again.")
    return found
