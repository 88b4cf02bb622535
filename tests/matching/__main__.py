"""`python -m tests.matching`: judge the labelled pairs, print the figures, end with 1 when a target is missed."""

import argparse
import sys

from tests.matching.cases import A_KIND, SEED, labelled
from tests.matching.figures import judged, summary, table, targets, together, wrong


def main() -> int:
    """The whole measure. 0 when every target holds, 1 when one is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.matching", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED, help="other pairs of the same kinds")
    parser.add_argument("--a-kind", type=int, default=A_KIND, metavar="NUMBER", help="pairs of each kind")
    asked = parser.parse_args()
    pairs = labelled(asked.seed, asked.a_kind)
    rows, whole = judged(pairs), together(pairs)
    held = targets(rows, whole)
    print("\n".join(table(rows)), end="\n\n")
    print("\n".join(f"  {line}" for line in wrong(rows)) or "  no verdict is wrong", end="\n\n")
    for target in held:
        print(f"{'OK  ' if target.held else 'MISS'} {target.name}: {target.figure}")
    print(summary(rows, held))
    return 0 if all(target.held for target in held) else 1


if __name__ == "__main__":
    sys.exit(main())
