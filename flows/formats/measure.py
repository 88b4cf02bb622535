"""Sizes and digests of the files of a folder: taken while they are written, or read in pieces."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from flows.catalogue.manifest import File, Files
from flows.shelf.sums import digest as digest
from flows.shelf.sums import digests


class Growing:
    """Size and digest of bytes that are seen one piece after the other."""

    def __init__(self) -> None:
        self._size, self._proof = 0, hashlib.sha256()

    def see(self, body: bytes) -> None:
        """One more piece."""
        self._size += len(body)
        self._proof.update(body)

    def told(self) -> File:
        """Of all pieces until now."""
        return File(self._size, self._proof.hexdigest())


class Sink:
    """A file that is being written, and measured as it is."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.seen = file, Growing()

    def write(self, body: bytes) -> None:
        """Adds to it. Raises OSError."""
        self._file.write(body)
        self.seen.see(body)

    def writelines(self, bodies: Iterable[bytes]) -> None:
        """Adds each. Raises OSError."""
        for body in bodies:
            self.write(body)


class Written:
    """The files of a folder that are written through this: what each is is known once it is closed, and not read for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, File] = {}

    @contextmanager
    def open(self, name: str) -> Iterator[Sink]:
        """A new file, by its name relative to the folder. Raises OSError."""
        with (self.folder / name).open("wb") as file:
            sink = Sink(file)
            yield sink
        self.files[name] = sink.seen.told()


def measured(folder: Path, known: Files | None = None) -> Files:
    """Every file under a folder, by its name relative to it, in order of names; those that are `known` are not read again."""
    seen = known or {}
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    new = [name for name in names if name not in seen]
    found = dict(zip(new, digests(folder / name for name in new), strict=True))
    return {name: seen.get(name) or File((folder / name).stat().st_size, found[name]) for name in names}
