"""What ten million places would take, simulated from what was measured: `python -m benches.scaling`.

The plan (docs/scaling.md): the stock is read once with DuckDB; places are cut by département, since nothing is compared
across one; each part is geocoded by addok replicas and goes through identity, checks and writing on one worker; a last
step joins the descriptions. Parts have the sizes of the départements, so the largest decides how far more workers help.
"""

import csv
import heapq
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sources.commune_table import rows

RESULTS = Path(__file__).parent / "results"
PLACES = 10_000_000


@dataclass(frozen=True, slots=True)
class Slopes:
    """Seconds of one processor, measured: of the stock a row, of a question to one addok, of the rest a place."""

    stock: float
    question: float
    place: float


@dataclass(frozen=True, slots=True)
class Plan:
    """How many workers (one processor each) and addok replicas."""

    workers: int
    replicas: int


def parts(places: int = PLACES) -> list[int]:
    """How many places each département has, if they lie as people do; largest first."""
    weight: Counter[str] = Counter()
    for code, where, people in {(r.code_insee, r.departement, r.population) for r in rows() if r.type == "COM"}:
        weight[where] += int(people or 0) if code else 0
    total = sum(weight.values())
    return sorted((round(places * n / total) for n in weight.values()), reverse=True)


def seconds(plan: Plan, slopes: Slopes, sizes: Sequence[int]) -> float:
    """When the last part is published: the stock first, then parts, largest first, each to the worker and then free replica.

    A part is geocoded by one replica, the next free one, and worked on by the worker that is free first.
    """
    begun = slopes.stock * sum(sizes)
    replicas, workers = [begun] * plan.replicas, [begun] * plan.workers
    heapq.heapify(replicas)
    heapq.heapify(workers)
    done = begun
    for size in sizes:
        located = max(heapq.heappop(replicas), begun) + size * slopes.question
        heapq.heappush(replicas, located)
        ended = max(heapq.heappop(workers), located) + size * slopes.place
        heapq.heappush(workers, ended)
        done = max(done, ended)
    return done


def table(slopes: Slopes, plans: Iterable[Plan]) -> list[Mapping[str, object]]:
    """One row a plan: hours, and how many times as fast as the first one."""
    sizes = parts()
    found = [(plan, seconds(plan, slopes, sizes)) for plan in plans]
    first = found[0][1]
    return [
        {"workers": p.workers, "addok": p.replicas, "hours": round(s / 3600, 2), "times": round(first / s, 1)}
        for p, s in found
    ]


def measured() -> Slopes:
    """The slopes as last written by `benches.curves` (a place), `benches.geocode` and `benches.sirene` (see docs/scaling.md)."""
    told = json.loads((RESULTS / "slopes.json").read_text())
    return Slopes(told["stock"], told["question"], told["place"])


PLANS = tuple(Plan(w, r) for w, r in ((2, 1), (2, 4), (8, 4), (8, 16), (32, 16), (32, 64), (101, 101)))


if __name__ == "__main__":
    found = table(measured(), PLANS)
    with (RESULTS / "scaling.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    print(*found, sep="\n")
