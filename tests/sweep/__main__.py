"""`python -m tests.sweep [--sample N] [--act NAME] [--fault NAME] [--races N] [--calls N]`: 1 when a release was torn."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.sweep import calls, races, run
from tests.sweep.acts import Act, moving
from tests.sweep.steps import FAULTS


def main() -> int:
    """Sweeps, says what each gave, and sums up in the last line."""
    asked = _asked()
    begun, found = time.monotonic(), []
    if asked.races:
        return _races(asked.races, asked.first)
    for one in run.sweeps(asked.sample, asked.act, asked.fault or FAULTS, asked.first):
        found.append(one)
        print(one.line(), flush=True)
    if asked.calls:
        for one in calls.sweeps(asked.calls, asked.act):
            found.append(one)
            print(one.line(), flush=True)
    points, struck, torn = sum(o.points for o in found), sum(o.struck for o in found), sum(len(o.torn) for o in found)
    recovered, wrong = sum(o.recovered for o in found), sum(len(o.wrong) for o in found)
    words = f"{points} points, {struck} struck, {torn} torn, {recovered} recovered, {wrong} wrong"
    print(f"sweep: {words}, {time.monotonic() - begun:.0f} s")
    return int(bool(torn or wrong) or struck < points or recovered < points)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.sweep", description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="so many steps an act and fault, evenly spread; else all")
    parser.add_argument("--act", action="append", default=[], help="publish, rollback, prune or renew")
    parser.add_argument("--fault", action="append", default=[], choices=FAULTS)
    parser.add_argument("--calls", type=int, default=0, help="system calls of each kind to strike too, by strace")
    parser.add_argument("--races", type=int, default=0, help="so many racing pairs instead of a sweep")
    parser.add_argument("--first", type=Path, help="a shelf with one release of 2026-11-22 that is there already")
    return parser.parse_args()


def _races(pairs: int, first: Path | None) -> int:
    wrong, slowest = [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        shelf, ready = run.ready(Path(folder), first)
        act = Act("move", shelf, moving(ready.with_suffix("")))
        for _ in range(pairs):
            pair = races.race(act, Path(folder) / "output")
            wrong += races.wrong(pair, Path(folder) / "output")
            slowest = max(slowest, min(one.seconds for one in pair))
    print("\n".join([*wrong[:20], f"races: {pairs} pairs, {len(wrong)} wrong, slowest refusal {slowest:.2f} s"]))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
