"""The current release as the next run builds upon it: its tables, with their sums proved."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from flows.shelf.entries import Entry, current, folder_of, versions
from flows.shelf.sums import broken_sums, digest
from schemas.errors import Damaged, Refused, UsageError
from schemas.migrations import migrated
from schemas.tables import COMMON, TABLES, Tables, columns


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

    They are read while its files are proved, and given to nobody before that is done.
    """
    entry = _listed(output, version)
    with ThreadPoolExecutor(1, "proof") as pool:
        proof = pool.submit(_proved, output, entry)
        try:
            tables = _read(folder_of(output, version))
        finally:
            proof.result()  # what a damaged table cannot be read for is that it is damaged
    tables = migrated(tables, str(entry.get("schema", "")))
    return {t: _of_today(frame, t) for t, frame in tables.items()}


def _read(folder: Path) -> Tables:
    from flows.columnar.csv import table_of  # commands that only look at a shelf need no polars

    return {t: table_of(folder / f"{t}.csv", COMMON.get(t, ())) for t in TABLES if (folder / f"{t}.csv").is_file()}


def _of_today(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    wanted = list(columns(table))
    return frame if list(frame.columns) == wanted else frame.reindex(columns=wanted, fill_value="")


def proved(output: Path, version: str) -> None:
    """Raises UsageError when there is no such release, Refused when it was pruned, Damaged when it is not what its sums say."""
    _proved(output, _listed(output, version))


def _listed(output: Path, version: str) -> Entry:
    """Its entry. Raises UsageError, Refused."""
    entry = next((one for one in versions(output) if one["version"] == version), None)
    if entry is None:
        raise UsageError(f"{output} holds no release {version}: versions.json lists those there are.")
    if entry.get("pruned"):
        raise Refused(f"The files of {version} were pruned on {entry['pruned']}: choose a release that is still there.")
    return entry


def _proved(output: Path, entry: Entry) -> None:
    folder = folder_of(output, str(entry["version"]))
    faults = broken_sums(folder)
    if not faults and entry.get("sha256") not in (None, digest(folder / "SHA256SUMS")):
        faults = ["SHA256SUMS is not the one that versions.json tells"]
    if faults:
        raise Damaged(
            f"{folder}: {'; '.join(faults[:5])}. The next release would be compared with damaged data: restore this one first."
        )
