"""What `creches diff` and `creches changes` do: the difference of two releases for a reader, patches written and applied."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from flows import shelf
from flows.changes import compare, explained
from flows.changes.change import CAUSES, Change, behind, counts, told
from flows.changes.patch import apply, since
from flows.changes.patch_check import read_patch
from flows.changes.shielded import NOT_REPEATED_EN, is_withheld, shielded
from flows.changes.words import rows
from flows.formats.whole import write_whole
from schemas.errors import UsageError

_SIGNS = {"ajoute": "+", "retire": "-", "modifie": "~"}


def between(output: Path, old: str, new: str) -> Sequence[Change]:
    """Each difference of two releases on the shelf, with its cause. Raises UsageError, Refused, Damaged as the shelf does."""
    before, after = (shelf.tables_of(output, version) for version in (old, new))
    schemas = {str(entry["version"]): str(entry.get("schema", "")) for entry in shelf.versions(output)}
    return explained(compare(before, after), before, after, schemas.get(old, ""))


def print_diff(output: Path, old: str, new: str, as_json: bool) -> None:
    """Prints the difference, field by field with causes. Raises UsageError, Refused, Damaged."""
    changes = between(output, old, new)
    shown = [shielded(change) for change in told(changes)]
    if as_json:
        listed = [asdict(change) for change in shown]
        print(
            json.dumps(
                {"from": old, "to": new, "counts": counts(changes), "changes": listed}, ensure_ascii=False, indent=2
            )
        )
        return
    print(f"{old} -> {new}: " + ", ".join(f"{n} {nature}" for nature, n in counts(changes).items()) + " (rows)")
    for row in rows(told(changes)):
        _print_row(row)
    print("behind them: " + ", ".join(f"{count} {table}" for table, count in behind(changes).items()))


def _print_row(row: list[Change]) -> None:
    head = shielded(row[0])
    named = " ".join(filter(None, (head.nom, f"({head.commune})" if head.commune else "")))
    seen = f", last seen on {head.vue}" if head.vue else ""
    why = "" if head.champ else f": {_why(head)}"
    print(f"{_SIGNS[head.nature]} {head.table} {head.cle} {named}{seen}{why}")
    for change in map(shielded, row if head.champ else ()):
        old = NOT_REPEATED_EN if is_withheld(change) else change.avant or "(empty)"
        print(f"    {change.champ}: {old} -> {change.apres or '(empty)'} [{_why(change)}]")


def _why(change: Change) -> str:
    words = CAUSES[change.cause][1]
    return f"{words}, {change.source}" if change.source else words


def write_patch(output: Path, old: str, new: str, file: Path | None) -> None:
    """Prints the patch, or writes it to a file. `new` is the current release when ''. Raises UsageError, Refused, Damaged."""
    current = shelf.current(output)
    if current is None:
        raise UsageError(
            f"{output} holds no release: make one (creches release --offline), or give its folder by --output."
        )
    patch = since(output, old, new or str(current["version"]))
    text = json.dumps(patch, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
    if file is None:
        print(text, end="")
    else:
        write_whole(file, text.encode("utf-8"))


def apply_patch(patch: Path, old: Path, new: Path) -> None:
    """Makes the folder `new` of the release in `old` and a patch. Raises UsageError, Refused, Damaged."""
    document = read_patch(patch)
    apply(document, old, new)
    print(f"{new}: release {document['to']['version']}, every file proved by its sums")
