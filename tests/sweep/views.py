"""What a reader of an output folder finds, and what is torn in it."""

import hashlib
import json
from pathlib import Path
from typing import Any

from flows import shelf

CATALOGUES = ("catalog.ttl", "catalog.jsonld")


def digest(folder: Path) -> str:
    """One name for all the files of a folder; '' when it is not there."""
    if not folder.is_dir():
        return ""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.relative_to(folder)}" for path in files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def torn(output: Path) -> list[str]:
    """Everything a reader could trip over; [] when all that is named is whole. `latest/` must be there."""
    try:
        entries = json.loads((output / "versions.json").read_bytes())
        told = [*_releases(output, entries), *_latest(output), *_pointer(output)]
        return told or _catalogues(output)
    except (OSError, ValueError, KeyError) as error:
        return [f"{type(error).__name__}: {error}"]


def _releases(output: Path, entries: list[dict[str, Any]]) -> list[str]:
    named = [e for e in entries if not e.get("pruned")]
    return [
        f"versions.json names {e['version']}, which is not whole"
        for e in named
        if not shelf.is_release(output / "releases" / str(e["version"]), e["sha256"])
    ]


def _latest(output: Path) -> list[str]:
    """`latest/` is one of the releases, byte for byte."""
    faults = shelf.broken_sums(output / "latest")
    if faults:
        return [f"latest: {faults[0]}"]
    return [] if _version(output) else ["latest is none of the releases"]


def _version(output: Path) -> str:
    """The version that `latest/` is a copy of; '' when it is of none."""
    sums = (output / "latest" / shelf.SUMS).read_bytes()
    found = (p.parent.name for p in sorted(output.glob(f"releases/*/{shelf.SUMS}")) if p.read_bytes() == sums)
    return next(found, "")


def _pointer(output: Path) -> list[str]:
    path = output / "latest.json"
    if not path.exists():
        return []
    told = json.loads(path.read_bytes())
    sums = told.get("sums")
    return [] if shelf.is_release(output / told["path"], sums) else ["latest.json points at no whole release"]


def _catalogues(output: Path) -> list[str]:
    """The catalogue at the root is never ahead of `latest/`."""
    ahead = []
    for name in CATALOGUES:
        if (output / name).exists():
            body = (output / name).read_bytes()
            of = [p.parent.name for p in sorted(output.glob(f"releases/*/{name}")) if p.read_bytes() == body]
            if not of or _order(min(of, key=_order)) > _order(_version(output)):
                ahead.append(f"{name} is ahead of latest")
    return ahead


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.replace("-r", ".").split(".") if part)


def state(output: Path) -> dict[str, Any]:
    """All that a reader finds, as far as it can be compared."""
    entries = json.loads((output / "versions.json").read_bytes())
    return {
        "latest": digest(output / "latest"),
        "versions": [[e["version"], bool(e.get("withdrawn")), bool(e.get("pruned"))] for e in entries],
        "releases": sorted(path.name for path in (output / "releases").iterdir()),
        "pointer": _named(output / "latest.json"),
    }


def _named(path: Path) -> str:
    return str(json.loads(path.read_bytes())["version"]) if path.exists() else ""


def left(output: Path) -> list[str]:
    """What a run left behind and the next one should have cleared."""
    return sorted(path.name for path in output.glob(".*") if path.name != ".verrou")
