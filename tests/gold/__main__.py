"""`python -m tests.gold`: ask the gold set of a real addok, print the figures, end with 1 when a target is missed."""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from tests.addok.engine import EngineFailed, running
from tests.gold.cases import ASKED, gold
from tests.gold.figures import by_kind, judged, summary, targets, worst
from tests.gold.subject import located


def main() -> int:
    """The whole measure. 0 when every target holds, 1 when one is missed, 2 when there is no engine."""
    parser = argparse.ArgumentParser(prog="python -m tests.gold", description=__doc__)
    parser.add_argument("--answers", type=Path, metavar="FILE", help="also write every row with its verdicts (CSV)")
    answers = parser.parse_args().answers
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the engine is stopped on the way out
    try:
        table = measured()
    except EngineFailed as error:
        print(error, file=sys.stderr)
        return 2
    if answers:
        table.to_csv(answers, index=False)
    return told(table)


def measured() -> pd.DataFrame:
    """Starts the engine, asks everything once, and holds the answers against the truth."""
    begun = time.monotonic()
    made = gold()
    documents = made.world.documents()
    with tempfile.TemporaryDirectory() as folder, running(documents, Path(folder)) as service:
        ready = time.monotonic()
        print(f"addok holds {len(documents)} documents after {ready - begun:.0f} s")
        answers = located(made.questions[ASKED].copy(), service)
        print(f"{len(answers)} queries took {time.monotonic() - ready:.0f} s")
    return judged(made.questions, answers)


def told(table: pd.DataFrame) -> int:
    """Prints the figures; 1 when a target is missed."""
    held = targets(table)
    print(f"\n{by_kind(table).to_string(index=False)}\n")
    print("\n".join(f"  {line}" for line in worst(table)) or "  no row went wrong", end="\n\n")
    for target in held:
        print(f"{'OK  ' if target.held else 'MISS'} {target.name}: {target.figure}")
    print(summary(table, held))
    return 0 if all(target.held for target in held) else 1


if __name__ == "__main__":
    sys.exit(main())
