"""What an output folder keeps for itself (answers, questions, pages, records), without what was refused."""

import gzip
import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from flows.erasure.needles import Needles, holds
from flows.formats.whole import write_whole

_LISTS = ("cache", "review")
"""Lines of CSV: those that tell of it go."""
_WHOLE = ("snapshots", "records", "rebuilt")
"""Bodies as received or archived: a file that tells of it goes, with the file that describes it."""
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def found(output: Path, every: Needles) -> list[str]:
    """Private files that hold what is refused, relative to `output`, in order."""
    return [path.relative_to(output).as_posix() for path in _files(output) if holds(every, _text(path))]


def cleaned(output: Path, names: list[str], every: Needles) -> None:
    """Removes it from the files that `found` told: the rows of lists, other files whole. Raises UsageError, OSError."""
    for path in (output / name for name in names):
        if path.suffix == ".csv" and path.relative_to(output).parts[0] in _LISTS:
            write_whole(path, "".join(_kept(path.read_text(encoding="utf-8-sig"), every)).encode())
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
    if path.relative_to(output).parts[0] == "rebuilt":
        shutil.rmtree(output / "rebuilt", ignore_errors=True)
        return
    for each in (path.with_name(f"{path.name}.json"), path):
        each.unlink(missing_ok=True)


def _files(output: Path) -> Iterator[Path]:
    for room in (*_LISTS, *_WHOLE):
        yield from (path for path in sorted((output / room).rglob("*")) if path.is_file())


def _text(path: Path) -> str:
    """A file's text, entities of HTML and escapes of JSON read; '' when it has left meanwhile or is damaged."""
    try:
        body = path.read_bytes()
        body = gzip.decompress(body) if path.suffix == ".gz" else body
    except (OSError, EOFError):
        return ""
    text = html.unescape(body.decode("utf-8", errors="replace"))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
