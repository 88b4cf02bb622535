"""What was made again beside the release as published: every sum, and why one may differ."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.formats.measure import digest, measured
from flows.rebuild.made import made as made_now
from flows.shelf import SUMS

SIGNATURE = f"{SUMS}.minisig"
_WORDS = {"code": "the code", "lock": "the locked libraries", "python": "Python"}


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """`folder` holds the release made again. `differs`: files whose sum is another, or that only one of the two has."""

    version: str
    folder: Path
    files: int
    differs: tuple[str, ...]
    other: tuple[str, ...]
    """What made it then and is another now: code, lock, python."""
    revision: str
    """The commit that made it; '' when it was not told."""

    @property
    def exit_code(self) -> int:
        """0 when every file is the same, else 8."""
        return 8 if self.differs else 0


def differing(release: Path, rebuilt: Path) -> tuple[str, ...]:
    """Files that are not the same in the two folders. A signature counts where both have one: the key may be elsewhere."""
    then, now = _sums(release), _sums(rebuilt)
    unsigned = {SIGNATURE} if SIGNATURE not in then or SIGNATURE not in now else set()
    return tuple(sorted(name for name in (then.keys() | now.keys()) - unsigned if then.get(name) != now.get(name)))


def of_pruned(entry: Mapping[str, object], rebuilt: Path) -> tuple[str, ...]:
    """The same for a release whose files are gone: the sums of its sums and of its manifest are still told."""
    told = {SUMS: entry.get("sha256"), "manifeste.json": entry.get("manifest")}
    return tuple(n for n, sha256 in told.items() if sha256 and _digest(rebuilt / n) != sha256)


def made_again(then: Mapping[str, object], records_digest: str) -> tuple[dict[str, object], tuple[str, ...]]:
    """(`Manifest.made` for the release made again, what is another now).

    Code of the same digest is the same code, whatever commit it is read from: the release then keeps the words it had.
    """
    now = made_now(records_digest)
    other = tuple(name for name in _WORDS if _essence(then.get(name)) != _essence(now.get(name)))
    kept = {"settings": then.get("settings", {}), "records": records_digest}
    return {**(now if other else then), **kept}, other


def made_of(release: Path) -> dict[str, object]:
    """How a release says that it was made; {} when it does not say. Raises OSError, ValueError."""
    told = json.loads((release / "manifeste.json").read_bytes())
    found = told.get("made", {}) if isinstance(told, dict) else {}
    return found if isinstance(found, dict) else {}


def report(one: Rebuilt) -> str:
    """What a person needs to know of it."""
    if not one.differs:
        return f"{one.version} made again, offline: {one.files} files, every sum is the same.\n  in  {one.folder}"
    lines = [f"{one.version} made again, and {len(one.differs)} of its files differ:"]
    lines += [f"  differs  {name}" for name in one.differs[:20]]
    lines += [f"  …        and {len(one.differs) - 20} more"] if len(one.differs) > 20 else []
    lines += [f"  in       {one.folder}", *_why(one)]
    return "\n".join(lines)


def as_document(one: Rebuilt) -> dict[str, object]:
    """The JSON document of `creches rebuild --json`."""
    return {
        "result": "different" if one.differs else "identical",
        "exit_code": one.exit_code,
        "version": one.version,
        "files": one.files,
        "differs": list(one.differs),
        "other": list(one.other),
        "revision": one.revision,
    }


def _why(one: Rebuilt) -> list[str]:
    if not one.other:
        return [
            "  why      code, libraries and Python are those that made it: the archive or this machine is to blame."
        ]
    told = ", ".join(_WORDS[name] for name in one.other)
    lines = [f"  why      not what made it then: {told}."]
    return [*lines, f"  next     {next_step(one.version, one.revision)}"]


def next_step(version: str, revision: str) -> str:
    """The commands that get the code and the libraries that made a release."""
    if not revision:
        return "its revision was not recorded: look for the commit of its day, whose code has the digest in manifeste.json."
    return f"git checkout {revision} && pip install -r requirements.lock && creches rebuild {version}"


def _essence(told: object) -> object:
    """Of the code, its digest alone."""
    return told.get("sha256") if isinstance(told, Mapping) else told


def _sums(folder: Path) -> dict[str, str]:
    return {name: file.sha256 for name, file in measured(folder).items()}


def _digest(path: Path) -> str:
    return digest(path) if path.is_file() else ""
