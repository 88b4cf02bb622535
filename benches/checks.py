"""Checks and differences of 100,000 rows: planted bad rows and planted changes are all found, no other, in how many seconds.

`python -m benches.checks [ROWS] [SCHEMA.json CLEAN.csv]` prints what it measured and ends with 1 when a promise is broken. Without
a schema: `etablissements`, its example row repeated. With one: another table, such as the 13 columns that others were measured on.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from flows import validate
from flows.columnar.checks import faults
from flows.columnar.differ import differences
from flows.columnar.frames import columnar
from flows.formats.csv_table import from_csv
from schemas.tables import fields, schema

CHECKED, DIFFERED = 1.0, 0.6
"""Seconds of processor for 100,000 rows."""
Schema = Mapping[str, Any]
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


def measured(work: Callable[[], Any], times: int = 5) -> tuple[Any, float, float]:
    """What the work gives, and the medians of its seconds, of the clock and of the processor, the first time left out."""
    work()
    took = []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        found = work()
        took.append((time.perf_counter() - wall, time.process_time() - cpu))
    return found, statistics.median(t[0] for t in took), statistics.median(t[1] for t in took)


def own_id(number: int) -> str:
    """A different id for each row."""
    signs = [LETTERS[number // 32**place % 32] for place in range(8)]
    return "cc-" + "".join(signs)


def rows_of_ours(count: int) -> pd.DataFrame:
    """`count` nurseries that differ in their id and name."""
    row = {str(f["name"]): str(f.get("example", "")) for f in fields("etablissements")}
    cells = {name: [value] * count for name, value in row.items()}
    cells |= {"id": [own_id(i) for i in range(count)], "nom": [f"Crèche {i}" for i in range(count)]}
    return pd.DataFrame(cells, dtype="str")


def rows_of_others(path: Path, count: int) -> pd.DataFrame:
    """A clean table, its rows repeated with other ids."""
    clean = from_csv(str(path))
    rows = clean.iloc[[i % len(clean) for i in range(count)]].reset_index(drop=True)
    return rows.assign(id=pd.array([f"CRE{i:06d}" for i in range(count)], dtype="str"))


def spoiled(frame: pd.DataFrame, told: Schema) -> tuple[pd.DataFrame, set[int]]:
    """The table with a bad cell in one row of a hundred or so, column after column, and which rows they are."""
    cells = {str(name): frame[name].tolist() for name in frame.columns}
    bad: set[int] = set()
    named = [
        f for f in told["fields"] if f["type"] != "string" or f.get("constraints", {}).keys() & {"pattern", "enum"}
    ]
    for at, field in enumerate(named * 3):
        row = 10 + at * (len(frame) // (len(named) * 3 + 1))
        cells[field["name"]][row] = "à revoir"
        bad.add(row)
    return pd.DataFrame({name: pd.array(texts, dtype="str") for name, texts in cells.items()}), bad


def checks(frame: pd.DataFrame, told: Schema) -> bool:
    """Whether exactly the planted rows are refused, in time."""
    table, bad = spoiled(frame, told)
    alone = {**told, "foreignKeys": []}
    read = validate.reader(alone)
    found, wall, cpu = measured(lambda: {one.row for one in faults(columnar(table), alone, read, {})})
    print(
        f"checks: {len(frame)} rows x {len(frame.columns)} columns, {len(bad)} planted, "
        f"{'exactly found' if found == bad else 'NOT the same'}: {wall:.3f} s, {cpu:.3f} s of processor"
    )
    return found == bad and cpu <= CHECKED * max(1.0, len(frame) / 100_000)


def changed(frame: pd.DataFrame) -> tuple[pd.DataFrame, set[tuple[str, str, str]]]:
    """The table a release later, 1 % of its rows other ones: half changed, a quarter gone, a quarter new."""
    count = len(frame) // 400
    names = [str(name) for name in frame.columns if name != "id"]
    cells = {str(name): frame[name].tolist() for name in frame.columns}
    ids = cells["id"]
    told = set()
    for i in range(2 * count):
        row, name = i * 150 + 7, names[i % len(names)]
        cells[name][row] += "9"
        told.add((ids[row], name, "modifie"))
    gone = [i * 300 + 11 for i in range(count)]
    told |= {(ids[row], "", "retire") for row in gone}
    for i, row in enumerate(gone):
        ids[row] = f"new-{i}"
        told.add((f"new-{i}", "", "ajoute"))
    return pd.DataFrame({name: pd.array(texts, dtype="str") for name, texts in cells.items()}), told


def differs(frame: pd.DataFrame) -> bool:
    """Whether exactly the planted changes are found, in time."""
    after, told = changed(frame)
    names: Sequence[str] = [str(name) for name in frame.columns]
    rows, wall, cpu = measured(
        lambda: differences(frame, after.sample(frac=1, random_state=1), names, ["id"], ["nom"], {})
    )
    found = set(zip(rows["cle"].tolist(), rows["champ"].tolist(), rows["nature"].tolist(), strict=True))
    print(
        f"changes: {len(frame)} rows, {len(told)} planted, {'exactly found' if found == told else 'NOT the same'}: "
        f"{wall:.3f} s, {cpu:.3f} s of processor"
    )
    return found == told and cpu <= DIFFERED * max(1.0, len(frame) / 100_000)


def main(count: int, other: Sequence[str]) -> int:
    """Measures and prints. 1 when a promise is broken."""
    told = json.loads(Path(other[0]).read_text(encoding="utf-8")) if other else schema("etablissements")
    frame = rows_of_others(Path(other[1]), count) if other else rows_of_ours(count)
    return 0 if checks(frame, told) & differs(frame) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2:]))
