"""Writes that a power cut cannot undo: file, then rename, then folder. A failed fsync is never tried again on its handle."""

import ctypes
import errno
import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_AT_ONCE = 8
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux
_NOT_HERE = frozenset({errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.ENOTSUP, errno.EPERM})


def sync(path: Path) -> None:
    """Makes a file's content, or a folder's entries, durable. Raises OSError when the disk does not."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Makes every file and folder of a tree durable. Raises OSError."""
    sync_all((folder, *folder.rglob("*")))


def sync_all(paths: Iterable[Path]) -> None:
    """Makes each of these durable: many at once, so that the disk writes its own journal less often. Raises OSError."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(sync, paths):
            pass  # each is asked whether it failed


def write(path: Path, content: bytes) -> None:
    """Writes a new file, the folders above it made when needed; `sync_all` makes it durable. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def copy_tree(source: Path, folder: Path) -> None:
    """A durable copy of a folder, at a place where nothing lies. Raises OSError."""
    copy_missing(source, folder)
    sync_tree(folder)


def copy_missing(source: Path, folder: Path, names: Iterable[str] | None = None) -> list[Path]:
    """Copies those files of a folder (`names`, relative to it; all when None) that a copy of it does not have yet, and returns
    them as they are in the copy; `sync_all` makes them durable. Raises OSError.
    """
    every = (path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file())
    made = [
        (source / name, folder / name) for name in (every if names is None else names) if not (folder / name).exists()
    ]
    for path, target in made:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return [target for _, target in made]


def move(source: Path, target: Path) -> None:
    """Renames, then makes both folders durable. Raises OSError."""
    source.rename(target)
    sync(target.parent)
    if source.parent != target.parent:
        sync(source.parent)


def exchange(new: Path, there: Path) -> None:
    """Swaps two folders in one step, so that no reader finds `there` missing; moves `new` in when nothing is there.

    Where the kernel or the file system cannot, in two steps: the old one goes to `<new>-old` first. Raises OSError.
    """
    if not there.exists():
        move(new, there)
        return
    try:
        renameat2(os.fsencode(new), os.fsencode(there))
    except OSError as error:
        if error.errno not in _NOT_HERE:
            raise
        _in_two_steps(new, there)
    sync(there.parent)
    sync(new.parent)


def _in_two_steps(new: Path, there: Path) -> None:
    old = new.with_name(f"{new.name}-old")
    there.rename(old)
    try:
        new.rename(there)
    except OSError:
        old.rename(there)
        raise


def renameat2(new: bytes, there: bytes) -> None:
    """The system call, with RENAME_EXCHANGE. Raises OSError, ENOSYS where there is no such call."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if call(_HERE, ctypes.c_char_p(new), _HERE, ctypes.c_char_p(there), ctypes.c_uint(_EXCHANGE)):
        found = ctypes.get_errno()
        raise OSError(found, os.strerror(found), os.fsdecode(there))
