"""What is swept: each act on a copy of a small shelf, as `creches` does it. It loads no more than they need."""

import dataclasses
import pickle
import subprocess
from collections.abc import Callable
from pathlib import Path

from flows import publish, shelf
from flows.formats.measure import measured
from flows.publish.prune import prune
from flows.publish.rollback import rollback

WHY = "A list of members was read wrongly."


@dataclasses.dataclass(frozen=True, slots=True)
class Act:
    """`template`: the shelf it begins with; `work(output)`: does it, or nothing when it is done already."""

    name: str
    template: Path
    work: Callable[[Path], None]
    share: int = 1
    """Of a sample, one point in so many: for an act that takes long."""


def publishing(ready: Path) -> Callable[[Path], None]:
    """The last step of a run, after what every run does first."""

    def work(output: Path) -> None:
        manifest = pickle.loads(ready.read_bytes())
        with shelf.locked(output):
            shelf.recover(output)
            if shelf.versions(output)[0]["version"] != manifest.version:
                with publish.drafted(output, manifest) as draft:
                    publish.publish(output, manifest, draft)

    return work


def moving(staged: Path) -> Callable[[Path], None]:
    """The same, of a release that was staged before: a folder beside the pickled manifest."""

    def work(output: Path) -> None:
        manifest = pickle.loads(staged.with_suffix(".pickle").read_bytes())
        with shelf.locked(output):
            shelf.recover(output)
            if shelf.versions(output)[0]["version"] != manifest.version:
                folder = output / f".staging-{manifest.version}"
                subprocess.run(["cp", "-r", str(staged), str(folder)], check=True)  # not a step of this process
                entries = [publish.entry_of(manifest, measured(folder)), *shelf.versions(output)]
                shelf.place(output, [folder], entries, publish.roots_of(output, entries, folder, manifest.date))

    return work


def rolling_back(output: Path) -> None:
    """Back to the release before, once."""
    _recovered(output)
    if not any(entry.get("withdrawn") for entry in shelf.versions(output)):
        rollback(output, "", WHY, "2026-12-01")


def pruning(output: Path) -> None:
    """All but two releases go."""
    _recovered(output)
    prune(output, "2026-12-01", 0)


def renewing(output: Path) -> None:
    """A later day on which nothing changed."""
    with shelf.locked(output):
        shelf.recover(output)
        publish.renewed(output, "2026-12-01")


def _recovered(output: Path) -> None:
    with shelf.locked(output):
        shelf.recover(output)
