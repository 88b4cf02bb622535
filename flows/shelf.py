"""The output folder: releases already there, the lock, and the integrity of what lies on it."""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.formats.csv_table import from_csv
from schemas.errors import Damaged, Locked, Refused, UsageError
from schemas.tables import TABLES, Tables, columns

SUMS = "SHA256SUMS"
DRAFT = ".versions.json.tmp"
_VERSION = re.compile(r"\d{4}\.\d\d\.\d\d(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Last:
    """The newest release on the shelf; `version` is '' when there is none yet."""

    version: str
    date: str
    tables: Tables
    history: str


@contextlib.contextmanager
def locked(output: Path) -> Iterator[None]:
    """Holds the output folder for one run; the kernel lets go when the process ends. Raises Locked, naming the holder."""
    with _opened(output) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(handle, 200, 0).decode(errors="replace").strip() or "unknown"
            raise Locked(
                f"{output}: another run holds it (process {holder}). Wait for it to end, or choose another --output."
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield


@contextlib.contextmanager
def _opened(output: Path) -> Iterator[int]:
    try:
        output.mkdir(parents=True, exist_ok=True)
        handle = os.open(output / ".verrou", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}. Choose another --output.") from None
    try:
        yield handle
    finally:
        os.close(handle)


def recover(output: Path) -> None:
    """Makes whole what a killed run left: drafts go, a release that was moved in is announced, `latest` follows it.

    Raises Damaged when `versions.json` cannot be read, Refused when the disk refuses.
    """
    try:
        for draft in (*output.glob(".staging-*"), *output.glob(".latest-*")):
            shutil.rmtree(draft, ignore_errors=True)
        _announce_or_forget(output)
        entries = versions(output)
        newest = output / "releases" / str(entries[0]["version"]) if entries else output
        if entries and not broken_sums(newest) and not _same(output / "latest", newest):
            copy_latest(output, newest)
    except OSError as error:
        raise Refused(
            f"{output}: `latest` cannot be made whole again: {error}. Free some space and run again."
        ) from None


def _same(latest: Path, release: Path) -> bool:
    """Whether `latest` is whole, and that release."""
    return not broken_sums(latest) and (latest / SUMS).read_bytes() == (release / SUMS).read_bytes()


def _announce_or_forget(output: Path) -> None:
    """The next `versions.json` is drafted before its release is moved in: it tells whether that move took place."""
    draft = output / DRAFT
    if not draft.is_file():
        return
    entries = _entries(draft)
    release = output / "releases" / str(entries[0]["version"]) if entries else output
    if entries and not broken_sums(release) and _digest(release / SUMS) == entries[0].get("sha256"):
        announce(output)
    else:
        draft.unlink()


def announce(output: Path) -> None:
    """The drafted `versions.json` becomes the true one, in one step."""
    (output / DRAFT).replace(output / "versions.json")
    sync(output)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def copy_latest(output: Path, release: Path) -> None:
    """`latest/` becomes a copy of a release: made beside, then moved in whole."""
    draft, old = output / ".latest-new", output / ".latest-old"
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(release, draft)
    sync_tree(draft)
    if (output / "latest").exists():
        (output / "latest").rename(old)
    try:
        draft.rename(output / "latest")
    except OSError:
        if old.exists():
            old.rename(output / "latest")
        raise
    sync(output)
    shutil.rmtree(old, ignore_errors=True)


def versions(output: Path) -> list[dict[str, object]]:
    """`versions.json`, newest first; [] when there is none. Raises Damaged when it cannot be read."""
    path = output / "versions.json"
    entries = _entries(path) if path.exists() else []
    if entries is None:
        raise Damaged(f"{path} cannot be read: it is no list of versions. Restore it, or start with another --output.")
    return entries


def _entries(path: Path) -> list[dict[str, object]] | None:
    """The versions that a file lists; None when it is not such a file."""
    try:
        found = [dict(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return None
    named = all(_VERSION.fullmatch(str(entry.get("version"))) and isinstance(entry.get("date"), str) for entry in found)
    return found if named else None


def last(output: Path) -> Last:
    """The newest release with its tables, its sums proved. Raises Damaged when it is not what its sums say."""
    entries = versions(output)
    if not entries:
        return Last("", "", {}, "")
    version = str(entries[0]["version"])
    folder = output / "releases" / version
    faults = broken_sums(folder)
    if faults:
        raise Damaged(
            f"{folder}: {'; '.join(faults[:5])}. The next release would be compared with damaged data: restore this one first."
        )
    tables = {t: from_csv(str(folder / f"{t}.csv")) for t in TABLES if (folder / f"{t}.csv").is_file()}
    tables = {t: frame.reindex(columns=list(columns(t)), fill_value="") for t, frame in tables.items()}
    return Last(version, str(entries[0]["date"]), tables, (folder / "CHANGELOG.md").read_text(encoding="utf-8"))


def next_version(as_of: str, entries: list[dict[str, object]]) -> str:
    """The day, then `.1`, `.2` for more of that day. Raises Refused for a day before the newest release's."""
    newest = str(entries[0]["date"]) if entries else ""
    if as_of < newest:
        raise Refused(f"--as-of {as_of} is before the newest release ({newest}): a release never goes back in time.")
    day = as_of.replace("-", ".")
    taken = {str(entry["version"]) for entry in entries}
    return next(v for v in (day, *(f"{day}.{n}" for n in range(1, 10_000))) if v not in taken)


def sums_of(files: dict[str, bytes]) -> bytes:
    """SHA256SUMS, as `sha256sum -c` reads it."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def broken_sums(folder: Path) -> list[str]:
    """Files of a release that are missing, changed, or not listed; [] when it is whole."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return [f"{SUMS} is missing or unreadable"]
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()} - {SUMS}
    gone = [f"{name} is missing" for name in sorted(listed.keys() - present)]
    strange = [f"{name} is not listed in {SUMS}" for name in sorted(present - listed.keys())]
    changed = [
        f"{name} is not what {SUMS} says"
        for name in sorted(listed.keys() & present)
        if _digest(folder / name) != listed[name]
    ]
    return [*gone, *strange, *changed] + ([] if listed else [f"{SUMS} lists nothing"])


def sync_tree(folder: Path) -> None:
    """Makes every file and folder of a tree durable."""
    for path in (folder, *folder.rglob("*")):
        sync(path)


def sync(path: Path) -> None:
    """Makes a file's content, or a folder's entries, durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
