"""`versions.json`: every release there is or was, newest first, and which of them is the current one."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from schemas.errors import Damaged, Refused

FILE = "versions.json"
_REISSUE = re.compile(r"-r\d+$")
_VERSION = re.compile(r"\d{4}\.\d\d\.\d\d(\.\d+)?(-r\d+)?")
Entry = dict[str, object]
"""version, date, path, schema, rows, changes, sha256, manifest, previous; and withdrawn, pruned or reissued when so."""


def versions(output: Path) -> list[Entry]:
    """`versions.json`, newest first; [] when there is none. Raises Damaged when it cannot be read."""
    path = output / FILE
    entries = entries_in(path) if path.exists() else []
    if entries is None:
        raise Damaged(f"{path} cannot be read: it is no list of versions. Restore it, or start with another --output.")
    return entries


def entries_in(path: Path) -> list[Entry] | None:
    """The versions that a file lists; None when it is not such a file."""
    try:
        found = [dict(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return None
    named = all(_VERSION.fullmatch(str(entry.get("version"))) and isinstance(entry.get("date"), str) for entry in found)
    return found if named else None


def text_of(entries: Sequence[Mapping[str, object]]) -> bytes:
    """`versions.json` as written."""
    return (json.dumps([dict(entry) for entry in entries], ensure_ascii=False, indent=2) + "\n").encode()


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """Those neither withdrawn nor pruned: the first is the current release."""
    return [entry for entry in entries if not entry.get("withdrawn") and not entry.get("pruned")]


def current_of(entries: Iterable[Entry]) -> Entry | None:
    """The current release among these; None when there is none."""
    return next(iter(standing(entries)), None)


def current(output: Path) -> Entry | None:
    """The current release; None when there is none yet. Raises Damaged when `versions.json` cannot be read."""
    return current_of(versions(output))


def folder_of(output: Path, version: str) -> Path:
    """Where a release lies, or would lie."""
    return output / "releases" / version


def next_version(as_of: str, entries: Sequence[Mapping[str, object]]) -> str:
    """The day, then `.1`, `.2` for more of that day; a name once given is never given again.

    Raises Refused for a day before the newest release's, withdrawn or not.
    """
    not_before(as_of, entries)
    day = as_of.replace("-", ".")
    taken = {str(entry["version"]) for entry in entries}
    taken |= {_REISSUE.sub("", version) for version in taken}
    return next(v for v in (day, *(f"{day}.{n}" for n in range(1, 10_000))) if v not in taken)


def not_before(as_of: str, entries: Sequence[Mapping[str, object]]) -> None:
    """Raises Refused for a day (ISO) before the newest release's."""
    newest = max((str(entry["date"]) for entry in entries), default="")
    if as_of < newest:
        raise Refused(f"--as-of {as_of} is before the newest release ({newest}): a release never goes back in time.")
