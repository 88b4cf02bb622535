"""An output folder, or a mirror of one: `latest.json`, the release it names, `latest/`, and the releases before."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.integrity import history, pointed, reading
from flows.integrity.findings import Findings, faults, notes
from flows.integrity.one import BESIDE, VERSION, Release, release
from flows.integrity.pointed import Pointed
from flows.integrity.pointer import FILE
from flows.shelf.entries import Entry, current_of

FEEDS = ("changements.atom", "atom")
_MOST = 2000
"""Releases of one output folder."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What was found in an output folder."""

    findings: Findings
    current: Release | None = None
    pointer: Pointed = field(default_factory=Pointed)


def whole(output: Path, keys: tuple[str, ...], as_of: str) -> Whole:
    """Checks an output folder for a day (ISO) but for the tables of its current release."""
    listed, found = history.entries(output)
    releases, strange = _releases(output, keys)
    found += strange + _listed_findings(listed, releases)
    pointer = _pointer(output, keys, as_of)
    named = pointer.version or str((current_of(listed) or {}).get("version", ""))
    current = releases.get(named)
    found += pointer.findings if pointer.said or os.path.lexists(output / FILE) else _no_pointer(current, keys)
    if current is None:
        text = f"the current release, {named}, is not in releases/" if named else "no release is announced here"
        return Whole(found + faults(f"{text}: download the folder again."), None, pointer)
    found += _current_findings(output, current, pointer, listed)
    for release_ in releases.values():
        found += release_.findings.of(f"releases/{release_.folder.name}")
    found += history.signature_findings(releases, current)
    found += history.chain_findings(releases, listed)
    return Whole(found, current, pointer)


def _pointer(output: Path, keys: tuple[str, ...], as_of: str) -> Pointed:
    return pointed.pointed(output, keys, as_of) if os.path.lexists(output / FILE) else Pointed()


def _no_pointer(current: Release | None, keys: tuple[str, ...]) -> Findings:
    """A folder of before `latest.json` may do without; not one whose releases have manifests, or that should be signed."""
    if keys or (current and current.manifest):
        return faults(f"{FILE} is missing: whether this is the newest release cannot be told; download it too.")
    return notes(f"there is no {FILE}: a folder of before it; whether this is the newest release is not checked.")


def _releases(output: Path, keys: tuple[str, ...]) -> tuple[dict[str, Release], Findings]:
    """The releases that lie in `releases/`, by name; what else lies there is a fault."""
    place = output / "releases"
    if place.is_symlink() or not place.is_dir():
        return {}, faults("releases is no folder: download it too.")
    names = sorted((entry.name for entry in place.iterdir()), reverse=True)
    good = [n for n in names if VERSION.fullmatch(n) and not (place / n).is_symlink() and (place / n).is_dir()]
    found = faults(
        *(f"releases/{reading.shown(n)} is no folder of a release: remove it." for n in names if n not in good)
    )
    if len(good) > _MOST:
        found += faults(f"releases holds more than {_MOST} releases: the oldest are not looked at.")
    return {name: release(place / name, keys) for name in good[:_MOST]}, found


def _listed_findings(listed: list[Entry], releases: Mapping[str, Release]) -> Findings:
    """Each announced release is there as announced, and none is there that is not announced."""
    found = Findings()
    for entry in listed:
        name = str(entry["version"])
        if name in releases:
            found += history.entry_findings(entry, releases[name])
        elif not entry.get("pruned"):
            told = notes if entry.get("withdrawn") else faults
            found += told(f"releases/{name} is announced and is not there: download it too.")
    names = {str(entry["version"]) for entry in listed}
    strange = sorted(releases.keys() - names) if listed else []
    return found + faults(
        *(
            f"releases/{n} is not in versions.json: it was put there, or a run was stopped; run `creches release`."
            for n in strange
        )
    )


def _current_findings(output: Path, current: Release, pointer: Pointed, listed: list[Entry]) -> Findings:
    name = current.folder.name
    found = current.signature.of(f"releases/{name}")
    if pointer.said:
        found += pointed.release_findings(pointer, current)
    announced = str((current_of(listed) or {}).get("version", name))
    if announced != name:
        found += faults(
            f"{FILE} names {name}, and versions.json {announced}: one of the two is old; download both again."
        )
    found += pointed.root_findings(output, current, pointer) + _feeds(output, pointer)
    if not os.path.lexists(output / "latest"):
        return found + notes("there is no latest/: nothing to compare with the release.")
    beside = {n: reading.body(current.folder / n) for n in BESIDE}
    return found + pointed.copy_findings(output / "latest", current, beside)


def _feeds(output: Path, pointer: Pointed) -> Findings:
    """Feeds are covered by a `latest.json` that tells the files of the root, and by nothing else."""
    if pointer.said.get("roots"):
        return Findings()
    there = [name for name in FEEDS if os.path.lexists(output / name)]
    told = "nothing vouches for them; what changed is in each release's changements.csv"
    return notes(f"feeds are not checked ({', '.join(there)}): {told}.") if there else Findings()
