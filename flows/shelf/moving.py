"""Publication: what is staged becomes what readers find, by a journal, so that it happens as a whole or not at all."""

import contextlib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from flows.shelf import entries as shelf_entries
from flows.shelf import journal
from flows.shelf.durable import copy_tree, exchange, move, sync
from flows.shelf.entries import Entry, current_of, folder_of
from flows.shelf.journal import DRAFT, JOURNAL, POINTER, STAGING, Plan
from flows.shelf.sums import SUMS, digest, is_release
from schemas.errors import Refused

_NOTHING = "{}: it could not be published: {}. Nothing is published; free some space and run again."
_DECIDED = (
    "{}: it is decided, but not all of it is in place: {}. Every release that readers find is whole; free some space and run"
    " again: what is left is finished first."
)


def place(
    output: Path,
    arrivals: Sequence[Path],
    entries: Sequence[Entry],
    roots: Mapping[str, bytes],
    leaving: Sequence[str] = (),
    copied: Path | None = None,
) -> None:
    """Moves staged folders (`.staging-<version>`) to `releases/`, makes `latest/` a copy of the current one of `entries`,
    replaces every file of the root (`versions.json` from `entries`, the others from `roots`; those of before that are not
    among them go), and removes the releases and records of `leaving` at last. `copied`: a copy of some files of the arrival
    that becomes the current release, made before and durable; it is taken, or removed.

    Raises Refused when a release is already there or the disk refuses: all is then as before or, past the first thing that
    a reader sees, finished by the next `recover`.
    """
    for one in arrivals:
        release = folder_of(output, one.name.removeprefix(STAGING))
        if release.exists():
            raise Refused(f"{release} is already there: a release is never written over.")
    try:
        (output / "releases").mkdir(exist_ok=True)
        plan = journal.draft(output, arrivals, entries, roots, leaving, copied)
        move(output / DRAFT, output / JOURNAL)
        finish(output, plan)
    except OSError as error:
        told = _NOTHING if _undone(output, [*arrivals, *([copied] if copied else [])]) else _DECIDED
        raise Refused(told.format(output, error.strerror or error)) from None


def finish(output: Path, plan: Plan) -> None:
    """Does what a journal says; what is done already is only made durable once more. Raises OSError."""
    for version in plan.arrivals:
        _arrive(output, version)
    files = [name for name in plan.roots if name not in (shelf_entries.FILE, POINTER, f"{POINTER}.minisig")]
    catalogues = [name for name in files if name.startswith("catalog.")] if plan.back else []
    _replace(output, catalogues)
    if plan.latest and not is_release(output / "latest", plan.latest):
        exchange(output / JOURNAL / "latest", output / "latest")
    sync(output)
    _replace(output, [shelf_entries.FILE])
    _replace(output, [name for name in files if name not in catalogues], plan.gone)
    _replace(output, [name for name in (f"{POINTER}.minisig", POINTER) if name in plan.roots])
    for version in plan.leaving:
        _leave(output, version)
    with contextlib.suppress(OSError):  # all is in place: the next run closes it
        journal.close(output)


def _arrive(output: Path, version: str) -> None:
    release = folder_of(output, version)
    if release.exists():
        sync(release.parent)
    else:
        move(output / f"{STAGING}{version}", release)


def _replace(output: Path, names: Sequence[str], gone: Sequence[str] = ()) -> None:
    """Each file in one step; then the folders they lie in are made durable."""
    for name in names:
        waiting, target = output / JOURNAL / "roots" / name, output / name
        if waiting.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            waiting.replace(target)
    for name in gone:
        (output / name).unlink(missing_ok=True)
    for folder in sorted({(output / name).parent for name in (*names, *gone)}):
        sync(folder)
    if any("/" in name for name in names):
        sync(output)


def _leave(output: Path, version: str) -> None:
    """Out of sight in one step, a release and its archived records; removed with the journal."""
    for path in (folder_of(output, version), output / "records" / f"{version}.json.gz"):
        if path.exists():
            move(path, output / JOURNAL / "leaving" / path.name)


def _undone(output: Path, drafts: Sequence[Path]) -> bool:
    """Takes back what no reader saw; False when it is past that, or the disk refuses even this."""
    try:
        plan = journal.read(output)
        if plan is not None:
            if not journal.is_unseen(output, plan):
                return False
            _take_back(output, plan)
            journal.close(output)
        for folder in (output / DRAFT, *drafts):
            shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return not (output / JOURNAL).exists()
    return True


def _take_back(output: Path, plan: Plan) -> None:
    for version in plan.arrivals:
        if folder_of(output, version).exists():
            move(folder_of(output, version), output / f"{STAGING}{version}")


def is_waiting(output: Path) -> bool:
    """Whether a journal is there, whose publication the next `recover` finishes or undoes."""
    return (output / JOURNAL).exists()


def recover(output: Path) -> None:
    """Makes whole what a killed run left: a complete journal is finished, another one undone, drafts go, `latest/` is mended.

    Raises Damaged when `versions.json` cannot be read, Refused when the disk refuses.
    """
    try:
        if is_waiting(output):
            _take_up(output)
        for left in (".staging-*", ".latest-*", f"{JOURNAL}.*"):
            for folder in output.glob(left):
                shutil.rmtree(folder)
        (output / ".versions.json.tmp").unlink(missing_ok=True)
        _mend_latest(output)
    except OSError as error:
        raise Refused(
            f"{output}: what a run left behind cannot be made whole: {error.strerror or error}. Free some space and run again."
        ) from None


def _take_up(output: Path) -> None:
    """Finishes the journal; one that lost a part of itself is put away, with what it moved in and nobody announced."""
    plan = journal.read(output)
    if plan is not None and journal.is_complete(output, plan):
        finish(output, plan)
        return
    if plan is not None:
        known = {entry["version"] for entry in shelf_entries.versions(output)}
        _take_back(output, Plan({v: s for v, s in plan.arrivals.items() if v not in known}, "", False, {}, [], []))
    journal.close(output)


def _mend_latest(output: Path) -> None:
    """`latest/` follows the current release, when that one is whole."""
    entry = current_of(shelf_entries.versions(output))
    release = folder_of(output, str(entry["version"])) if entry else output
    if entry is None or not (release / SUMS).is_file() or is_release(output / "latest", digest(release / SUMS)):
        return
    if not is_release(release, None):  # looked at last: as a rule `latest/` is well, and this needs not be read
        return
    copy_tree(release, output / ".latest-new")
    exchange(output / ".latest-new", output / "latest")
    for folder in output.glob(".latest-*"):
        shutil.rmtree(folder)
