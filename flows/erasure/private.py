"""What an output folder keeps for itself (answers, questions, pages, records), without what was refused."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from flows.erasure.databases import base_tells, clean_base, is_base
from flows.erasure.needles import Needles, holds
from flows.erasure.told import file_tells
from flows.formats.whole import write_whole

_LISTS = ("cache", "review")
"""Lines of CSV: those that tell of it go."""
_WHOLE = ("snapshots", "records", "rebuilt", "runs")
"""Bodies as received or archived, and word of runs: a file that tells of it goes, with the file that describes it."""
_LOG = "cron.log"
"""Where a crontab of before wrote what runs say; it is in `runs/` now."""


def found(output: Path, every: Needles) -> list[str]:
    """Private files that hold what is refused, relative to `output`, in order."""
    return [path.relative_to(output).as_posix() for path in _files(output) if _tells(every, path)]


def _tells(every: Needles, path: Path) -> bool:
    return base_tells(every, path) if is_base(path) else file_tells(every, path)


def cleaned(output: Path, names: list[str], every: Needles) -> None:
    """Removes it from the files that `found` told: the rows of lists, other files whole. Raises UsageError, OSError."""
    for path in (output / name for name in names):
        if path.suffix == ".csv" and path.relative_to(output).parts[0] in _LISTS:
            write_whole(path, "".join(_kept(path.read_text(encoding="utf-8-sig"), every)).encode())
        elif is_base(path):
            clean_base(every, path)
        else:
            _remove(output, path)


def _kept(text: str, every: Needles) -> Iterator[str]:
    """The header, and the rows without it; a quoted line end does not cut a row in two."""
    row = ""
    for line in text.splitlines(keepends=True):
        row += line
        if row.count('"') % 2 == 0:
            if not holds(every, row):
                yield row
            row = ""


def _remove(output: Path, path: Path) -> None:
    room = path.relative_to(output).parts[0]
    if room == "rebuilt":
        shutil.rmtree(output / room, ignore_errors=True)
        return
    if room == "runs" and path.parent != output / room:
        shutil.rmtree(path.parent, ignore_errors=True)  # without its report, a run would pass for one that was killed
        return
    for each in (path.with_name(f"{path.name}.json"), path):
        each.unlink(missing_ok=True)


def _files(output: Path) -> Iterator[Path]:
    yield from (path for path in (output / _LOG,) if path.is_file())
    for room in (*_LISTS, *_WHOLE):
        yield from (path for path in sorted((output / room).rglob("*")) if path.is_file())
