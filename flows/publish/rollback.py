"""Going back: the releases after an older one are withdrawn, with the reason, and readers find the older one again."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from flows.publish.draft import NO_ROOM
from flows.publish.roots import roots_of
from flows.safety import hazard
from flows.shelf import Entry, folder_of, locked, not_before, place, proved, recover, standing, versions
from flows.site import kept
from schemas.errors import Refused, UsageError

_CONTACT = re.compile(r"\S@\S|(?:\d[ .-]?){9,}")


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What was done: from one current version to another, and every version that is withdrawn for it."""

    before: str
    version: str
    withdrawn: tuple[str, ...]
    reason: str
    site: str = ""
    """Why the site does not show it; '' when it does, or there is none."""

    @property
    def exit_code(self) -> int:
        """4 when the site could not be built anew."""
        return 4 if self.site else 0

    def document(self) -> dict[str, object]:
        """The JSON document of `creches rollback --json`."""
        return {"result": "rolled_back", "exit_code": self.exit_code, **asdict(self)}


def rollback(output: Path, version: str, reason: str, as_of: str) -> RolledBack:
    """Withdraws every release after `version` ('': the one before the current), by its folder's lock.

    `reason`: a sentence, published in versions.json; `as_of`: the day (ISO). Raises UsageError for a folder, version or reason that
    cannot be, Refused when there is no way back, Damaged when the older release is not whole, Locked.
    """
    told = _sentence(reason)
    with locked(output, make=False):
        recover(output)
        entries = versions(output)
        not_before(as_of, entries)
        target = _target(output, entries, version)
        proved(output, target)
        after = [str(entry["version"]) for entry in entries[: _place(entries, target)] if not entry.get("withdrawn")]
        marked = [_marked(entry, after, {"date": as_of, "reason": told}) for entry in entries]
        try:
            roots = roots_of(output, marked, folder_of(output, target), as_of)
        except OSError as error:
            raise Refused(NO_ROOM.format(output, error.strerror or error)) from None
        place(output, (), marked, roots)
        return RolledBack(after[0], target, tuple(after), told, kept.follow(output))


def _sentence(reason: str) -> str:
    """The reason, in one line. Raises UsageError when it is none that may be published."""
    told = " ".join(reason.split())
    if not told or hazard(told) or _CONTACT.search(told):
        raise UsageError(
            "--reason is published in versions.json: write a sentence that says what was wrong and holds no name, address or"
            " number of a person."
        )
    return told


def _target(output: Path, entries: Sequence[Entry], version: str) -> str:
    """The version to go back to. Raises UsageError, Refused."""
    there = standing(entries)
    if not there:
        raise Refused(f"{output} holds no release: there is nothing to go back from. Make one: creches release.")
    current = str(there[0]["version"])
    if not version and len(there) < 2:
        raise Refused(f"{output} holds no release before {current}: there is nothing to go back to.")
    target = version or str(there[1]["version"])
    entry = next((one for one in entries if one["version"] == target), None)
    if entry is None:
        raise UsageError(f"{output} holds no release {target}: versions.json lists those there are.")
    if target == current:
        raise UsageError(f"{target} is the current release already: name an older one.")
    if entry.get("withdrawn"):
        raise Refused(
            f"{target} was withdrawn: a release that was found wrong does not come back. Make one: creches release."
        )
    return target


def _place(entries: Sequence[Entry], version: str) -> int:
    return next(n for n, entry in enumerate(entries) if entry["version"] == version)


def _marked(entry: Entry, after: Sequence[str], withdrawn: dict[str, str]) -> Entry:
    """The entry, withdrawn when it is one of those after; those withdrawn before keep their own reason."""
    return {**entry, "withdrawn": withdrawn} if str(entry["version"]) in after else entry


def print_rollback(output: Path, version: str, reason: str, as_of: str, as_json: bool) -> int:
    """Goes back and says so; the exit code. Raises as `rollback`."""
    done = rollback(output, version, reason, as_of)
    if as_json:
        print(json.dumps(done.document(), ensure_ascii=False, indent=2))
        return done.exit_code
    print(f"rolled back: {done.version} is the current release again\n  withdrawn {', '.join(done.withdrawn)}")
    if done.site:
        print(f"  site      {done.site}")
    print("  next      creches release builds upon it, under a new version")
    return done.exit_code
