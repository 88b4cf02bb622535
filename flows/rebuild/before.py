"""The release that another was compared with, as it was then."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from flows import shelf
from flows.formats.csv_table import from_csv
from flows.formats.measure import digest
from flows.rebuild.compared import Rebuilt
from flows.rebuild.inputs import Inputs
from schemas.errors import CrechesError, Refused
from schemas.tables import TABLES

MANIFEST = "manifeste.json"
Again = Callable[[Path, str, Path], Rebuilt]
"""`flows.rebuild.rebuild`."""


def release_before(output: Path, inputs: Inputs, again: Again) -> shelf.Last:
    """The tables of `inputs.previous`, proved; none for a first release. One whose files were pruned is made again first.

    Raises Refused when they are gone or no longer what they were, Damaged when they are not what their sums say.
    """
    version = inputs.previous
    if not version:
        return shelf.Last("", "", {})
    entry = next((one for one in shelf.versions(output) if one["version"] == version), None)
    needed = f"{inputs.version} was compared with {version}"
    if entry is None:
        raise Refused(
            f"{needed}, which is no longer in {output}/versions.json: it was issued anew after an erasure request, or this "
            f"is another output folder. Without what it was compared with, {inputs.version} cannot be made again."
        )
    if entry.get("pruned"):
        return _pruned(output, entry, inputs, again)
    folder = shelf.folder_of(output, version)
    told = folder / MANIFEST
    tables, now = shelf.tables_of(output, version), digest(told) if told.is_file() else ""
    if now != inputs.previous_manifest:
        raise Refused(
            f"{needed}, and {told} is not the one of that day: another release stands there under the same name. "
            f"Put {folder} back from a copy, and run again."
        )
    return shelf.Last(version, str(entry["date"]), tables, now, str(entry.get("schema", "")))


def _pruned(output: Path, entry: shelf.Entry, inputs: Inputs, again: Again) -> shelf.Last:
    """The release before, made again in a folder of its own: the digest of its manifest proves that it is the very one."""
    version = str(entry["version"])
    with tempfile.TemporaryDirectory(prefix="creches-") as room:
        folder = Path(room) / version
        try:
            again(output, version, folder)
        except CrechesError as error:
            raise _gone(output, entry, inputs, str(error)) from None
        if digest(folder / MANIFEST) != inputs.previous_manifest:
            raise _gone(output, entry, inputs, "Made again by the code that is here now, it is another.")
        tables = {table: from_csv(str(folder / f"{table}.csv")) for table in TABLES}
    return shelf.Last(version, str(entry["date"]), tables, inputs.previous_manifest, str(entry.get("schema", "")))


def _gone(output: Path, entry: shelf.Entry, inputs: Inputs, why: str) -> Refused:
    version = entry["version"]
    return Refused(
        f"{inputs.version} was compared with {version}, whose files were removed on {entry['pruned']}, and which cannot be "
        f"made again here: {why}\nNext: put {output}/releases/{version} back from a copy (a mirror, a backup), take "
        f'"pruned" out of its entry in versions.json, and run again.'
    )
