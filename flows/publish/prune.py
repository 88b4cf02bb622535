"""Retention: the files of old releases go, their entries stay in `versions.json`."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from flows import settings
from flows.publish.draft import NO_ROOM
from flows.publish.roots import roots_of
from flows.shelf import current_of, folder_of, locked, not_before, place, recover, versions
from flows.shelf.retention import outdated
from flows.site import kept
from schemas.errors import Refused, UsageError


@dataclass(frozen=True, slots=True)
class Pruned:
    """The versions whose files went (or would), those that stay, and the bytes that are free again."""

    result: str
    pruned: tuple[str, ...]
    kept: tuple[str, ...]
    bytes: int

    def document(self) -> dict[str, object]:
        """The JSON document of `creches prune --json`."""
        return {**asdict(self), "exit_code": 0}


def prune(output: Path, as_of: str, keep_days: int, dry_run: bool = False) -> Pruned:
    """Removes the files of outdated releases (`shelf.retention`), by the folder's lock.

    `as_of`: the day (ISO); `keep_days`: those younger all stay. Nothing is touched by a dry run. Raises Refused when the disk
    refuses or the day is before the newest release's, UsageError when there is no such folder, Damaged, Locked.
    """
    with locked(output, make=False):
        if not dry_run:
            recover(output)
        entries = versions(output)
        not_before(as_of, entries)
        going = outdated(entries, as_of, keep_days)
        staying = [str(e["version"]) for e in entries if not e.get("pruned") and str(e["version"]) not in going]
        freed = sum(_size(folder_of(output, version)) for version in going)
        if going and not dry_run:
            _remove(output, as_of, going)
            kept.follow(output)  # what it carried of them goes too
        result = "dry-run" if dry_run else "pruned" if going else "unchanged"
        return Pruned(result, tuple(going), tuple(staying), freed)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _remove(output: Path, as_of: str, going: list[str]) -> None:
    entries = [{**e, "pruned": as_of} if str(e["version"]) in going else e for e in versions(output)]
    entry = current_of(entries)
    try:
        roots = roots_of(output, entries, folder_of(output, str(entry["version"]) if entry else ""), as_of)
    except OSError as error:
        raise Refused(NO_ROOM.format(output, error.strerror or error)) from None
    place(output, (), entries, roots, going)


def print_prune(output: Path, as_of: str, dry_run: bool, as_json: bool) -> None:
    """Prunes by the setting keep_days and says what went. Raises UsageError for a setting that is no number; as `prune`."""
    days = settings.load().keep_days
    if not days.isdecimal():
        raise UsageError(f"The setting keep_days is {days!r}: write a number of days, such as 400.")
    done = prune(output, as_of, int(days), dry_run)
    if as_json:
        print(json.dumps(done.document(), ensure_ascii=False, indent=2))
    else:
        print(_told(done))


def _told(done: Pruned) -> str:
    words = {"dry-run": "would go", "pruned": "gone"}
    if not done.pruned:
        return f"nothing to prune: {len(done.kept)} release(s) stay"
    size = f"{done.bytes / 1e6:.1f} MB"
    return f"{words[done.result]}: {', '.join(done.pruned)} ({size})\n  stay: {', '.join(done.kept)}"
