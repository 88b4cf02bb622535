"""One run at a time in an output folder: a lock of the kernel, which lets go when its holder dies."""

import contextlib
import errno
import fcntl
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from schemas.errors import Locked, Refused, UsageError

FILE = ".verrou"
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})
_LOOKS, _PAUSE = 25, 0.02  # half a second at most, in seconds
_OURS = ("releases", "latest", "versions.json", "latest.json", FILE)


@contextlib.contextmanager
def locked(output: Path, make: bool = True) -> Iterator[None]:
    """Holds the output folder for one run; without `make`, only one that is there.

    Raises Locked, naming the holder; UsageError when it cannot be written, Refused when the disk is full.
    """
    _refuse_links(output)
    if not make and not output.is_dir():
        raise UsageError(f"{output} is not there: name the folder that holds releases with --output. Nothing was made.")
    with _opened(output) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Locked(
                f"{output}: another run holds it (process {_named(handle)}). Wait for it to end, or choose another --output."
            ) from None
        _sign(handle, f"{holder()}\n")
        try:
            yield
        finally:
            _sign(handle, "")


def _refuse_links(output: Path) -> None:
    """A link inside would let a release be moved to another disk, or over a folder that is not ours."""
    for path in (output, *(output / name for name in _OURS)):
        if path.is_symlink():
            raise UsageError(
                f"{output} cannot be written: {path} is a symbolic link to {path.readlink()}. Name the folder itself, or"
                " put the link away. Choose another --output."
            )


@contextlib.contextmanager
def _opened(output: Path) -> Iterator[int]:
    try:
        output.mkdir(parents=True, exist_ok=True)
        handle = os.open(output / FILE, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        full = error.errno in _DISK
        kind, then = (
            (Refused, "Nothing is published; free some space") if full else (UsageError, "Choose another --output")
        )
        raise kind(f"{output} cannot be written: {error.strerror}. {then}.") from None
    try:
        yield handle
    finally:
        os.close(handle)


def _sign(handle: int, words: str) -> None:
    """Leaves word of who holds it; a disk that takes not even that does not break the lock."""
    with contextlib.suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, words.encode(), 0)


def _named(handle: int) -> str:
    """Who holds it, in its own words: waited for a moment, as it may just have got it; a dead one's words are not believed."""
    for _ in range(_LOOKS):
        words = os.pread(handle, 200, 0).decode(errors="replace").strip()
        if _is_alive(words.partition(":")[0]):
            return words
        time.sleep(_PAUSE)
    return "unknown"


def _is_alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except PermissionError:
        return True  # another user's
    except (OSError, ValueError):
        return False
    return True


def holder() -> str:
    """This process as others are told of it: its id and the command's first word; never an argument, which may be private."""
    program, *words = (*sys.argv, "")[:2]
    known = Path(program).name in ("creches", "__main__.py") and re.fullmatch(r"[a-z][a-z-]{1,20}", words[0])
    return f"{os.getpid()}: creches {words[0]}" if known else str(os.getpid())
