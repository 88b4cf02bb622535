"""An old release made again from its archived parsed records, offline, and its sums compared with those published."""

import dataclasses
import re
from pathlib import Path

from flows import shelf
from flows.publish.stage import stage
from flows.rebuild import archive
from flows.rebuild.before import release_before
from flows.rebuild.compared import Rebuilt, differing, made_again, made_of, next_step, of_pruned
from flows.rebuild.inputs import Inputs
from flows.rebuild.walk import replayed
from schemas.errors import CrechesError, Damaged, Refused, UsageError

__all__ = ["Rebuilt", "rebuild"]

_REISSUE = re.compile(r"-r\d+$")
_HELD = ("releases", "latest", "records", "snapshots", "cache", "review", "atom")
"""Folders of an output that a release made again may not be written to."""


def rebuild(output: Path, version: str, into: Path | None = None) -> Rebuilt:
    """Makes a release again in `into` (default: `<output>/rebuilt/<version>`, replaced), and compares every sum.

    Nothing else is written, nothing is asked of a network. Raises UsageError for a version that is not there or a folder
    that may not be used, Refused when what it was made of is gone, Damaged when that is not what it should be.
    """
    entry = _entry(output, version)
    folder = _room(output, version, into)
    release = None if entry.get("pruned") else shelf.folder_of(output, version)
    inputs, digest = _inputs(output, version, release)
    last = release_before(output, inputs, rebuild)
    made, other = made_again(inputs.made, digest)
    revision = _revision(inputs)
    try:
        manifest = replayed(dataclasses.replace(inputs, made=made), last, folder)
    except CrechesError as error:
        raise _refused_now(error, version, revision, other) from None
    files = stage(folder, manifest)
    differs = differing(release, folder) if release else of_pruned(entry, folder)
    return Rebuilt(version, folder, len(files), differs, other, revision)


def _entry(output: Path, version: str) -> shelf.Entry:
    entries = shelf.versions(output)
    name = _REISSUE.sub("", version)
    anew = next((one for one in entries if one.get("reissued") and _REISSUE.sub("", str(one["version"])) == name), None)
    if anew and not archive.path_of(output, str(anew["version"])).is_file():
        raise Refused(
            f"{name} was issued anew as {anew['version']} after an erasure request: its archived records were erased with "
            "what they held, and neither can be made again. creches verify proves the files of the new one."
        )
    found = next((one for one in entries if one["version"] == version), None)
    if found is None:
        there = ", ".join(str(one["version"]) for one in entries[:10]) or "none"
        raise UsageError(f"{output} has no release {version}. The newest are: {there}.")
    return found


def _room(output: Path, version: str, into: Path | None) -> Path:
    """Where to write. Raises UsageError for a folder with something in it, or one that the output keeps for itself."""
    folder = into or output / "rebuilt" / version
    there = folder.resolve()
    held = [output.resolve() / name for name in _HELD]
    if there == output.resolve() or any(there == one or one in there.parents for one in held):
        raise UsageError(f"{folder} is a folder of the releases themselves: choose another --into.")
    if into and into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise UsageError(f"{into} is there and not empty: choose a new folder for --into.")
    return folder


def _inputs(output: Path, version: str, release: Path | None) -> tuple[Inputs, str]:
    """The archived inputs, proved by what the release says of them, and their digest."""
    path, expected = archive.path_of(output, version), ""
    if release:
        shelf.proved(output, version)
        expected = str(_made(release).get("records", ""))
    inputs = archive.read(path, expected)
    if inputs.version != version:
        raise Damaged(f"{path} is the archive of {inputs.version}, not of {version}: put each file back in its place.")
    return inputs, expected or archive.digest(path.read_bytes())


def _made(release: Path) -> dict[str, object]:
    try:
        return made_of(release)
    except (OSError, ValueError) as error:
        raise Refused(
            f"{release}/manifeste.json cannot be read ({type(error).__name__}): a release without one tells not of what it "
            "was made, and cannot be made again."
        ) from None


def _revision(inputs: Inputs) -> str:
    code = inputs.made.get("code")
    return str(code.get("revision", "")) if isinstance(code, dict) else ""


def _refused_now(error: CrechesError, version: str, revision: str, other: tuple[str, ...]) -> CrechesError:
    """A release that was published, and that this code refuses: told with the code that made it."""
    if not other:
        return error
    return Refused(
        f"The code that is here now refuses to make {version}: {error}\nNext: {next_step(version, revision)}"
    )
