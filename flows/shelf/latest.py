"""The current release as the next run builds upon it: its tables, with their sums proved."""

from dataclasses import dataclass
from pathlib import Path

from flows.shelf.entries import current, folder_of, versions
from flows.shelf.sums import broken_sums, digest
from schemas.errors import Damaged, Refused, UsageError
from schemas.migrations import migrated
from schemas.tables import TABLES, Tables, columns


@dataclass(frozen=True, slots=True)
class Last:
    """The current release on the shelf; `version` is '' when there is none yet."""

    version: str
    date: str
    tables: Tables
    manifest: str = ""
    """sha256 of its `manifeste.json`; '' when it has none."""
    schema: str = ""
    """The version of the schemas that it was published under."""


def last(output: Path) -> Last:
    """The current release with its tables, its sums proved. Raises Damaged when it is not what its sums say."""
    entry = current(output)
    if entry is None:
        return Last("", "", {})
    version = str(entry["version"])
    tables = tables_of(output, version)
    manifest = folder_of(output, version) / "manifeste.json"
    known = digest(manifest) if manifest.is_file() else ""
    return Last(version, str(entry["date"]), tables, known, str(entry.get("schema", "")))


def tables_of(output: Path, version: str) -> Tables:
    """The tables of a release, with the columns of today. Raises Damaged when it is not what its sums say, UsageError
    when there is no such release, Refused when its files were pruned.
    """
    from flows.columnar.csv import table_of  # commands that only look at a shelf need no polars

    proved(output, version)
    folder = folder_of(output, version)
    entry = next(one for one in versions(output) if one["version"] == version)
    tables = {t: table_of(folder / f"{t}.csv") for t in TABLES if (folder / f"{t}.csv").is_file()}
    tables = migrated(tables, str(entry.get("schema", "")))
    return {t: frame.reindex(columns=list(columns(t)), fill_value="") for t, frame in tables.items()}


def proved(output: Path, version: str) -> None:
    """Raises UsageError when there is no such release, Refused when it was pruned, Damaged when it is not what its sums say."""
    entry = next((one for one in versions(output) if one["version"] == version), None)
    if entry is None:
        raise UsageError(f"{output} holds no release {version}: versions.json lists those there are.")
    if entry.get("pruned"):
        raise Refused(f"The files of {version} were pruned on {entry['pruned']}: choose a release that is still there.")
    folder = folder_of(output, version)
    faults = broken_sums(folder)
    if not faults and entry.get("sha256") not in (None, digest(folder / "SHA256SUMS")):
        faults = ["SHA256SUMS is not the one that versions.json tells"]
    if faults:
        raise Damaged(
            f"{folder}: {'; '.join(faults[:5])}. The next release would be compared with damaged data: restore this one first."
        )
