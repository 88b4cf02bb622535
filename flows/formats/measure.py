"""Sizes and digests of the files of a folder, read in pieces."""

import hashlib
from pathlib import Path

from flows.catalogue.manifest import File, Files


def measured(folder: Path, known: Files | None = None) -> Files:
    """Every file under a folder, by its name relative to it, in order of names; those that are `known` are not read again."""
    seen = known or {}
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name: seen.get(name) or one_measured(folder / name) for name in names}


def one_measured(path: Path) -> File:
    """The size in bytes and the sha256 of a file."""
    return File(path.stat().st_size, digest(path))


def digest(path: Path) -> str:
    """The sha256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
