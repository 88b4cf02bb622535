"""A signed output folder with two releases, made by hand from the first release of the tests."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.catalogue.manifest import Manifest
from flows.formats.measure import digest, measured
from flows.integrity import keys, pointer
from flows.integrity.manifest_file import manifest_json, signed_sums
from tests.flows.runs import DAY

A, B = "2026.11.22", "2026.11.29"
LATER = "2026-11-29"
MADE = {"code": "0" * 40}
BULK = ("extraits", "jsonl", "schemas", "*.xlsx", "*.gpkg", "*.sqlite")
"""Left out, so that a hundred copies are cheap."""


@dataclass(frozen=True)
class Sealed:
    """`output` holds A and B, `before` is how it was when A was the newest; both are signed with the key of `public`."""

    output: Path
    before: Path
    key: Path
    public: str
    other: Path
    """A key file of somebody else."""


@contextmanager
def signing(key: Path | None) -> Iterator[None]:
    """Settings under which this key signs."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CRECHES_SIGNING_KEY", str(key or ""))
        yield


def sealed(first: Path, folder: Path) -> Sealed:
    """Makes it all in an empty folder, from an output that holds one release."""
    folder.mkdir(parents=True, exist_ok=True)
    key, other = folder / "release.key", folder / "other.key"
    public = keys.make(key)
    keys.make(other)
    output = folder / "output"
    with signing(key):
        issue(output, first / "latest", A, DAY, "")
        shutil.copytree(output, folder / "before")
        issue(output, first / "latest", B, LATER, A)
    return Sealed(output, folder / "before", key, public, other)


def issue(output: Path, source: Path, version: str, date: str, previous: str) -> None:
    """One more release: sealed, announced, pointed to."""
    folder = output / "releases" / version
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns(*BULK))
    for name in ("datapackage.json", "qualite.json"):
        said = json.loads((folder / name).read_text())
        (folder / name).write_text(json.dumps(said | {"version": version}))
    path = folder / "etablissements.csv"
    path.write_text(path.read_text().replace("AGAPI", f"AGAPI {version}", 1))
    before = output / "releases" / previous / "manifeste.json"
    seal(folder, version, date, previous, digest(before) if previous else "")
    entries = json.loads((output / "versions.json").read_text()) if previous else []
    write(output / "versions.json", [entry(folder, date, previous), *entries])
    point(output, version, date)


def seal(folder: Path, version: str, date: str, previous: str, previous_manifest: str, package: bool = True) -> None:
    """Package (unless told otherwise), manifest, sums and signature made again from the files as they are; signed when a
    key is set.
    """
    for name in ("manifeste.json", "SHA256SUMS", "SHA256SUMS.minisig"):
        (folder / name).unlink(missing_ok=True)
    if package:
        restate(folder)
    chain = {"previous_manifest": previous_manifest, "made": MADE}
    manifest = Manifest(version, date, previous, "c@example.fr", "https://e.fr", "https://e.fr", {}, **chain)  # type: ignore[arg-type]
    (folder / "manifeste.json").write_bytes(manifest_json(manifest, measured(folder)))
    sums(folder)
    signed_sums(folder, manifest)


def restate(folder: Path) -> None:
    """The data package tells the files, their sizes and digests as they are."""
    said = json.loads((folder / "datapackage.json").read_text())
    said["resources"] = [one for one in said["resources"] if (folder / one["path"]).is_file()]
    for resource in said["resources"]:
        content = (folder / resource["path"]).read_bytes()
        told = {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        resource.update({name: value for name, value in told.items() if name in resource})
    write(folder / "datapackage.json", said)


def sums(folder: Path) -> None:
    """The sums of the files as they are."""
    files = {name: one for name, one in measured(folder).items() if not name.startswith("SHA256SUMS")}
    (folder / "SHA256SUMS").write_text("".join(f"{one.sha256}  {name}\n" for name, one in files.items()))


def entry(folder: Path, date: str, previous: str) -> dict[str, Any]:
    quality = json.loads((folder / "qualite.json").read_text())
    said = json.loads((folder / "manifeste.json").read_text())
    return {
        "version": folder.name,
        "date": date,
        "path": f"releases/{folder.name}",
        "schema": said["schema"],
        "rows": quality["lignes"],
        "changes": quality["changements"],
        "sha256": digest(folder / "SHA256SUMS"),
        "manifest": digest(folder / "manifeste.json"),
        "previous": previous,
    }


def point(output: Path, version: str, date: str) -> None:
    """`latest/` and `latest.json` become those of a release on the shelf."""
    entries = json.loads((output / "versions.json").read_text())
    (current,) = [one for one in entries if one["version"] == version]
    release = output / "releases" / version
    for name, content in pointer.pointers(output, current, release, date).items():
        (output / name).write_bytes(content)
    copy_latest(output, release)


def copy_latest(output: Path, release: Path) -> None:
    """`latest/` is a copy of a release."""
    shutil.rmtree(output / "latest", ignore_errors=True)
    shutil.copytree(release, output / "latest")


def write(path: Path, value: Any) -> None:
    """A JSON file."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def flip(path: Path, bit: int) -> None:
    """Turns one bit of a file over."""
    with path.open("r+b") as file:
        os.lseek(file.fileno(), bit // 8, os.SEEK_SET)
        (byte,) = file.read(1)
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))
