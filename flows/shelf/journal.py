"""The journal of a publication: what is to happen, drafted whole and made durable before anything moves.

`.annonce/` holds `plan.json`, `roots/` (the files of the root), `latest/` (the copy to come) and room for what leaves.
It is drafted as `.annonce.draft` and renamed: where `.annonce` is, it is complete. Done, it is renamed once more.
"""

import contextlib
import dataclasses
import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from flows.shelf import entries as shelf_entries
from flows.shelf.durable import copy_missing, move, sync, sync_all, write
from flows.shelf.entries import Entry, current_of, folder_of
from flows.shelf.sums import SUMS, digest, is_release
from schemas.errors import Damaged

JOURNAL, DRAFT, DONE = ".annonce", ".annonce.draft", ".annonce.done"
STAGING, COPY = ".staging-", ".latest-"
POINTER = "latest.json"
_ISSUED = ("catalog.ttl", "catalog.jsonld", "*.atom", "atom/*.atom", "latest.json", "latest.json.minisig")


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """What a publication does. Digests are sha256; those of releases are of their `SHA256SUMS`."""

    arrivals: dict[str, str]
    """Version -> digest."""
    latest: str
    """Digest of the release that `latest/` becomes; '' when it stays as it is."""
    back: bool
    """Whether the current release becomes an older one: the catalogue is then replaced before `latest/`, never ahead of it."""
    roots: dict[str, str]
    """File of the root -> digest."""
    gone: list[str]
    """Files of the root that are no more."""
    leaving: list[str]
    """Versions whose files are removed."""


def draft(
    output: Path,
    arrivals: Sequence[Path],
    entries: Sequence[Entry],
    roots: Mapping[str, bytes],
    leaving: Sequence[str],
    copied: Path | None = None,
) -> Plan:
    """Writes the journal, durably, beside its place. `copied` as in `place`. Raises OSError; Damaged when an arrival is not
    what its entry says.
    """
    files = {**roots, shelf_entries.FILE: shelf_entries.text_of(entries)}
    moving = {folder.name.removeprefix(STAGING): digest(folder / SUMS) for folder in arrivals}
    source, latest = _source(output, entries, moving)
    plan = Plan(
        moving,
        latest,
        _is_back(output, entries),
        {name: hashlib.sha256(body).hexdigest() for name, body in files.items()},
        sorted({path for name in _ISSUED for path in _found(output, name)} - files.keys()),
        list(leaving),
    )
    folder = output / DRAFT
    shutil.rmtree(folder, ignore_errors=True)
    for name, body in files.items():
        write(folder / "roots" / name, body)
    durable = _taken(copied, folder / "latest") if copied and latest and source in arrivals else set()
    if copied:
        shutil.rmtree(copied, ignore_errors=True)
    if latest:
        copy_missing(source, folder / "latest")
    (folder / "leaving").mkdir()
    write(folder / "plan.json", json.dumps(dataclasses.asdict(plan), indent=1).encode())
    sync_all(path for path in (folder, *folder.rglob("*")) if path not in durable)
    sync(output)
    return plan


def _taken(copied: Path, latest: Path) -> set[Path]:
    """The files of a copy, which are on the disk already, in their place in the journal. Raises OSError."""
    copied.rename(latest)
    return {path for path in latest.rglob("*") if path.is_file()}


def _found(output: Path, pattern: str) -> list[str]:
    return [path.relative_to(output).as_posix() for path in output.glob(pattern) if path.is_file()]


def _source(output: Path, entries: Sequence[Entry], moving: Mapping[str, str]) -> tuple[Path, str]:
    """Where the release lies that is to be the current one, and its digest, '' when `latest/` already is that one."""
    entry = current_of(entries)
    if entry is None:
        return output, ""
    version = str(entry["version"])
    folder = output / f"{STAGING}{version}" if version in moving else folder_of(output, version)
    found = digest(folder / SUMS)
    if entry.get("sha256") not in (None, found):
        raise Damaged(f"{folder}: {SUMS} is not the one that its entry in versions.json tells. Restore it first.")
    return folder, "" if is_release(output / "latest", found) else found


def _is_back(output: Path, entries: Sequence[Entry]) -> bool:
    """Whether the release that was current is listed before the one that is to be."""
    before, after = current_of(shelf_entries.versions(output)), current_of(entries)
    listed = [entry["version"] for entry in entries]
    if before is None or after is None or before["version"] not in listed:
        return False
    return listed.index(before["version"]) < listed.index(after["version"])


def read(output: Path) -> Plan | None:
    """The plan of a journal that is in place; None when there is none that can be read."""
    try:
        return Plan(**json.loads((output / JOURNAL / "plan.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_complete(output: Path, plan: Plan) -> bool:
    """Whether everything that the plan moves is there still, or is in its place already."""
    journal = output / JOURNAL
    arrived = all(
        is_release(output / f"{STAGING}{version}", sha256) or is_release(folder_of(output, version), sha256)
        for version, sha256 in plan.arrivals.items()
    )
    copied = not plan.latest or any(is_release(one / "latest", plan.latest) for one in (journal, output))
    return arrived and copied and all(_is_file(output, name, sha256) for name, sha256 in plan.roots.items())


def _is_file(output: Path, name: str, sha256: str) -> bool:
    places = (output / JOURNAL / "roots" / name, output / name)
    return any(path.is_file() and digest(path) == sha256 for path in places)


def is_unseen(output: Path, plan: Plan) -> bool:
    """Whether no reader can have seen anything of it yet: the copy and every file of the root still wait."""
    journal = output / JOURNAL
    waiting = all((journal / "roots" / name).is_file() for name in plan.roots)
    untouched = not (journal / "latest-old").exists()
    return waiting and untouched and (not plan.latest or is_release(journal / "latest", plan.latest))


def close(output: Path) -> None:
    """The journal is no more: renamed in one step, then removed. Raises OSError when it is still in place."""
    if (output / DONE).exists():
        shutil.rmtree(output / DONE)
    move(output / JOURNAL, output / DONE)
    with contextlib.suppress(OSError):
        shutil.rmtree(output / DONE)
