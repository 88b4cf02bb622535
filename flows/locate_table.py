"""`creches geocode --csv`, `index` and `evaluate`: tables in, tables out, whatever their rows."""

import contextlib
import gc
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from flows import places
from flows.formats.any_csv import Sheet, check_target, open_sheet, write_sheet
from flows.geocode.cells import POINT
from flows.geocode.chain import INDEX_FILE, Choice
from flows.geocode.evaluate import as_document, as_table, evaluate
from flows.locate import Asked, Placer
from schemas.errors import UsageError
from sources.text import clean

ADDED = ("code_insee", "latitude", "longitude", *(name for name in POINT if name.startswith("geo_")), "geo_doute")
"""Columns that a table gets; `geo_doute` holds the codes of the doubts, joined by |."""
_NO_STREETS = (
    "there is no street index in {output}/cache: without network only answers kept and communes are found. "
    "Make one with: creches geocode index adresses-93.csv.gz"
)
AT_ONCE = 5_000
"""Rows placed together: enough for tables of questions, few enough for any memory."""
_WANTED = {
    "adresse": ("adresse", "address"),
    "code_postal": ("code_postal", "codepostal", "cp"),
    "commune": ("commune", "ville"),
}
_GOLD = {
    "code_insee": ("code_insee", "citycode", "insee"),
    "longitude": ("longitude", "lon", "lng"),
    "latitude": ("latitude", "lat"),
}


