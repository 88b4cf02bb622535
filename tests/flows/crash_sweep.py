"""Kills a run at every step it takes on disk: `python -m tests.flows.crash_sweep whole|publish TEMPLATE PAGE SHARE`.

The steps counted are renames, fsyncs, new folders, files opened for writing and removals. For each one (or each
SHARE-th) a child, forked from a process that has everything loaded, starts from a copy of TEMPLATE and is killed
by SIGKILL right before that step. Then the same command runs again, undisturbed. Prints one JSON list: for each
death the signal, what lay there, and what lay there after the second run.
"""

import hashlib
import io
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flows import cli, publish, release, shelf

DAY = "2026-11-29"
_MEMORY = "/dev/shm"  # where a step on disk costs nothing, if there is such a place
_STEPS = ("rename", "replace", "fsync", "mkdir", "unlink", "rmdir")


class Steps:
    """Counts the steps of this process; kills it at one of them (0: never)."""

    def __init__(self, fatal: int) -> None:
        self.count, self._fatal = 0, fatal
        for name in _STEPS:
            setattr(os, name, self._counted(getattr(os, name)))
        self._open = io.open
        io.open = self._opened

    def step(self) -> None:
        self.count += 1
        if self.count == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def _counted(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            self.step()
            return function(*arguments, **named)

        return counted

    def _opened(self, file: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        if mode != "r" and mode != "rb":
            self.step()
        return self._open(file, mode, *arguments, **named)


def child(work: Callable[[], None], fatal: int = 0) -> tuple[int, int]:
    """(how the child ended: minus the signal or its exit code, steps it took when it ended by itself)."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1), os.dup2(null, 2)
        steps = Steps(fatal)
        code = 70
        try:
            work()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            os.write(writing, str(steps.count).encode())
            os._exit(code)
    os.close(writing)
    _, status = os.waitpid(pid, 0)
    count = os.read(reading, 20)
    os.close(reading)
    return os.waitstatus_to_exitcode(status), int(count or 0)


def digest(folder: Path) -> str:
    """One name for all the files of a folder; '' when it is not there."""
    if not folder.is_dir():
        return ""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.relative_to(folder)}" for path in files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def state(output: Path) -> dict[str, Any]:
    """What a reader of the folder sees, and what was left behind."""
    versions = output / "versions.json"
    return {
        "latest": digest(output / "latest"),
        "releases": {path.name: digest(path) for path in sorted((output / "releases").glob("*"))},
        "versions": [entry["version"] for entry in json.loads(versions.read_text())] if versions.exists() else [],
        "left": sorted(path.name for path in output.glob(".*") if path.name != ".verrou"),
    }


def whole(output: Path, page: Path) -> Callable[[], None]:
    """The command, as typed."""

    def work() -> None:
        asked = ["--direct", "--offline", "--as-of", DAY, "--page", f"coop_petite_enfance={page}"]
        sys.argv = ["creches", "release", *asked, "--output", str(output)]
        cli.main()

    return work


def only_publish(output: Path, page: Path) -> Callable[[], None]:
    """The last step alone, after what every run does first: the release itself was made ready before."""
    options = release.Options(DAY, output, True, (), {"coop_petite_enfance": page}, True)
    ready: list[Any] = []

    def call(name: str, step: Callable[..., Any], *arguments: Any) -> Any:
        result = step(*arguments)
        ready[:] = [result] if name == "valider" else ready
        return result

    release.walk(options, call)

    def work() -> None:
        shelf.recover(output)
        if shelf.versions(output)[0]["version"] != ready[0].version:
            publish.publish(output, ready[0])

    return work


def sweep(
    template: Path, page: Path, make: Callable[[Path, Path], Callable[[], None]], share: int
) -> list[dict[str, Any]]:
    """One entry a death; the first entry is the undisturbed run."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if Path(_MEMORY).is_dir() else None) as folder:
        output = Path(folder) / "output"

        def fresh() -> None:
            shutil.rmtree(output, ignore_errors=True)
            shutil.copytree(template, output)

        fresh()
        work = make(output, page)
        fresh()
        ended, count = child(work)
        told = [{"step": 0, "ended": ended, "steps": count, "then": state(output)}]
        for fatal in range(1, count + 1, share):
            fresh()
            ended, _ = child(work, fatal)
            dead = state(output)
            again, _ = child(work)
            told.append({"step": fatal, "ended": ended, "dead": dead, "again": again, "then": state(output)})
    return told


if __name__ == "__main__":
    _, kind, where, what, each = sys.argv
    print(json.dumps(sweep(Path(where), Path(what), {"whole": whole, "publish": only_publish}[kind], int(each))))
