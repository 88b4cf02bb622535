"""Pages as received, on disk: the untouched body and a sidecar that says whence, when and with which digest.

`<folder>/<source id>/<YYYYMMDDTHHMMSSZ>-<first 12 of sha256>.<html|json|txt|bin>`, its sidecar the same name
and `.json`. The sidecar is written last: a body without one is a fetch that did not end, and is ignored.
"""

import hashlib
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

from flows.formats.whole import write_whole
from schemas.errors import UsageError
from schemas.records import Snapshot
from sources.text import clean

_log = logging.getLogger(__name__)
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_NAMED = re.compile(r"\.?(\d{8})T\d{6}Z-[0-9a-f]{12}\.")
_SUFFIXES = {"text/html": "html", "application/xhtml+xml": "html", "application/json": "json", "text/plain": "txt"}
_KEYS: dict[str, type] = {
    "url": str,
    "final_url": str,
    "status": int,
    "headers": dict,
    "fetched_at": str,
    "sha256": str,
    "robots": str,
    "size": int,
}

Origin = Literal["inchangee", "archive", "embarquee"]


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What is known of one archived body. `fetched_at` and `vu_le` are ISO date-times in UTC.

    `vu_le` is when the site last said, by a 304, that the page had not changed; '' if it never did.
    """

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    fetched_at: str
    sha256: str
    robots: str
    size: int
    vu_le: str = ""

    @property
    def seen_at(self) -> str:
        """When this was last known to be the page."""
        return max(self.fetched_at, self.vu_le)


@dataclass(frozen=True, slots=True)
class Copy:
    """An archived body that still has its digest."""

    path: Path
    sidecar: Sidecar
    body: bytes

    def snapshot(self, source: str, origin: Origin) -> Snapshot:
        about = self.sidecar
        content_type = about.headers.get("content-type", "")
        return Snapshot(
            source, about.url, self.body, about.seen_at, about.sha256, origin, content_type, robots=about.robots
        )


def utc(moment: str) -> str:
    """An ISO date-time as UTC to the second, `2026-11-22T03:40:00Z`; one without zone is taken as UTC.

    Raises ValueError.
    """
    parsed = datetime.fromisoformat(moment)
    parsed = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return parsed.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def store(folder: Path, source: str, sidecar: Sidecar, body: bytes) -> Path:
    """Write a body, then its sidecar; each appears whole or not at all. Raises UsageError when it cannot."""
    kind = sidecar.headers.get("content-type", "").partition(";")[0].strip().lower()
    stamp = utc(sidecar.fetched_at).translate(str.maketrans("", "", "-:"))
    path = _room(folder, source) / f"{stamp}-{sidecar.sha256[:12]}.{_SUFFIXES.get(kind, 'bin')}"
    write_whole(path, body)
    _write_sidecar(path, sidecar)
    return path


def seen_again(copy: Copy, sidecar: Sidecar) -> None:
    """Replace the sidecar of a copy that the site says is still the page."""
    _write_sidecar(copy.path, sidecar)


def copies(folder: Path, source: str) -> list[Copy]:
    """The copies of a source that are whole, newest first; a damaged one is skipped with a warning."""
    found = []
    for about in sorted(_room(folder, source).glob("[0-9]*.json")):
        path = about.with_suffix("")
        if _NAMED.match(path.name):
            try:
                found.append(read(path, about))
            except (OSError, ValueError) as error:
                _log.warning("%s: archived copy skipped: %s", clean(about.name), clean(str(error)))
    return sorted(found, key=lambda copy: (copy.sidecar.seen_at, copy.path.name), reverse=True)


def read(path: Path, about: Path) -> Copy:
    """A body and its sidecar, the digest proved. Raises OSError, or ValueError when they do not agree."""
    fields = json.loads(about.read_bytes())
    fields = fields if isinstance(fields, dict) else {}
    wrong = [key for key, kind in _KEYS.items() if not isinstance(fields.get(key), kind)]
    if wrong:
        raise ValueError(f"its sidecar lacks {', '.join(wrong)}, or holds another kind of value there")
    known = {key: fields[key] for key in _KEYS}
    known["fetched_at"] = utc(fields["fetched_at"])
    known["headers"] = {str(name): str(value) for name, value in fields["headers"].items()}
    sidecar = Sidecar(**known, vu_le=utc(str(fields["vu_le"])) if fields.get("vu_le") else "")
    body = path.read_bytes()
    if hashlib.sha256(body).hexdigest() != sidecar.sha256:
        raise ValueError("its bytes no longer have the sha256 of the sidecar")
    return Copy(path, sidecar, body)


def prune(folder: Path, today: str, days: int = 90) -> list[Path]:
    """Delete what was received more than `days` days before `today` (ISO date), and return it.

    Raw pages may hold personal data: they are private, and not even the newest is kept longer, though the site may
    since have said that it is unchanged. Bodies and drafts that never got their sidecar go too.
    """
    oldest = date.fromisoformat(today) - timedelta(days=days)
    gone = []
    for room in sorted(path for path in folder.glob("*") if path.is_dir() and _ID.fullmatch(path.name)):
        # a sidecar sorts after its body: backwards, a body never loses its sidecar's company half-way
        for path in sorted(room.iterdir(), reverse=True):
            named = _NAMED.match(path.name)
            if named and datetime.strptime(named.group(1), "%Y%m%d").date() < oldest:
                path.unlink()
                gone.append(path)
    return gone


def _room(folder: Path, source: str) -> Path:
    if not _ID.fullmatch(source):
        raise UsageError(f"{clean(source)!r} is not an identifier of a source: small letters, digits, - and _ only.")
    return folder / source


def _write_sidecar(path: Path, sidecar: Sidecar) -> None:
    fields = {name: getattr(sidecar, name) for name in (*_KEYS, "vu_le")}
    text = json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True, default=dict)
    write_whole(path.with_name(f"{path.name}.json"), text.encode() + b"\n")
