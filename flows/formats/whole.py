"""Files written whole or not at all, by one process at a time."""

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from schemas.errors import UsageError


def write_whole(path: Path, body: bytes) -> None:
    """Writes a file in one step, through a draft of its own beside it. Raises UsageError when the disk refuses."""
    draft = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, draft = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        with os.fdopen(number, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
        _sync(path.parent)
    except OSError as error:
        if draft:
            Path(draft).unlink(missing_ok=True)
        why = error.strerror or str(error)
        raise UsageError(f"{path} cannot be written: {why}. Free some space or choose another place.") from None


def _sync(folder: Path) -> None:
    """Makes the rename itself durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """What is read, changed and written in a folder within the block is so by one process at a time; others wait.

    The kernel frees the lock when its holder ends, and nothing is left in the folder. Raises UsageError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        line = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise UsageError(f"{folder} cannot be used: {error.strerror}. Choose another place.") from None
    try:
        fcntl.flock(line, fcntl.LOCK_EX)
        yield
    finally:
        os.close(line)
