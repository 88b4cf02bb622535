"""The key that releases are signed with, from the settings: proved before anything is fetched, and never told."""

import os
from functools import lru_cache
from pathlib import Path

from flows import settings
from flows.integrity import minisign, reading
from flows.settings import ROOT
from schemas.errors import UsageError

_MOST = 4096
"""Bytes that a key file may have."""
UNSIGNED = "The release is not signed: no signing_key is set. `creches keys new FILE` makes a key; set CRECHES_SIGNING_KEY to FILE."


def ready() -> None:
    """To be called before anything is fetched. Raises UsageError when a key is set that cannot sign, or is not the one
    that the setting public_key announces.
    """
    key, announced = signing_key(), public_keys()
    if key and announced and minisign.public_line(key) not in announced:
        raise UsageError(
            "The settings signing_key and public_key are of two different keys: nobody could check what is signed. "
            f"Set public_key to {minisign.public_line(key)}, or give the other key file."
        )


def sentence() -> str:
    """One line for the report of a run: with which key it is signed, or that it is not."""
    key = signing_key()
    return f"Signed with the key {minisign.public_line(key)}." if key else UNSIGNED


def public_keys(given: str = "") -> tuple[str, ...]:
    """The public keys that may have signed: those given, else those of the setting; several are separated by spaces.

    Raises UsageError when one is no public key.
    """
    keys = tuple((given or settings.load().public_key).split())
    if not all(minisign.is_public(key) for key in keys):
        raise UsageError(
            f"{'--key' if given else 'The setting public_key'} is no minisign public key: give the line that begins with RW."
        )
    return keys


def signing_key() -> "minisign.Key | None":
    """The secret key of the settings; None when none is set. Raises UsageError when it cannot be used."""
    chosen = settings.load()
    if not chosen.signing_key:
        return None
    path = ROOT / chosen.signing_key
    try:
        return _opened(_content(path, open_to_others=bool(chosen.signing_password)), chosen.signing_password)
    except OSError as error:
        reason = f"it cannot be read ({error.strerror})"
    except ValueError as error:
        reason = str(error)
    raise UsageError(f"signing_key {path}: {reason}. Nothing was fetched or published.") from None


@lru_cache(maxsize=1)
def _opened(body: bytes, password: str) -> minisign.Key:
    """A password costs seconds and much memory: once a run is enough."""
    return minisign.opened(body, password)


def _content(path: Path, open_to_others: bool) -> bytes:
    """A key file's content. Raises OSError, and ValueError when others may read a key without password."""
    with reading.opened(path, follow=True) as file:
        if os.fstat(file.fileno()).st_mode & 0o077 and not open_to_others:
            raise ValueError(f"others may read it, and the key has no password: chmod 600 {path}")
        return file.read(_MOST)


def password() -> str:
    """The password of the settings, for a key that is to be made or opened; '' when there is none. Never to be printed."""
    return settings.load().signing_password


def make(path: Path) -> str:
    """Writes a new secret key, readable by its owner only, and returns its public line.

    It is under the password of CRECHES_SIGNING_PASSWORD when that is set. Raises UsageError when the file is already there
    or cannot be written.
    """
    body, public = minisign.new(password())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise UsageError(f"{path} is already there: a key is never written over. Give another name.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}. Give another place.") from None
    return public
