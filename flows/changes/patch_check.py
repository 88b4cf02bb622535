"""A patch that came from anywhere: read within limits, its names and shapes checked before one byte is written."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.shelf import SUMS
from schemas.errors import Refused, UsageError
from schemas.tables import TABLES

FORMAT = 1
Patch = dict[str, Any]
_LARGEST = 1 << 30  # bytes of a patch
_MOST = 20_000  # files of a release
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}(/[A-Za-z0-9][A-Za-z0-9_.-]{0,99}){0,3}")
_VERSION = re.compile(r"\d{4}\.\d\d\.\d\d(\.\d+)?(-r\d+)?")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_COLUMN = re.compile(r"[a-z][a-z0-9_]{0,60}")
_RESERVED = frozenset({SUMS})


def read_patch(path: Path) -> Patch:
    """A patch from a file, checked. Raises UsageError when it cannot be read, Refused when it is no patch."""
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused(
                f"{path} is larger than {_LARGEST >> 20} MiB: it is no patch of ours. Fetch the release itself."
            )
        patch = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}. Give the file of a patch.") from None
    except (ValueError, RecursionError):
        raise Refused(f"{path} is no JSON document: fetch the patch again, or the release itself.") from None
    checked(patch)
    return dict(patch)


def checked(patch: object) -> None:
    """Raises Refused when a patch is not shaped as ours are, or names a file outside its release."""
    fault = _fault(patch)
    if fault:
        raise Refused(f"This patch is refused: {fault}. Nothing is written; fetch it again, or the release itself.")


def listed(sums: str) -> dict[str, str]:
    """Name -> sha256 of a text of `SHA256SUMS`."""
    return {name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())}


def _fault(patch: object) -> str:
    """What is wrong with a patch; '' when nothing is."""
    if not isinstance(patch, dict) or patch.keys() != {"format", "from", "to", "tables", "files", "sums"}:
        return "it has other keys than a patch"
    if patch["format"] != FORMAT:
        return f"its format is {str(patch['format'])[:20]!r}, this version reads {FORMAT}"
    if not all(isinstance(patch[name], dict) for name in ("from", "to", "tables", "files")):
        return "its parts are not objects"
    if not isinstance(patch["sums"], str):
        return "its sums are no text"
    return (
        _ends(patch)
        or _names(patch)
        or _sayable(patch)
        or next(filter(None, (_table(*one) for one in patch["tables"].items())), "")
    )


def _sayable(patch: Patch) -> str:
    """Texts that are texts, and sums that are the ones it says that it leads to."""
    try:
        body, *_ = (text.encode("utf-8") for text in (patch["sums"], *patch["files"].values()))
    except UnicodeEncodeError:
        return "it holds what is no text"
    return "" if hashlib.sha256(body).hexdigest() == patch["to"]["sums"] else "its sums are not those of its release"


def _ends(patch: Patch) -> str:
    """The two releases between which it leads."""
    for end in (patch["from"], patch["to"]):
        version, sums = str(end.get("version")), str(end.get("sums"))
        if not _VERSION.fullmatch(version) or not _DIGEST.fullmatch(sums):
            return "it does not say from which release to which"
    told = (patch["to"].get("date"), patch["to"].get("base_url"))
    return "" if all(isinstance(one, str) for one in told) else "it does not say of which day its release is"


def _names(patch: Patch) -> str:
    """Files: few enough, all within the release, all listed in its sums."""
    sums = listed(patch["sums"])
    if not 0 < len(sums) <= _MOST:
        return f"it lists {len(sums)} files"
    strange = [
        n for n in (*sums, *patch["files"]) if not isinstance(n, str) or not _NAME.fullmatch(n) or n in _RESERVED
    ]
    if strange:
        return f"it names a file that no release has: {str(strange[0])[:80]!r}"
    if not all(_DIGEST.fullmatch(digest) for digest in sums.values()):
        return "its sums are not sums"
    unlisted = patch["files"].keys() - sums.keys() - {f"{SUMS}.minisig"}
    if unlisted or not all(isinstance(text, str) for text in patch["files"].values()):
        return "it brings files that its sums do not list"
    missing = [table for table in patch["tables"] if f"{table}.csv" not in sums]
    return "it changes tables that its sums do not list" if missing else ""


def _table(table: str, part: object) -> str:
    """The shape of what differs in one table."""
    if table not in TABLES or not isinstance(part, Mapping) or not _texts(part.get("columns")):
        return f"its table {str(table)[:40]!r} is none of ours"
    names = part["columns"]
    if not names or len(set(names)) != len(names) or not all(_COLUMN.fullmatch(name) for name in names):
        return f"the columns of {table} are no columns"
    if "rows" in part:
        return "" if _rows(part["rows"], len(names)) else f"the rows of {table} are no rows"
    shaped = _texts(part.get("key")) and set(part["key"]) <= set(names)
    shaped = shaped and _rows(part.get("removed"), len(part["key"])) and _rows(part.get("added"), len(names))
    return "" if shaped and _cells(part.get("changed"), part) else f"the changes of {table} are no changes"


def _cells(changed: object, part: Mapping[str, Any]) -> bool:
    return isinstance(changed, list) and all(
        isinstance(one, list | tuple)
        and len(one) == 2
        and _rows([one[0]], len(part["key"]))
        and isinstance(one[1], dict)
        and one[1].keys() <= set(part["columns"])
        and all(isinstance(cell, str) for cell in one[1].values())
        for one in changed
    )


def _rows(rows: object, width: int) -> bool:
    return isinstance(rows, list) and all(_texts(row) and len(row) == width for row in rows)


def _texts(cells: object) -> bool:
    return isinstance(cells, list | tuple) and all(isinstance(cell, str) for cell in cells)
