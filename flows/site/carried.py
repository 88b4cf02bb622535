"""The releases' own files, beside the pages: `donnees/` is what readers download, and where portals and feeds look."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from flows import shelf
from flows.site.kept import CARRIED as FOLDER
from flows.site.shown import Shown

_ROOTS = (
    *("latest.json", "latest.json.minisig", "versions.json", "catalog.ttl", "catalog.jsonld"),
    *("changements.atom", "atom/*.atom", "badge.svg", "badge.json", "etat.json"),
)


def write(draft: Path, about: Shown) -> None:
    """Links the files of releases, which never change, and copies those of the root, which do. Raises OSError."""
    _folder(about.folder, draft / FOLDER / "latest")
    for version, folder in _standing(about):
        _folder(folder, draft / FOLDER / "releases" / version)
    for pattern in _ROOTS:
        for path in sorted(about.output.glob(pattern)):
            target = draft / FOLDER / path.relative_to(about.output)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _standing(about: Shown) -> Iterator[tuple[str, Path]]:
    """Version and folder of every release that stands and is whole: what was withdrawn, erased or pruned is carried no more."""
    listed = {str(entry["version"]) for entry in shelf.standing(about.entries)}
    for release in about.releases:
        if release.version in listed and release.folder:
            yield release.version, release.folder


def _folder(source: Path, target: Path) -> None:
    for path in sorted(source.rglob("*")):
        if path.is_file():
            _linked(path, target / path.relative_to(source))


def _linked(source: Path, target: Path) -> None:
    """The same file under another name, or a copy where the file system has no such links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
