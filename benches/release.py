"""A release of 50,000 nurseries: seconds and memory of every format, the same bytes anywhere, and the usual writers.

`python -m benches.release [PLACES] [--environments]` prints what it measured, and ends with 1 when a promise is broken:
a release staged in under SECONDS (of processor when the machine is busy) and MEBIBYTES (its process and the workbook's
together), a second run and, when asked, nine environments (three time zones, three locales) with the same bytes, file by file.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT, DAY = Path(__file__).parents[1], "2026-11-22"
SECONDS, MEBIBYTES, WORKBOOK_SECONDS = 30, 1024, 60
ZONES, LOCALES = ("UTC", "Pacific/Kiritimati", "America/St_Johns"), ("C", "C.UTF-8", "tr_TR.UTF-8")


def child(*arguments: object, **environment: str) -> Any:
    """What a process of its own says that it took."""
    command = [sys.executable, "-m", "benches.release_child", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout)


def workbook(folder: Path) -> dict[str, float]:
    """Seconds, seconds of processor and MiB of the workbook's process, started by this small one: by a large one, the
    kernel would count that one's memory too."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.formats.xlsx", folder, DAY], cwd=ROOT, stdin=subprocess.PIPE
    )
    _, status, used = os.wait4(process.pid, 0)
    assert not status and process.stdin
    process.stdin.close()
    wall = time.perf_counter() - start
    return {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024}


def main(places: int, environments: bool) -> int:
    """Measures and prints. 1 when a promise is broken."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "tables").mkdir()
        rows = child("prepare", folder / "tables", places)
        load = os.getloadavg()[0]
        busy = load > (os.cpu_count() or 1)
        judged = "busy, so that seconds of processor are judged" if busy else "calm"
        print(f"{places} places, {sum(rows.values())} rows; the machine's load is {load:.1f}: {judged}")
        first = child("stage", folder / "tables", folder / "release")
        broken = _told(first, workbook(folder / "release"), busy)
        _ratios(*(child(who, folder / "tables", folder / "peers") for who in ("peers", "ours")))
        runs = [(zone, locale) for zone in ZONES for locale in LOCALES]
        for zone, locale in runs if environments else runs[-1:]:
            shutil.rmtree(folder / "again", ignore_errors=True)
            again = child("stage", folder / "tables", folder / "again", TZ=zone, LC_ALL=locale, PYTHONHASHSEED="7")
            broken += _differences(first["files"], again["files"], f"TZ={zone} LC_ALL={locale}")
    print("\n".join(broken) or "Every promise is kept.")
    return 1 if broken else 0


def _told(run: Any, book: dict[str, float], busy: bool) -> list[str]:
    """Prints what a run took; the promises that it broke. On a busy machine seconds of processor are judged."""
    files, held = run["files"], run["peak"] + book["peak"]
    print(f"staged in {run['wall']:.1f} s ({run['cpu']:.1f} s of processor, the workbook's process aside)")
    print(
        f"memory: {run['peak']:.0f} MiB at most, {run['before']:.0f} with the tables alone; workbook {book['peak']:.0f}"
    )
    print(f"the workbook by itself: {book['wall']:.1f} s ({book['cpu']:.1f} s of processor)")
    print(f"{len(files)} files, {sum(size for size, _ in files.values()) / 1e6:.0f} MB:")
    for name, (size, _) in files.items():
        if size > 500_000 and not name.startswith("extraits/"):
            print(f"  {name:32} {size / 1e6:8.2f} MB")
    for name, seconds in run["seconds"].items():
        print(f"  {name:18} {seconds:6.2f} s")
    return [
        f"BROKEN: {what}: {found:.1f}, over {limit}"
        for what, found, limit in (
            ("seconds to stage", run["cpu" if busy else "wall"], SECONDS),
            ("MiB held", held, MEBIBYTES),
            ("seconds of the workbook", book["wall"], WORKBOOK_SECONDS),
        )
        if found > limit
    ]


def _ratios(theirs: dict[str, float], ours: dict[str, float]) -> None:
    """Seconds for the places alone: the usual call of pandas or geopandas, and this project's."""
    for name, seconds in theirs.items():
        mine = ours[name.split()[0]]
        print(f"  {name:20} pandas, geopandas {seconds:6.2f} s, here {mine:6.2f} s: {seconds / mine:.1f} times as fast")


def _differences(first: Any, again: Any, where: str) -> list[str]:
    differ = sorted(name for name in first.keys() | again.keys() if first.get(name) != again.get(name))
    print(f"{where}: {len(again)} files, {'the same bytes' if not differ else 'OTHER BYTES'}")
    return [f"BROKEN: {where}: {name} differs" for name in differ]


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    sys.exit(main(numbers[0] if numbers else 50_000, "--environments" in sys.argv))
