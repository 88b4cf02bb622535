"""`latest.json`: which release is today's, until when to believe it, and every file of it. It never goes back."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from flows import settings
from flows.catalogue.datapackage import to_json
from flows.integrity import reading
from flows.integrity.sign import SUFFIX, comment, signature
from flows.shelf.sums import SUMS
from schemas.errors import Damaged, UsageError

FILE = "latest.json"


def latest_json(
    output: Path, entry: Mapping[str, object], folder: Path, as_of: str, roots: Mapping[str, bytes] | None = None
) -> bytes:
    """The next `latest.json` of an output folder.

    `entry` is the current release's in `versions.json`, `folder` where its files lie now (staged, or in `releases/`),
    `as_of` the day of issue (ISO), `roots` the other files at the root as they
    will be, `versions.json` among them. Its serial follows that of the `latest.json` now there; a first one has 1. Raises
    Damaged when that one, or the sums of the release, cannot be read, and UsageError for a bad setting expires_days.
    """
    serial, digest = _before(output)
    return to_json(
        {
            "serial": serial + 1,
            "version": entry["version"],
            "path": f"releases/{entry['version']}",
            "created": as_of,
            "expires": _expires(as_of),
            "manifest": entry.get("manifest", ""),
            "sums": _digest(_sums(folder)),
            "previous": digest,
            "roots": {
                name: {"bytes": len(body), "sha256": _digest(body)} for name, body in sorted((roots or {}).items())
            },
            "files": _files(folder),
        }
    )


def pointers(
    output: Path, entry: Mapping[str, object], folder: Path, as_of: str, roots: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """`latest.json`, and `latest.json.minisig` when a key is set, by name; as `latest_json`."""
    body = latest_json(output, entry, folder, as_of, roots)
    made = signature(body, comment(str(entry["version"]), as_of, FILE))
    return {FILE: body} if made is None else {FILE: body, FILE + SUFFIX: made}


def _before(output: Path) -> tuple[int, str]:
    """Serial and digest of the `latest.json` now there; 0 and '' when there is none."""
    path = output / FILE
    if not path.exists() and not path.is_symlink():
        return 0, ""
    found = reading.document(path)
    serial = found.get("serial") if isinstance(found, dict) else None
    if not reading.is_count(serial):
        raise Damaged(
            f"{path} cannot be read, and its serial must never be used twice: nothing is published. Restore the file from a "
            "copy of the output folder, or from where it is published."
        )
    return int(str(serial)), _digest(path.read_bytes())


def _expires(as_of: str) -> str:
    days = settings.load().expires_days
    if not days.isdecimal() or not 0 < int(days) < 10_000:
        raise UsageError(f"The setting expires_days is {days!r}: write a number of days, such as 45.")
    return (date.fromisoformat(as_of) + timedelta(days=int(days))).isoformat()


def _sums(folder: Path) -> bytes:
    try:
        return (folder / SUMS).read_bytes()
    except OSError as error:
        raise Damaged(f"{folder / SUMS} cannot be read ({error.strerror}): restore this release first.") from None


def _files(folder: Path) -> dict[str, dict[str, object]]:
    """The files that the sums list, with their sizes on disk."""
    listed = reading.sums(_sums(folder))
    if isinstance(listed, str):
        raise Damaged(f"{folder}: {listed} Restore this release first.")
    try:
        sizes = {name: (folder / name).lstat().st_size for name in listed}
    except OSError as error:
        raise Damaged(f"{folder}: {error.filename} is missing. Restore this release first.") from None
    return {name: {"bytes": sizes[name], "sha256": digest} for name, digest in sorted(listed.items())}


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
