"""The workbook, written while the other formats are: by a process of its own, unless it is small."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from flows.formats.xlsx import TABLES, write_xlsx
from schemas.errors import Refused

_SMALL = 2_000_000
"""Bytes of CSV under which starting a process costs more than it saves."""
_ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def workbook_beside(folder: Path, day: str) -> Iterator[None]:
    """The workbook of a folder's CSV files is there when the block ends. Raises OSError, Refused.

    A block that fails stops it.
    """
    if sum((folder / f"{table}.csv").stat().st_size for table in TABLES) < _SMALL:
        write_xlsx(folder, day)
        yield
        return
    with _process(folder, day) as process:
        try:
            yield
        except BaseException:
            process.kill()
            raise
        assert process.stderr
        told = process.stderr.read()
        process.wait()
    if process.returncode:
        _refuse(process.returncode, told.strip())


def _process(folder: Path, day: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "flows.formats.xlsx", str(folder.absolute()), day]
    return subprocess.Popen(
        command,
        cwd=_ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.PIPE,  # held open: when this process is killed, the other one reads its end and stops
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _refuse(code: int, told: str) -> None:
    """Says in this process why the other one failed."""
    if code == Refused.exit_code:
        raise Refused(told)
    raise OSError(0, f"the workbook's process ended with {code}: {told.splitlines()[-1] if told else 'no word'}")
