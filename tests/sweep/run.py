"""One sweep: an act struck at its steps one after the other; what a reader finds after each, and after the next run."""

import dataclasses
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.sweep.acts import Act
from tests.sweep.shelves import acts, first_release, manifest_of
from tests.sweep.steps import FAULTS, child
from tests.sweep.views import left, state, torn

Undisturbed = tuple[dict[str, Any], dict[str, Any], int]
"""What a reader finds before an act and after it, and the steps that it takes."""
_MEMORY = "/dev/shm"  # where a step on disk costs nothing, if there is such a place
EXITS = {"kill": {-signal.SIGKILL}, "ENOSPC": {0, 3}, "EIO": {0, 3}, "full": {0, 3}}
"""How a struck run may end; 0 where the step was not needed, and the release is then complete."""


@dataclasses.dataclass(slots=True)
class Swept:
    """What one act and one fault gave."""

    act: str
    fault: str
    points: int = 0
    struck: int = 0
    recovered: int = 0
    torn: list[str] = dataclasses.field(default_factory=list)
    wrong: list[str] = dataclasses.field(default_factory=list)

    def line(self) -> str:
        """For a person."""
        about = f"{self.points} points, {self.struck} struck, {len(self.torn)} torn, {self.recovered} recovered"
        return "\n  ".join([f"{self.act:9} {self.fault:7} {about}", *self.torn[:5], *self.wrong[:5]])


def chosen(count: int, sample: int, turn: int = 0) -> list[int]:
    """The steps to strike: all of them, or so many, evenly spread; each `turn` (0 to 3) takes others."""
    if not sample or count <= sample:
        return list(range(1, count + 1))
    return [1 + int((n + (0.125 + 0.25 * turn)) * count / sample) for n in range(sample)]


def sweep(act: Act, fault: str, sample: int, output: Path, undisturbed: Undisturbed) -> Swept:
    """Strikes an act by a fault. `output`: a folder that is made anew for each point."""
    found = Swept(act.name, fault)
    _, after, count = undisturbed
    for fatal in chosen(count, -(-sample // act.share), FAULTS.index(fault)):
        _fresh(act, output)
        code, _, struck, said = child(lambda: act.work(output), fault, fatal)
        where = f"step {fatal} of {count}: "
        if fault == "full" and code == 0 and not struck:
            continue  # only steps that give room back were left to take
        found.points += 1
        found.struck += struck > 0
        found.torn += [where + one for one in torn(output)]
        if code not in EXITS[fault] or "Traceback" in said:
            found.wrong.append(f"{where}ended with {code}: {said[:200]}")
        wrong = _next_run(act, output, after)
        found.recovered += not wrong
        found.wrong += [where + one for one in wrong]
    return found


def _fresh(act: Act, output: Path) -> None:
    shutil.rmtree(output, ignore_errors=True)
    shutil.copytree(act.template, output)


def _undisturbed(act: Act, output: Path) -> Undisturbed:
    """What a reader finds before and after the act, and the steps that it takes."""
    _fresh(act, output)
    before = state(output)
    code, count, _, said = child(lambda: act.work(output))
    assert code == 0 and not torn(output) and not left(output), (act.name, code, said, torn(output), left(output))
    after = state(output)
    assert after != before or act.name == "renew"
    return before, after, count


def _next_run(act: Act, output: Path, after: dict[str, Any]) -> list[str]:
    """What is wrong after the same act, undisturbed; [] when it made everything whole."""
    code, _, _, said = child(lambda: act.work(output))
    if code != 0:
        return [f"the next run ended with {code}: {said[:200]}"]
    wrong = [f"the next run left {name}" for name in left(output)] + torn(output)
    return wrong + ([] if state(output) == after else ["the next run did not come to the same end"])


def ready(folder: Path, first: Path | None = None) -> tuple[Path, Path]:
    """(a shelf with one release, the next one made ready), by a child: what it loads does not burden those forked later."""
    if first is None:
        first = folder / "first"
        _well(lambda: first_release(folder / "first"))
    _well(lambda: manifest_of(first, folder))
    return first, folder / "manifest.pickle"


def _well(work: Callable[[], object]) -> None:
    code, _, _, said = child(work)
    assert code == 0, said


def made(folder: Path, first: Path | None = None) -> list[Act]:
    """The acts, with the shelves that they begin with."""
    return acts(*ready(folder, first), folder)


def sweeps(sample: int, names: Sequence[str], faults: Sequence[str], first: Path | None) -> Iterator[Swept]:
    """Every act by every fault."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if Path(_MEMORY).is_dir() else None) as folder:
        for act in made(Path(folder), first):
            if not names or act.name in names:
                undisturbed = _undisturbed(act, Path(folder) / "output")
                yield from (sweep(act, fault, sample, Path(folder) / "output", undisturbed) for fault in faults)