def place_table(source: Path, target: Path, choice: Choice, output: Path, offline: bool, as_json: bool) -> int:
    """Places each row of a CSV; rows and columns keep their order, ours are added at the end. Always 0.

    A column that is already there with the name of one of ours is filled anew where it stands. Raises UsageError when
    a file or a column is missing, or `target` is `source`.
    """
    if source.resolve() == target.resolve():
        raise UsageError(f"{target} would be written over itself: give another file for the result.")
    check_target(target)
    sheet = open_sheet(source)
    asked = _asked(sheet)
    placer = Placer.of(choice, output, offline)
    if choice == "auto" and offline and not (output / "cache" / INDEX_FILE).exists():
        print(f"creches: {_NO_STREETS.format(output=output)}", file=sys.stderr)
    with _undisturbed(), _kept(placer, output):
        added = list(_added(asked, placer))
    columns = [*sheet.columns, *(name for name in ADDED if name not in sheet.columns)]
    lines = (_line(sheet, columns, line, cells) for line, cells in zip(sheet.lines, added, strict=True))
    write_sheet(target, columns, lines, sheet.delimiter)
    again = [name for name in ADDED if name in sheet.columns]
    _tell_table(target, added, again, placer.panne, as_json)
    return 0


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """No garbage collection: it would look through millions of live cells, again and again, and find nothing."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()


@contextlib.contextmanager
def _kept(placer: Placer, output: Path) -> Iterator[None]:
    """Keeps what a service answered, also when the work is stopped: it would be asked for again."""
    try:
        yield
    finally:
        try:
            places.keep(placer.answers, output)
        except UsageError as error:
            print(f"creches: {error} The answers of this run are not kept.", file=sys.stderr)


def _asked(sheet: Sheet) -> list[Asked]:
    """The addresses of a sheet. Raises UsageError, naming the columns that are there, when one of ours is not."""
    columns = {name: sheet.place_of(*names) for name, names in _WANTED.items()}
    missing = [name for name, place in columns.items() if place is None]
    if missing == ["code_postal", "commune"]:
        return [Asked(line[columns["adresse"] or 0], "", "") for line in sheet.lines]
    if missing:
        raise UsageError(
            f"The table has no column {', '.join(missing)}; it has: {clean(', '.join(sheet.columns))[:300]}. Name its columns"
            " adresse, code_postal and commune, or give whole addresses in the one column adresse."
        )
    found = [place for place in columns.values() if place is not None]
    return [Asked(*(line[place] for place in found)) for line in sheet.lines]


def _added(asked: Sequence[Asked], placer: Placer) -> Iterator[dict[str, str]]:
    """Our cells for each row, batch by batch."""
    for start in range(0, len(asked), AT_ONCE):
        found = placer.place(asked[start : start + AT_ONCE])
        doubts: dict[str, list[str]] = {}
        for anomaly in found.anomalies:
            doubts.setdefault(anomaly.id, []).append(anomaly.code)
        names = [name for name in ADDED if name != "geo_doute"]
        cells = found.places[["id", *names]].itertuples(index=False, name=None)
        for id_, *values in cells:
            yield {**dict(zip(names, values, strict=True)), "geo_doute": "|".join(doubts.get(id_, ()))}


def _line(sheet: Sheet, columns: Sequence[str], line: Sequence[str], cells: dict[str, str]) -> list[str]:
    """A row of the result: what was there, ours in its place or at the end."""
    kept = [cells.get(name, cell) if name in cells else cell for name, cell in zip(sheet.columns, line, strict=True)]
    return [*kept, *(cells[name] for name in columns[len(sheet.columns) :])]


def _tell_table(target: Path, added: Sequence[dict[str, str]], again: Sequence[str], panne: str, as_json: bool) -> None:
    precisions = Counter(cells["geo_precision"] for cells in added)
    statuts = Counter(cells["geo_statut"] for cells in added)
    told = {"file": str(target), "rows": len(added), "geo_precision": dict(precisions), "geo_statut": dict(statuts)}
    if as_json:
        print(
            json.dumps(
                {"result": "located", **told, "replaced": list(again), "panne": panne}, ensure_ascii=False, indent=2
            )
        )
    else:
        counts = ", ".join(f"{count} {name}" for name, count in [*precisions.most_common(), *statuts.most_common()])
        print(f"{target}: {len(added)} row(s): {counts}")
    if again:
        print(f"creches: these columns were there already and hold our values now: {', '.join(again)}", file=sys.stderr)
    if panne:
        print(f"creches: {panne}", file=sys.stderr)


def build_index(files: Sequence[Path], output: Path, as_json: bool) -> int:
    """Makes the street index from files of the BAN. Raises UsageError when one is none."""
    from flows.geocode.index import build

    report = build(files, output / "cache" / INDEX_FILE)
    told = {**asdict(report), "file": str(output / "cache" / INDEX_FILE)}
    if as_json:
        print(json.dumps({"result": "indexed", **told}, ensure_ascii=False, indent=2))
        return 0
    print(f"{told['file']}: {report.streets} streets, {report.numbers} numbers, of {report.rows} rows")
    for why, count in sorted(report.left_out.items()):
        print(f"  left out: {count} rows: {why}")
    return 0


def evaluate_gold(gold: Path, choice: Choice, output: Path, picture: Path | None, offline: bool, as_json: bool) -> int:
    """Places the addresses of a table whose points are known, and measures: a table of rates, and a picture."""
    sheet = open_sheet(gold)
    asked = _asked(sheet)
    placer = Placer.of(choice, output, offline)
    found = pd.concat(
        [placer.place(asked[n : n + AT_ONCE]).places for n in range(0, len(asked), AT_ONCE)] or [_nothing()]
    )
    places.keep(placer.answers, output)
    try:
        measured = evaluate(_truth(sheet), found)
    except ValueError as error:
        raise UsageError(f"{gold}: a coordinate is no number: {error}. Correct it, or leave the cell empty.") from None
    path = picture or output / "evaluation" / f"{gold.stem}.png"
    _draw(measured, path)
    print(
        json.dumps({**as_document(measured), "picture": str(path)}, ensure_ascii=False, indent=2)
        if as_json
        else f"{as_table(measured)}\n\npicture: {path}"
    )
    if placer.panne:
        print(f"creches: {placer.panne}", file=sys.stderr)
    return 0


def _truth(sheet: Sheet) -> pd.DataFrame:
    """What the gold table says. Raises UsageError when it has no column of truth."""
    columns = {name: sheet.place_of(*names) for name, names in _GOLD.items()}
    missing = [name for name, place in columns.items() if place is None]
    if missing:
        raise UsageError(
            f"The gold table has no column {', '.join(missing)}; it has: {clean(', '.join(sheet.columns))[:300]}."
        )
    cells = {
        name: [line[place].strip() for line in sheet.lines] for name, place in columns.items() if place is not None
    }
    return pd.DataFrame(cells, dtype=str)


def _draw(measured: Any, path: Path) -> None:
    from flows.geocode.histogram import picture

    path.parent.mkdir(parents=True, exist_ok=True)
    picture(measured, path)


def _nothing() -> pd.DataFrame:
    raise UsageError("The gold table has no row: give it some addresses whose points are known.")
