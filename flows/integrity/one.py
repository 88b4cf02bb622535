"""One release folder: its sums, its signature, its manifest."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.integrity import reading
from flows.integrity.findings import Findings, faults, notes
from flows.integrity.manifest_file import FILE as MANIFEST
from flows.integrity.sign import SUFFIX, comment
from flows.integrity.signed import signature_findings
from flows.shelf.sums import SUMS

VERSION = re.compile(r"\d{4}\.\d\d\.\d\d(\.\d+)?(-r\d+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DIGEST = re.compile(r"[0-9a-f]{64}")
BESIDE = (SUMS, SUMS + SUFFIX)


@dataclass(frozen=True, slots=True)
class Release:
    """A release as it lies there. What it says of itself is worth what `findings` and `signature` leave of it."""

    folder: Path
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """Size and sha256, as they are on disk, of the files that the sums list; '' when a file could not be read."""
    sums: str = ""
    """sha256 of `SHA256SUMS`"""
    manifest: str = ""
    """sha256 of `manifeste.json`; '' when there is none."""
    said: Mapping[str, object] = field(default_factory=dict)
    """`manifeste.json`; empty when there is none, or it is not one."""
    findings: Findings = field(default_factory=Findings)
    signature: Findings = field(default_factory=Findings)
    signed: bool = False
    """Whether a known key signed it."""

    @property
    def version(self) -> str:
        return str(self.said.get("version", ""))


def release(folder: Path, keys: tuple[str, ...]) -> Release:
    """Reads and checks one release folder against its own sums and manifest, and against the public keys that are known."""
    there = reading.tree(folder)
    content = reading.body(folder / SUMS)
    listed = "SHA256SUMS is missing or unreadable" if content is None else reading.sums(content)
    if content is None or isinstance(listed, str):
        return Release(folder, findings=faults(str(listed).rstrip("."), *there.faults))
    files = {name: (there.sizes[name], _digest(folder, name, there)) for name in listed if name in there.sizes}
    found = _sums_findings(listed, there, files)
    said = reading.document(folder / MANIFEST) if MANIFEST in files else None
    if MANIFEST not in listed:
        told = notes("there is no manifeste.json: a release of before them, what it follows is not checked.")
    elif not _is_manifest(said):
        told, said = faults("manifeste.json is no manifest of a release: download the release again."), None
    else:
        told = _manifest_findings(dict(said), folder.name, listed, there)  # type: ignore[call-overload]
    known = dict(said) if isinstance(said, dict) else {}
    expected = comment(str(known.get("version", "")), str(known.get("date", "")), SUMS)
    signature = signature_findings(folder / SUMS, content, keys, expected)
    return Release(
        folder=folder,
        files=files,
        sums=hashlib.sha256(content).hexdigest(),
        manifest=files[MANIFEST][1] if MANIFEST in files else "",
        said=known,
        findings=found + told,
        signature=signature,
        signed=bool(keys) and not signature.faults,
    )


def _digest(folder: Path, name: str, there: reading.Tree) -> str:
    return reading.digest(folder / name, there.sizes[name])


def _sums_findings(listed: Mapping[str, str], there: reading.Tree, files: Mapping[str, tuple[int, str]]) -> Findings:
    """Files that are missing, changed, or not listed."""
    gone = [f"{reading.shown(name)} is missing" for name in sorted(listed.keys() - there.sizes.keys())]
    strange = sorted(there.sizes.keys() - listed.keys() - set(BESIDE))
    changed = sorted(name for name, (_, digest) in files.items() if digest != listed[name])
    return (
        faults(*there.faults)
        + faults(*gone)
        + faults(*(f"{reading.shown(name)} is not listed in {SUMS}" for name in strange))
        + faults(*(f"{reading.shown(name)} is not what {SUMS} says" for name in changed))
    )


def _is_manifest(said: object) -> bool:
    """Whether a document has what a manifest must have, each of its type."""
    if not isinstance(said, dict) or not isinstance(said.get("files"), dict):
        return False
    texts = [said.get(name) for name in ("version", "date", "previous", "previous_manifest", "schema")]
    if not all(isinstance(text, str) for text in texts):
        return False
    version, date, previous, digest, _ = map(str, texts)
    named = VERSION.fullmatch(version) and _DAY.fullmatch(date) and (not previous or VERSION.fullmatch(previous))
    return bool(named) and (not digest or bool(_DIGEST.fullmatch(digest)))


def _manifest_findings(
    said: Mapping[str, object], name: str, listed: Mapping[str, str], there: reading.Tree
) -> Findings:
    """Where the manifest does not agree with the files, or with the name of its folder."""
    files = said["files"]
    told = dict(files) if isinstance(files, dict) else {}
    own = {n: {"bytes": there.sizes.get(n), "sha256": listed[n]} for n in listed if n != MANIFEST}
    differ = sorted(n for n in {*told, *own} if told.get(n) != own.get(n))
    found = faults(
        *(f"manifeste.json does not agree with {reading.shown(n)}: download the release again" for n in differ)
    )
    if VERSION.fullmatch(name) and name != said["version"]:
        found += faults(
            f"the folder is named {name} and holds release {said['version']}: another release was put in its place; "
            "download it again."
        )
    return found
