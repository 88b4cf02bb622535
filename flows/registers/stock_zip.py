"""The one CSV in a zip, as data.gouv.fr serves the Sirene stock: its header, and its rows in parts of whole records.

Unpacked it is some nine gigabytes: one part lies on disk at a time.
"""

import contextlib
import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from flows.registers.stock_files import StockFile

PART = 16_000_000
"""Bytes that are unpacked at a time."""
_LONGEST = 4 * PART
"""Bytes without the end of a record: a quote that never closes."""
_TRIES = 100
_LINE = 100_000


class Part(NamedTuple):
    """Some whole records in a file of their own, without header; `lines` is how many lines, after `before` others."""

    path: Path
    lines: int
    before: int


def header(file: StockFile) -> list[str]:
    """The names of the columns, in the file's order. Raises FetchFailed."""
    with _opened(file) as member:
        return _names(file, member)


def parts(file: StockFile, work: Path) -> Iterator[Part]:
    """Its records, part by part: each lies in `work` until the next is asked for. Raises FetchFailed when it is not whole."""
    with _opened(file) as member:
        _names(file, member)
        before, rest = 0, b""
        while unpacked := member.read(PART):
            text = rest + unpacked
            end = _whole(text)
            if len(text) - end > _LONGEST:
                raise file.refused(f"a record after its line {before + 1} never ends")
            yield from _part(file, work, text[:end], before)
            before, rest = before + text.count(b"\n", 0, end), text[end:]
        yield from _part(file, work, rest + b"\n" if rest else b"", before)


def _part(file: StockFile, work: Path, text: bytes, before: int) -> Iterator[Part]:
    if not text:
        return
    path = work / f"{file.wanted.stem}-{before}.csv"
    path.write_bytes(text)
    try:
        yield Part(path, text.count(b"\n"), before)
    finally:
        path.unlink()


def _whole(text: bytes) -> int:
    """Where the last whole record ends: after a line feed that an even number of quotes stands before. 0 when none is met."""
    end = text.rfind(b"\n")
    for _ in range(_TRIES):
        if end < 0 or text.count(b'"', 0, end) % 2 == 0:
            break
        end = text.rfind(b"\n", 0, end)
    else:
        end = -1
    return end + 1


@contextlib.contextmanager
def _opened(file: StockFile) -> Iterator[IO[bytes]]:
    """The CSV in a zip. Raises FetchFailed, whenever it is seen to be damaged."""
    try:
        with zipfile.ZipFile(file.path) as archive:
            names = [one for one in archive.infolist() if one.filename.lower().endswith(".csv")]
            if len(names) != 1:
                raise file.refused(f"it holds {len(names)} CSV files, not one")
            with archive.open(names[0]) as member:
                yield member
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise file.refused(f"it is damaged or cut ({type(error).__name__})") from None


def _names(file: StockFile, member: IO[bytes]) -> list[str]:
    line = member.readline(_LINE)
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise file.refused("its first line is not UTF-8") from None
    names = next(csv.reader(io.StringIO(text)), [])
    if not line.endswith(b"\n") or len(names) != len(set(names)):
        raise file.refused("its first line is no line of column names")
    return names
