"""The same acts under strace, struck at system calls: those too that a library makes without Python.

The counters of strace are by name of call and by process: each name is swept by itself, and the real interpreter is called.
No --seccomp-bpf: with it, signals are not injected.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.flows.runs import ROOT
from tests.sweep.acts import Act
from tests.sweep.run import EXITS, Swept, chosen, made
from tests.sweep.steps import child
from tests.sweep.views import left, torn

NAMES = ("write", "fsync", "rename", "renameat2", "mkdir", "sendfile", "unlinkat", "pwrite64", "ftruncate")
ERRORS = {
    "ENOSPC": ("write", "fsync", "rename", "renameat2", "mkdir", "sendfile", "pwrite64"),
    "EIO": NAMES,
    "kill": NAMES,
}
_ONE = """
import pathlib, sys
from schemas.errors import CrechesError
from tests.sweep import acts
name, output, ready = sys.argv[1], *map(pathlib.Path, sys.argv[2:])
work = {
    "publish": acts.publishing(ready),
    "move": acts.moving(ready.with_suffix("")),
    "rollback": acts.rolling_back,
    "prune": acts.pruning,
    "renew": acts.renewing,
}[name]
try:
    work(output)
except CrechesError as error:
    sys.exit(error.exit_code)
"""


def traced(act: Act, output: Path, ready: Path, *options: str) -> tuple[int, str]:
    """(how the interpreter ended, what strace wrote of it)."""
    log = output.parent / "strace.log"
    command = [
        "strace",
        "-f",
        "-qq",
        "-o",
        str(log),
        *options,
        sys.executable,
        "-B",
        "-c",
        _ONE,
        act.name,
    ]
    done = subprocess.run([*command, str(output), str(ready)], cwd=ROOT, capture_output=True, timeout=300, check=False)
    return done.returncode, log.read_text(errors="replace")


def sweeps(sample: int, names: Sequence[str] = ()) -> Iterator[Swept]:
    """Every act by every fault, at so many calls of each name."""
    if shutil.which("strace") is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        for act in made(Path(folder)):
            for fault in ERRORS if not names or act.name in names else ():
                yield _swept(act, fault, sample, Path(folder))


def _swept(act: Act, fault: str, sample: int, folder: Path) -> Swept:
    found, output, ready = Swept(act.name, f"{fault}*"), folder / "output", folder / "manifest.pickle"
    effect = "signal=SIGKILL" if fault == "kill" else f"error={fault}"
    _fresh(act, output)
    _, whole = traced(act, output, ready, f"--trace={','.join(NAMES)}")
    for name in ERRORS[fault]:
        for nth in chosen(_most(whole, name), sample):
            _fresh(act, output)
            options = (f"--trace={name}", "--inject", f"{name}:{effect}:when={nth}")
            code, log = traced(act, output, ready, *options)
            where = f"{name} {nth}: "
            found.points += 1
            found.struck += "killed by SIGKILL" in log if fault == "kill" else "(INJECTED)" in log
            found.torn += [where + one for one in torn(output)]
            found.wrong += [] if code in EXITS[fault] else [f"{where}ended with {code}"]
            again, _, _, said = child(lambda: act.work(output))
            wrong = torn(output) + left(output) + ([] if again == 0 else [said])
            found.recovered += not wrong
            found.wrong += [f"{where}then {one}" for one in wrong]
    return found


def _most(log: str, name: str) -> int:
    """How often the thread that calls it most does: the counters are by thread."""
    threads = re.findall(rf"^(\d+) +{name}\(", log, re.MULTILINE)
    return max((threads.count(thread) for thread in set(threads)), default=0)


def _fresh(act: Act, output: Path) -> None:
    shutil.rmtree(output, ignore_errors=True)
    shutil.copytree(act.template, output)
