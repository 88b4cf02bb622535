"""Reading what may be hostile: nothing is followed, waited for, or read without end."""

import errno
import hashlib
import json
import os
import re
import stat
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

MOST_FILES, DEEPEST = 20_000, 8
MOST_BYTES = 4 << 30
"""Of one release. Ours have less than a hundredth of it."""
MOST_TEXT = 32 << 20
"""Of a file that is read whole: sums, a signature, a JSON document."""
_LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\\]{1,250})")


@dataclass(frozen=True, slots=True)
class Tree:
    """What lies in a folder: plain files by name, with their sizes in bytes, and what is amiss with the rest."""

    sizes: dict[str, int]
    faults: tuple[str, ...]


def tree(folder: Path) -> Tree:
    """Every plain file under a folder; links, pipes and the like are faults and are not opened."""
    sizes: dict[str, int] = {}
    faults: list[str] = []
    waiting = [(folder, "", 0)]
    while waiting and len(sizes) + len(faults) <= MOST_FILES:
        place, before, depth = waiting.pop()
        for entry in _entries(place, faults):
            name = before + entry.name
            if entry.is_dir(follow_symlinks=False):
                if depth < DEEPEST:
                    waiting.append((Path(entry.path), f"{name}/", depth + 1))
                else:
                    faults.append(f"{shown(name)} lies too deep: it is not looked into")
            elif entry.is_file(follow_symlinks=False):
                sizes[name] = entry.stat(follow_symlinks=False).st_size
            else:
                faults.append(f"{shown(name)} is a link or a device, no plain file: it is not opened")
            if len(sizes) + len(faults) > MOST_FILES:
                break
    if len(sizes) + len(faults) > MOST_FILES:
        faults.append(f"the folder holds more than {MOST_FILES} files: the rest is not looked at")
    if sum(sizes.values()) > MOST_BYTES:
        faults.append(f"the folder holds more than {MOST_BYTES >> 30} GiB: its files are not read")
        sizes = dict.fromkeys(sizes, -1)
    return Tree(sizes, tuple(faults))


def _entries(place: Path, faults: list[str]) -> "list[os.DirEntry[str]]":
    found: list[os.DirEntry[str]] = []
    try:
        with os.scandir(place) as listing:
            for entry in listing:
                found.append(entry)
                if len(found) > MOST_FILES:
                    break
    except OSError as error:
        faults.append(f"{shown(place.name)} cannot be looked into ({error.strerror})")
    return found


def opened(path: Path, follow: bool = False) -> BinaryIO:
    """A plain file, open for reading; a pipe does not make us wait. Raises OSError, also for what is no plain file."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is no plain file")
    return os.fdopen(handle, "rb")


def body(path: Path, most: int = MOST_TEXT) -> bytes | None:
    """A plain file's content; None when it is absent, no plain file, unreadable, or has more bytes than `most`."""
    try:
        with opened(path) as file:
            read = file.read(most + 1)
    except OSError:
        return None
    return read if len(read) <= most else None


def digest(path: Path, size: int) -> str:
    """The sha256 of a plain file that has `size` bytes; '' when it is not so, or cannot be read."""
    seen = hashlib.sha256()
    try:
        with opened(path) as file:
            if os.fstat(file.fileno()).st_size != size:
                return ""
            while (part := file.read(1 << 20)) and size >= 0:
                seen.update(part)
                size -= len(part)
    except OSError:
        return ""
    return seen.hexdigest() if size == 0 else ""


def document(path: Path) -> object:
    """A JSON document; None when it is absent or cannot be read. A name given twice makes it unreadable."""
    content = body(path)
    return None if content is None else parsed(content)


def parsed(content: bytes) -> object:
    """A JSON document; None when it is none."""
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is given twice")
    return found


def sums(content: bytes) -> dict[str, str] | str:
    """The sums of a `SHA256SUMS`: digests by name; or a sentence that says why it cannot be believed."""
    try:
        lines = content.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return "SHA256SUMS is not text."
    if len(lines) > MOST_FILES:
        return f"SHA256SUMS has more than {MOST_FILES} lines."
    if lines[-1] or len(lines) < 2:
        return "SHA256SUMS lists nothing, or is cut short."
    matches = [_LINE.fullmatch(line) for line in lines[:-1]]
    bad = [n for n, match in enumerate(matches, 1) if match is None or not _is_safe(match[2])]
    if bad:
        return f"SHA256SUMS line {bad[0]} is no sum of a file of this folder."
    names = Counter(match[2] for match in matches if match)
    twice = [name for name, times in names.items() if times > 1]
    if twice:
        return f"SHA256SUMS lists {shown(twice[0])} twice."
    return {match[2]: match[1] for match in matches if match}


def _is_safe(name: str) -> bool:
    """Whether a name stays in its folder."""
    parts = name.split("/")
    return len(parts) <= DEEPEST + 1 and not {"", ".", ".."} & set(parts)


def is_count(value: object) -> bool:
    """Whether a JSON value is a whole number from 1 that every reader keeps as it is."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 53


def shown(name: object) -> str:
    """A name for a person: what a terminal would obey, or cannot show, is escaped."""
    text = str(name)
    return (text if text.isprintable() else ascii(text))[:200]
