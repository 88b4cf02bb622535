"""How time and memory of a run grow with the pages: `python -m benches.curves PEERS [SIZE …]` (100 to 100,000).

Each size is one run from archived pages with the geocoder of the peers, in a process of its own; the steps' seconds are those
that the run itself reports. Writes benches/results/curves.csv, curves.svg and slopes.json, which `benches.scaling` reads.
"""

import csv
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import altair as alt

from benches.peers.contenders import PEERS_PYTHON
from benches.peers.processes import free_port, measured, serving

FOLDER = Path(__file__).parent / "results"
SIZES = (100, 1_000, 10_000, 100_000)
_KNOWN = {"stock": 2.0e-6, "question": 1 / 560}
"""Seconds a row of the Sirene stock (make bench-sirene) and a question to one addok (make bench-geocode), last measured."""


def run(peers: Path, pages: Path, size: int, folder: Path, ban: str) -> list[dict[str, object]]:
    """One row a step, and one of the whole: seconds, and MiB at most so far."""
    out = folder / str(size)
    command = [sys.executable, "-m", "benches.peers.ours", pages, size, out, ban, "direct"]
    whole = measured(command, {}, folder)
    told = json.loads(next((out / "output" / "runs").glob("*/report.json")).read_text())
    rows = [
        {"pages": size, "step": one["name"], "seconds": one["seconds"], "MiB": one["peak_mb"]} for one in told["steps"]
    ]
    return [*rows, {"pages": size, "step": "all", "seconds": round(whole.body, 2), "MiB": round(whole.peak)}]


def exponent(rows: Sequence[dict[str, object]], what: str) -> float:
    """How the whole grows between the two largest sizes: 1 is in proportion."""
    a, b = sorted((row for row in rows if row["step"] == "all"), key=lambda row: int(str(row["pages"])))[-2:]
    grown = float(str(b[what])) / float(str(a[what]))
    return round(math.log(grown) / math.log(int(str(b["pages"])) / int(str(a["pages"]))), 2)


def write(rows: Sequence[dict[str, object]]) -> None:
    """The table, the picture, and the slopes."""
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / "curves.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["pages", "step", "seconds", "MiB"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    last = [row for row in rows if row["step"] == "all"][-1]
    slopes = {**_KNOWN, "place": float(str(last["seconds"])) / int(str(last["pages"]))}
    (FOLDER / "slopes.json").write_text(json.dumps(slopes, indent=1) + "\n")
    whole = [row for row in rows if row["step"] == "all"]
    base = alt.Chart(alt.Data(values=whole)).mark_line(point=True).properties(width=320, height=220)
    x = alt.X("pages:Q", scale=alt.Scale(type="log"))
    time = base.encode(x=x, y=alt.Y("seconds:Q", scale=alt.Scale(type="log"))).properties(title="Seconds")
    memory = base.encode(x=x, y=alt.Y("MiB:Q", scale=alt.Scale(zero=True))).properties(title="MiB at most")
    (time | memory).save(str(FOLDER / "curves.svg"))


def main(peers: Path, sizes: Sequence[int]) -> None:
    """Makes the pages, runs each size, writes."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        subprocess.run([PEERS_PYTHON, peers / "make_pages.py", folder / "pages", str(max(sizes))], check=True)
        asked = f"http://127.0.0.1:{port}/search/?q=1+rue+75001&limit=1"
        rows: list[dict[str, object]] = []
        with serving([PEERS_PYTHON, peers / "fake_ban.py", port], {}, asked):
            for size in sizes:
                rows += run(peers, folder / "pages", size, folder, f"127.0.0.1:{port}")
                print(rows[-1], flush=True)
    write(rows)
    if len(sizes) > 1:
        print(f"growth: time ^{exponent(rows, 'seconds')}, memory ^{exponent(rows, 'MiB')} (1: in proportion)")


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), [int(n) for n in sys.argv[2:]] or SIZES)
