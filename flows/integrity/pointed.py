"""`latest.json` as found: well formed, signed, not outdated, and true of the release that it names."""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from flows.integrity import reading
from flows.integrity.findings import Findings, faults, notes, old
from flows.integrity.one import VERSION, Release
from flows.integrity.pointer import FILE
from flows.integrity.sign import comment
from flows.integrity.signed import GET_AGAIN, signature_findings

_ROOT = re.compile(r"(?:atom/)?[0-9A-Za-z][0-9A-Za-z._-]*")
_DIGEST = re.compile(r"[0-9a-f]{64}")
ROOTS = ("catalog.ttl", "catalog.jsonld")
"""Files at the root that are copies of the current release's."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """A `latest.json` that was found; `said` is empty when it is none."""

    said: Mapping[str, object] = field(default_factory=dict)
    digest: str = ""
    findings: Findings = field(default_factory=Findings)
    signed: bool = False
    """Whether a known key signed it."""

    @property
    def version(self) -> str:
        return str(self.said.get("version", ""))

    @property
    def serial(self) -> int:
        return int(str(self.said.get("serial", 0)))


def pointed(output: Path, keys: tuple[str, ...], as_of: str) -> Pointed:
    """Reads and checks the `latest.json` of an output folder for a day (ISO)."""
    content = reading.body(output / FILE)
    said = reading.parsed(content) if content is not None else None
    if content is None or not isinstance(said, dict) or not _is_pointer(said):
        return Pointed(findings=faults(f"{FILE} is not readable as one: {GET_AGAIN}."))
    expected = comment(str(said["version"]), str(said["created"]), FILE)
    signature = signature_findings(output / FILE, content, keys, expected)
    found = signature
    if str(said["expires"]) < as_of:
        found += old(
            f"{FILE} expired on {said['expires']}: either no run was made since, or an old copy is being served; get it again "
            "from where the project publishes, and if that one has expired too, ask the project."
        )
    digest = hashlib.sha256(content).hexdigest()
    return Pointed(said, digest, found, bool(keys) and not signature.faults)


def _is_pointer(said: Mapping[str, object]) -> bool:
    """Whether it has what a `latest.json` must have, each of its type."""
    version, days = str(said.get("version")), (said.get("created"), said.get("expires"))
    digests = [said.get(name) for name in ("manifest", "sums", "previous")]
    return (
        reading.is_count(said.get("serial"))
        and bool(VERSION.fullmatch(version))
        and said.get("path") == f"releases/{version}"
        and all(_is_day(day) for day in days)
        and str(days[0]) <= str(days[1])
        and all(isinstance(one, str) and (not one or bool(_DIGEST.fullmatch(one))) for one in digests)
        and isinstance(said.get("files"), dict)
    )


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def release_findings(pointer: Pointed, release: Release) -> Findings:
    """Where `latest.json` does not agree with the release that it names."""
    files = {name: {"bytes": size, "sha256": digest} for name, (size, digest) in release.files.items()}
    told = pointer.said["files"]
    told = dict(told) if isinstance(told, dict) else {}
    if pointer.said["sums"] != release.sums or pointer.said["manifest"] != release.manifest:
        return faults(
            f"{FILE} names {pointer.version} with other sums or another manifest than lie in it: one of the two was replaced; "
            f"{GET_AGAIN}."
        )
    differ = sorted(name for name in {*told, *files} if told.get(name) != files.get(name))
    return faults(
        *(f"{FILE} does not agree with {pointer.version}/{reading.shown(name)}: {GET_AGAIN}." for name in differ)
    )


def copy_findings(latest: Path, release: Release, beside: Mapping[str, bytes | None]) -> Findings:
    """Where `latest/` is not, byte for byte, the current release. `beside`: the sums and signature of that one."""
    if latest.is_symlink() or not latest.is_dir():
        return faults("latest is no folder: take the files of the release itself, or run `creches release` again.")
    there = reading.tree(latest)
    differ = [
        name
        for name, (size, digest) in release.files.items()
        if there.sizes.get(name) != size or reading.digest(latest / name, size) != digest
    ]
    differ += [name for name, content in beside.items() if reading.body(latest / name) != content]
    differ += sorted(there.sizes.keys() - release.files.keys() - beside.keys())
    told = [f"latest/{reading.shown(name)} is not that of {release.folder.name}" for name in differ]
    return faults(*(f"latest: {text}" for text in there.faults)) + faults(
        *(f"{text}: take the files of the release itself." for text in told)
    )


def root_findings(output: Path, release: Release, pointer: Pointed) -> Findings:
    """Where a file at the root is not the one that `latest.json` tells, or a catalogue not that of the current release."""
    said = pointer.said.get("roots")
    if isinstance(said, dict) and said:
        return _told_roots(output, said)
    told = {
        name: reading.body(output / name) for name in ROOTS if name in release.files and os.path.lexists(output / name)
    }
    differ = [n for n, body in told.items() if body is None or hashlib.sha256(body).hexdigest() != release.files[n][1]]
    return faults(*(f"{name} is not that of {release.folder.name}: take the release's own." for name in differ))


def _told_roots(output: Path, said: Mapping[str, object]) -> Findings:
    """Files of the root that are not as told; a mirror may do without some. A stranger of their kind is a fault too."""
    found = Findings()
    for name, about in said.items():
        body = reading.body(output / name) if _ROOT.fullmatch(name) else None
        if _ROOT.fullmatch(name) and not os.path.lexists(output / name):
            found += notes(f"{name} is not here: it is not checked.")
        elif body is None or not isinstance(about, dict) or hashlib.sha256(body).hexdigest() != about.get("sha256"):
            found += faults(f"{reading.shown(name)} is not the one that {FILE} tells: {GET_AGAIN}.")
    kind = (*output.glob("*.atom"), *output.glob("atom/*"), *output.glob("catalog.*"))
    strange = sorted({path.relative_to(output).as_posix() for path in kind} - said.keys())
    return found + faults(*(f"{reading.shown(name)} is not told by {FILE}: remove it." for name in strange))
