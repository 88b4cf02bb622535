"""What was measured, as a table, a picture and ratios: benches/results/."""

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

import altair as alt

from benches.peers.contenders import CONTENDERS, MEMORY, TARGETS
from benches.peers.sitting import Told

FOLDER = Path(__file__).parents[1] / "results"
_HEAD = ("who", "pages", "runs", "records/s", "slowest", "fastest", "wall s", "processor s", "MiB")


def lines(told: Iterable[Told]) -> list[tuple[object, ...]]:
    """One row a contender and size: medians, and the extremes of records a second."""
    groups: dict[tuple[str, int], list[Told]] = {}
    for one in told:
        groups.setdefault((one.name, one.size), []).append(one)
    return [_row(name, size, ones) for (name, size), ones in groups.items()]


def _row(name: str, size: int, ones: Sequence[Told]) -> tuple[object, ...]:
    speeds = [size / one.run.body for one in ones]
    middle = [round(median(getattr(one.run, what) for one in ones), 2) for what in ("wall", "cpu", "peak")]
    return (name, size, len(ones), *(round(f(speeds), 1) for f in (median, min, max)), *middle)


def judged(told: Sequence[Told]) -> tuple[list[str], list[str]]:
    """A line a target, told in ratios of records a second, or in MiB; and those that are missed."""
    last = {str(row[0]): row for row in sorted(lines(told), key=lambda row: int(str(row[1])))}
    out, missed = [], []
    for (ours, theirs), wanted in TARGETS.items():
        if ours in last and theirs in last:
            ratio = float(str(last[ours][3])) / float(str(last[theirs][3]))
            sizes = " / ".join(dict.fromkeys(str(last[name][1]) for name in (ours, theirs)))
            out.append(f"{ours} / {theirs}, {sizes} pages: {ratio:.2f} x (wanted: {wanted} x)")
            missed += out[-1:] if ratio < wanted else []
    for name, most in MEMORY.items():
        if name in last:
            out.append(f"{name}, {last[name][1]} pages: {last[name][8]:.0f} MiB (wanted: {most:.0f} at most)")
            missed += out[-1:] if float(str(last[name][8])) > most else []
    return out, missed


def write(told: Sequence[Told], load: float) -> None:
    """The table as CSV and as Markdown, the picture as SVG. `load`: the machine's, before it began."""
    FOLDER.mkdir(exist_ok=True)
    rows = lines(told)
    with (FOLDER / "peers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([_HEAD, *rows])
    body = ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    ratios, _ = judged(told)
    where = f"{len(os.sched_getaffinity(0))} processors, load {load:.1f} before it began"
    text = ["# Beside others, in one sitting", "", f"`make bench`; {where}. What prepares a run is left out.", ""]
    text += ["| " + " | ".join(_HEAD) + " |", "| --- |" + " ---: |" * (len(_HEAD) - 1), *body, ""]
    text += ["MiB: of the largest process. Seconds of processor: with those of the server that a crawl asks.", ""]
    text += ["What was wanted, and what was measured:", "", *(f"- {line}" for line in ratios), ""]
    (FOLDER / "peers.md").write_text("\n".join(text), encoding="utf-8")
    _picture(rows).save(str(FOLDER / "peers.svg"))


def _picture(rows: Sequence[tuple[object, ...]]) -> alt.Chart:
    """Records a second of each, points on a logarithmic scale, which bars cannot begin on; a panel a size."""
    values = [dict(zip(("who", "pages", "runs", "speed"), row, strict=False)) for row in rows]
    order = [one.name for one in CONTENDERS]
    return (
        alt.Chart(
            alt.Data(values=values), width=420, height={"step": 18}, title="Records a second (to the right is faster)"
        )
        .mark_point(color="#1d4ed8", filled=True, size=80)
        .encode(
            x=alt.X("speed:Q", scale=alt.Scale(type="log"), title="records a second"),
            y=alt.Y("who:N", sort=order, title=None),
            row=alt.Row("pages:O", title="pages"),
        )
    )
