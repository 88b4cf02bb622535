"""`SHA256SUMS`: what the files of a release must be."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SUMS = "SHA256SUMS"
SIGNATURE = f"{SUMS}.minisig"
_UNLISTED = frozenset({SUMS, SIGNATURE})


def digest(path: Path) -> str:
    """The sha256 of a file's content. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digests(paths: Iterable[Path]) -> list[str]:
    """The sha256 of each file's content, in their order; several are read at once. Raises OSError."""
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        return list(pool.map(digest, paths))


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """The text of `SHA256SUMS` for these files, by name."""
    return "".join(f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in sorted(files.items())).encode()


def broken_sums(folder: Path) -> list[str]:
    """Files of a release that are missing, changed, or not listed; [] when it is whole."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return [f"{SUMS} is missing or unreadable"]
    listed = {name: told for told, _, name in (line.partition("  ") for line in lines)}
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()} - _UNLISTED
    gone = [f"{name} is missing" for name in sorted(listed.keys() - present)]
    strange = [f"{name} is not listed in {SUMS}" for name in sorted(present - listed.keys())]
    both = sorted(listed.keys() & present)
    found = digests(folder / name for name in both)
    changed = [f"{name} is not what {SUMS} says" for name, is_ in zip(both, found, strict=True) if is_ != listed[name]]
    return [*gone, *strange, *changed] + ([] if listed else [f"{SUMS} lists nothing"])


def is_release(folder: Path, sha256: object) -> bool:
    """Whether a folder is whole, and the release whose `SHA256SUMS` has this digest (None: any)."""
    if not (folder / SUMS).is_file() or sha256 not in (None, digest(folder / SUMS)):
        return False
    return not broken_sums(folder)
