"""How fast cooperatives are discovered in a Sirene stock: a whole process on two cores, and whether it finds them all.

`python -m benches.sirene [UNITS]` draws a synthetic stock of UNITS legal units (5,000,000) and twice as many
establishments as Parquet, harvests it, and compares what was found with a plain reading of a sample, row by row. Then the
same with a tenth of it as zipped CSV. It prints one line a measure, and exits 1 when a promise is missed.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from benches import sirene_reference
from benches.sirene_draws import CANARY, MASKED
from benches.sirene_stock import generate, zip_csv

PROMISED_S, PROMISED_MB = 20.0, 2_000.0
SHARE = 20
"""One unit of so many is read by the reference."""
_FILES = ("StockUniteLegale_utf8", "StockEtablissement_utf8")
_HARVEST = """
import json, sys
from pathlib import Path
import sources
from flows.registers import sirene
from schemas.found import Known
known = Known(tuple(json.loads(sys.argv[2])))
Path(sys.argv[1]).write_bytes(sirene.harvest(sources.load("sirene"), known, lambda: "2026-11-26T10:00:00+00:00"))
lines = Path("/proc/self/status").read_text().splitlines()  # ru_maxrss would be at least that of who started us
print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
"""


class Harvest(NamedTuple):
    """What one process made: its seconds, start included, its largest memory in MB, and the snapshot."""

    seconds: float
    memory: float
    body: bytes

    @property
    def told(self) -> Any:
        return json.loads(self.body)


def harvest(folder: Path, known: list[str]) -> Harvest:
    """One harvest of a stock, in a process of its own on two cores at most."""
    target = folder / "body.json"
    environment = {**os.environ, "CRECHES_SIRENE": str(folder)}
    cores = ",".join(map(str, sorted(os.sched_getaffinity(0))[:2]))
    command = ["taskset", "-c", cores, sys.executable, "-c", _HARVEST, str(target), json.dumps(known)]
    start = time.perf_counter()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment, text=True)
    seconds = time.perf_counter() - start
    return Harvest(seconds, float(done.stdout) / 1024, target.read_bytes())


def known_sirens(folder: Path) -> list[str]:
    """Some two hundred SIREN of a stock, of every kind of unit."""
    with duckdb.connect() as database:
        path = folder / f"{_FILES[0]}.parquet"
        [(count,)] = database.execute(f"SELECT count(*) FROM '{path}'").fetchall()
        rows = database.execute(
            f"SELECT siren FROM read_parquet('{path}', file_row_number=true) WHERE file_row_number % {max(count // 200, 1)} = 7"
        ).fetchall()
    return sorted(siren for (siren,) in rows)


def sample(folder: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """One unit of SHARE with all its establishments, as text."""
    read = []
    with duckdb.connect() as database:
        for name in _FILES:
            path = folder / f"{name}.sample.csv"
            where = f"CAST(siren AS BIGINT) // 10 % {SHARE} = 3"
            database.execute(f"COPY (SELECT * FROM '{folder / name}.parquet' WHERE {where}) TO '{path}' (HEADER)")
            read.append(sirene_reference.read(path))
            path.unlink()
    return read[0], read[1]


def agreed(folder: Path, told: Any, known: list[str]) -> tuple[int, int]:
    """How many units and establishments of the sample both found; raises when they differ."""
    units, places = sample(folder)
    sirens, sirets = sirene_reference.candidates(units, places, frozenset(known))
    there = {row["siren"] for row in units}
    found = {row["siren"] for row in told["unites"]} & there
    found_there = {row["siret"] for row in told["etablissements"] if row["siren"] in there}
    if found != sirens or found_there != sirets:
        raise SystemExit(
            f"bench: MISS - not found {sorted(sirens - found)[:5]}, not to be found {sorted(found - sirens)[:5]}"
        )
    return len(sirens), len(sirets)


def zipped(folder: Path, units: int) -> tuple[float, float, bool]:
    """Seconds and memory of a harvest of zipped CSV, and whether it finds what the same stock in Parquet does."""
    generate(folder, units, seed=2)
    known = known_sirens(folder)
    expected = harvest(folder, known).told
    for path in sorted(folder.glob("*.parquet")):
        zip_csv(path)
        path.unlink()
    done = harvest(folder, known)
    kept = ("unites", "etablissements", "historique", "successions", "comptes", "introuvables")
    return done.seconds, done.memory, all(done.told[name] == expected[name] for name in kept)


def main(units: int) -> int:
    """Prints the measures; 0 when every promise is kept."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = time.perf_counter()
        generate(folder, units)
        size = sum(path.stat().st_size for path in folder.glob("*.parquet")) / 1e6
        print(
            f"stock drawn   {units:,} units, {2 * units:,} establishments, {size:.0f} MB, {time.perf_counter() - start:.0f} s"
        )
        known = known_sirens(folder)
        harvests = [harvest(folder, known) for _ in range(3)]
        slowest = max(harvests)
        told = slowest.told
        sirens, sirets = agreed(folder, told, known)
    with tempfile.TemporaryDirectory() as name:
        zip_s, zip_mb, same = zipped(Path(name), units // 10)
    clean = not any(word.encode() in slowest.body for word in (CANARY, MASKED))
    steady = len({one.body for one in harvests}) == 1
    memory = max(one.memory for one in harvests)
    counts = told["comptes"]
    print(
        f"discovery     {slowest.seconds:.1f} s (the slowest of {', '.join(f'{one.seconds:.1f}' for one in harvests)}), {memory:.0f} MB"
    )
    print(
        f"found         {counts['unites']:,} units, {counts['etablissements']:,} establishments, {len(known)} SIREN known"
    )
    print(
        f"reference     one unit of {SHARE} read again: {sirens} units and {sirets} establishments, all of them and no other"
    )
    print(
        f"canaries      {'none' if clean else 'SOME'} in the snapshot; {'the same' if steady else 'OTHER'} bytes each time"
    )
    print(
        f"zipped CSV    {units // 10:,} units in {zip_s:.1f} s, {zip_mb:.0f} MB; {'the same' if same else 'OTHER'} rows"
    )
    kept = slowest.seconds < PROMISED_S and memory < PROMISED_MB and clean and steady and same
    print(f"bench: {'PASS' if kept else 'MISS'} - promised {PROMISED_S:.0f} s and {PROMISED_MB:.0f} MB on two cores")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000))
