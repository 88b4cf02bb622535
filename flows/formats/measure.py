"""Sizes and digests of the files of a folder, read in pieces."""

from pathlib import Path

from flows.catalogue.manifest import File, Files
from flows.shelf.sums import digest as digest
from flows.shelf.sums import digests


def measured(folder: Path, known: Files | None = None) -> Files:
    """Every file under a folder, by its name relative to it, in order of names; those that are `known` are not read again."""
    seen = known or {}
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    new = [name for name in names if name not in seen]
    found = dict(zip(new, digests(folder / name for name in new), strict=True))
    return {name: seen.get(name) or File((folder / name).stat().st_size, found[name]) for name in names}
