"""Synthetic Sirene stocks that are faithful to INSEE's files: every column, its types, realistic shares, invented names.

`generate` draws a stock of any size into Parquet; `write` writes rows made by hand, as Parquet or as the CSV in a zip
that data.gouv.fr serves. The columns of natural persons hold CANARY, the addresses that must be masked MASKED.
"""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from benches.sirene_columns import FILES, type_of
from benches.sirene_draws import CANARY, DRAWN, MASKED, macros

__all__ = ["CANARY", "MASKED", "generate", "write", "zip_csv"]


def write(folder: Path, name: str, rows: Sequence[Mapping[str, str]], kind: str = "parquet") -> Path:
    """One file of the stock, `<name>.parquet` or `.zip`, with all of INSEE's columns; a cell not given is empty."""
    columns = FILES[name]
    unknown = {column for row in rows for column in row} - {*columns}
    assert not unknown, f"no column of {name}: {sorted(unknown)}"
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / f"{name}.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{name}.csv", text.getvalue())
        return path
    draft = folder / f"{name}.csv"
    draft.write_text(text.getvalue(), encoding="utf-8")
    copy_csv(draft, path, {column: type_of(column) for column in columns})
    draft.unlink()
    return path


def copy_csv(source: Path, target: Path, types: Mapping[str, str]) -> None:
    """A CSV file as Parquet, its columns of the given types."""
    with duckdb.connect() as database:
        database.execute(
            f"COPY (SELECT * FROM read_csv('{source}', header=true, auto_detect=false, delim=',', quote='\"',"
            f" columns={dict(types)})) TO '{target}' (FORMAT parquet)"
        )


def zip_csv(parquet: Path) -> Path:
    """A Parquet file of the stock as INSEE's zip of one CSV, beside it."""
    path, name = parquet.with_suffix(".zip"), f"{parquet.stem}.csv"
    with duckdb.connect() as database:
        database.execute(f"COPY (SELECT * FROM '{parquet}') TO '{parquet.with_suffix('.csv')}' (HEADER)")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(parquet.with_suffix(".csv"), name)
    parquet.with_suffix(".csv").unlink()
    return path


def generate(folder: Path, units: int, seed: int = 1) -> None:
    """A stock of `units` legal units and twice as many establishments, sorted by SIREN as INSEE's, in four Parquet files."""
    with duckdb.connect(config={"memory_limit": "3GB", "temp_directory": str(folder / "tmp")}) as database:
        for macro in macros(seed):
            database.execute(macro)
        for name, (cells, source) in DRAWN.items():
            assert cells.keys() <= {*FILES[name]}, sorted(cells.keys() - {*FILES[name]})
            drawn = (f'CAST({cells.get(column, "NULL")} AS {type_of(column)}) AS "{column}"' for column in FILES[name])
            database.execute(
                f"COPY (SELECT {', '.join(drawn)} FROM {source}({units})) TO '{folder / name}.parquet'"
                " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
            )
