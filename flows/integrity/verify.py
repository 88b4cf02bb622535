"""Whether what lies there is what was published: a release folder, or a whole output folder."""

import os
from dataclasses import dataclass
from pathlib import Path

from flows import clock
from flows.integrity import pointer
from flows.integrity.findings import Findings, notes
from flows.integrity.keys import public_keys
from flows.integrity.one import Release, release
from flows.integrity.package import package_findings
from flows.integrity.seen import keep, seen, seen_findings
from flows.integrity.whole import Whole, whole
from flows.shelf.sums import SUMS
from schemas.errors import UsageError

NO_KEY = "signatures: not checked: no public key (give --key, or set public_key)."
_MARKS = (pointer.FILE, "versions.json", "releases")
"""Any of these tells an output folder; a release folder has its sums instead."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome; `serial` is 0 for a release folder, which has none."""

    findings: Findings
    version: str = ""
    serial: int = 0
    signed: bool = False
    """Whether a known key signed what was looked at."""


def faults(path: Path, key: str = "", seen_file: Path | None = None, as_of: str = "") -> list[str]:
    """What is wrong with a release folder or an output folder; [] when nothing is. As `verified`."""
    found = verified(path, key, seen_file, as_of).findings
    return [*found.faults, *found.old]


def verified(path: Path, key: str = "", seen_file: Path | None = None, as_of: str = "") -> Verified:
    """Checks a folder, against the public keys given or set, for a day (ISO; today by default).

    `seen_file` remembers the highest serial that was verified; it is brought up to date only when nothing is wrong and a
    signature proved it. Raises UsageError for what is no folder, no key, no day, or no such file.
    """
    keys, day = public_keys(key), clock.day_asked(as_of)
    if not path.is_dir():
        raise UsageError(
            f"{path} is not a folder: give the folder of a release, such as output/latest, or an output folder."
        )
    if os.path.lexists(path / SUMS) or not any(os.path.lexists(path / name) for name in _MARKS):
        if seen_file is not None:
            raise UsageError("--seen is about latest.json: give the folder that holds it, such as output.")
        return _release_verified(path, keys)
    return _whole_verified(path, keys, day, seen_file)


def _release_verified(path: Path, keys: tuple[str, ...]) -> Verified:
    found = release(path, keys)
    told = found.findings + found.signature
    return Verified(told + _package(found, told) + _keyless(keys), found.version, signed=found.signed)


def _whole_verified(path: Path, keys: tuple[str, ...], day: str, seen_file: Path | None) -> Verified:
    before = seen(seen_file) if seen_file is not None else {}
    found = whole(path, keys, day)
    told = (
        found.findings + _keyless(keys) + (seen_findings(before, found.pointer) if found.pointer.said else Findings())
    )
    if found.current:
        told += _package(found.current, told)
    signed = found.pointer.signed and bool(found.current and found.current.signed)
    if seen_file is not None and not told.faults and not told.old:
        told += _kept(seen_file, found, signed)
    version = found.pointer.version or (found.current.version if found.current else "")
    return Verified(told, version, found.pointer.serial, signed)


def _kept(path: Path, found: Whole, signed: bool) -> Findings:
    """Remembers what was verified; what no key proves is not remembered: a forged serial would lock true ones out."""
    if not signed:
        return notes(f"{path}: not brought up to date: no signature was checked.")
    keep(path, found.pointer)
    return Findings()


def _package(found: Release, told: Findings) -> Findings:
    """The tables, unless something is already known to be wrong: they are then not to be used, whatever they hold."""
    if told.faults:
        return notes("the tables were not checked against their schemas: first see what is wrong above.")
    return package_findings(found)


def _keyless(keys: tuple[str, ...]) -> Findings:
    return Findings() if keys else notes(NO_KEY)
