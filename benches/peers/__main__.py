"""`python -m benches.peers PEERS [SIZE …]`: measures, compares, writes benches/results/, and ends with 1 when a target is missed."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benches.peers.contenders import FEW, MANY, PEERS_PYTHON, SOME
from benches.peers.results import judged, write
from benches.peers.sitting import sit


def main(peers: Path, sizes: list[int]) -> int:
    """Makes the pages, sits, writes what was measured; a machine that does something else is told of, there too."""
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"The machine is busy (load {load:.1f}): wall seconds, and the ratios made of them, mean little.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = folder / "pages"
        subprocess.run([PEERS_PYTHON, peers / "make_pages.py", pages, str(max(sizes))], check=True)
        told = list(sit(peers, pages, sizes, folder))
    write(told, load)
    lines, missed = judged(told)
    print("\n".join(lines))
    return 1 if missed else 0


if __name__ == "__main__":
    if len(sys.argv) < 2 or not (Path(sys.argv[1]) / "floor.py").is_file():
        sys.exit("Give the folder of the peers' programs: make bench PEERS=FOLDER. They are no part of this project.")
    sys.exit(main(Path(sys.argv[1]).absolute(), [int(n) for n in sys.argv[2:]] or [FEW, SOME, MANY]))
