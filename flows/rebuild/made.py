"""How a release was made: the code, what it stands on, what it was set to, what it heard. For `manifeste.json`.

The same commit tells the same wherever it is checked out. What a run reads anew (decisions, the curation, embedded
pages, the cache of points) is no code: it is in the archived records.
"""

import hashlib
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path

from flows import settings
from flows.rebuild.revision import modified, revision

ROOMS = ("flows", "schemas", "sources")
LOCK = "requirements.lock"
_CODE = frozenset(".py .toml .json .csv .gz .jinja .j2 .html .css .ttl .txt .md .xml .svg".split())
_NO_CODE = (".", "__pycache__")
"""How names begin of what is none of the code."""
_HEARD = ("sources/curation/", "sources/snapshots/", "sources/geocodes.csv")
"""Files and folders that a run reads as it reads a page; those of the settings below are others."""
_FILES = ("geocode_corrections", "identity_decisions", "acknowledgements", "refusals")
_AS_THEY_ARE = ("contact", "base_url", "homepage", "formats")
"""Settings that stand in the release anyway, or that it cannot be made again without."""
_TOLD = (
    *_AS_THEY_ARE,
    *("geocoder", "geocode_max_age_days", "recherche_entreprises", "caf", "sirene"),
    *_FILES,
)
"""Settings that shape a release. Where keys are and how long releases are kept is nobody's business."""


def made(records_digest: str) -> dict[str, object]:
    """`Manifest.made`: code, lock, Python, settings, and the digest of the archived records ('' when there are none)."""
    return {**dict(of_checkout(settings.ROOT)), "settings": told_settings(), "records": records_digest}


@cache
def of_checkout(root: Path) -> Mapping[str, object]:
    """Once a process: the code that runs is the one that was loaded."""
    at = revision(root)
    code: dict[str, object] = {"revision": at, "sha256": code_digest(root)}
    if at and modified(root, (*ROOMS, LOCK, *(f":!{name}" for name in _heard())), (*_CODE, ".lock")):
        code["modified"] = True
    lock = root / LOCK
    return {
        "code": code,
        "lock": hashlib.sha256(lock.read_bytes()).hexdigest() if lock.is_file() else "",
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
    }


def code_digest(root: Path) -> str:
    """sha256 over the name and the sha256 of every file of code and of reference, in order of names."""
    lines = (f"{hashlib.sha256((root / name).read_bytes()).hexdigest()}  {name}\n" for name in _code_files(root))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def told_settings() -> dict[str, str]:
    """The settings that shape a release. One that is not the project's own is `set`: it may name a machine or a path."""
    own, now = _committed(), asdict(settings.load())
    return {n: now[n] if n in _AS_THEY_ARE or now[n] in ("", own.get(n, "")) else "set" for n in _TOLD}


def _code_files(root: Path) -> list[str]:
    heard = _heard()
    return sorted(name for room in ROOMS for name in _named(root, root / room) if not name.startswith(heard))


def _named(root: Path, room: Path) -> Iterator[str]:
    for folder, folders, files in os.walk(room):
        folders[:] = [name for name in folders if not name.startswith(_NO_CODE)]
        for path in (Path(folder, name) for name in files if not name.startswith(_NO_CODE)):
            if path.suffix in _CODE and path.is_file():
                yield path.relative_to(root).as_posix()


def _heard() -> tuple[str, ...]:
    own = _committed()
    return (*_HEARD, *(own[name] for name in _FILES if own.get(name)))


def _committed() -> dict[str, str]:
    """The settings that the project itself has."""
    text = (settings.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return {name: str(value) for name, value in tomllib.loads(text).get("tool", {}).get("creches", {}).items()}
