"""Every file of a folder as text, opened where it is packed, so that a word can be looked for in all of it."""

import gzip
import io
import json
import sqlite3
import zipfile
from pathlib import Path


def texts(output: Path) -> dict[str, str]:
    """Every file, opened where it is packed, folded digits and all as text."""
    found: dict[str, str] = {}
    for path in sorted(path for path in output.rglob("*") if path.is_file()):
        body = path.read_bytes()
        name = path.relative_to(output).as_posix()
        if body[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(body)) as packed:
                body = b"\n".join(packed.read(one) for one in packed.namelist())
        elif body[:2] == b"\x1f\x8b":
            body = gzip.decompress(body)
        elif body[:6] == b"SQLite":
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
                body += "\n".join(base.iterdump()).encode() if path.suffix == ".sqlite" else b""
        elif path.suffix == ".parquet":
            import pyarrow.parquet

            body = json.dumps(
                pyarrow.parquet.read_table(path).drop_columns(["geometry"]).to_pylist(), default=str
            ).encode()
        found[name] = body.decode("utf-8", errors="replace")
    return found
