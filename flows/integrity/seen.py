"""What was verified before: a small file of the user's own, which keeps an old `latest.json` from passing for the new one."""

import json
from collections.abc import Mapping
from pathlib import Path

from flows.integrity import reading
from flows.integrity.findings import Findings, faults, old
from flows.integrity.pointed import Pointed
from flows.integrity.pointer import FILE
from schemas.errors import UsageError


def seen(path: Path) -> dict[str, object]:
    """What was seen last: serial, sha256 of that `latest.json`, version; {} the first time. Raises UsageError."""
    if not path.exists() and not path.is_symlink():
        return {}
    said = reading.document(path)
    if isinstance(said, dict) and reading.is_count(said.get("serial")) and isinstance(said.get("sha256"), str):
        return said
    raise UsageError(
        f"--seen {path} is no file that this command wrote: it remembers what was verified, so restore it; without it, an old "
        "release could pass for the newest."
    )


def seen_findings(before: Mapping[str, object], pointer: Pointed) -> Findings:
    """Where this `latest.json` is older than what was seen, or does not follow it."""
    if not before:
        return Findings()
    serial = int(str(before["serial"]))
    if pointer.serial < serial:
        return old(
            f"{FILE} has serial {pointer.serial}, and {serial} was already seen ({reading.shown(before.get('version'))}): it was "
            "rolled back to an older one; get it again from where the project publishes."
        )
    if pointer.serial == serial and pointer.digest != before["sha256"]:
        return faults(f"{FILE} has the serial {serial} that was already seen, and another content: ask the project.")
    if pointer.serial == serial + 1 and pointer.said.get("previous") != before["sha256"]:
        return faults(
            f"{FILE} does not follow the one of serial {serial} that was already seen: history was rewritten; ask the project."
        )
    return Findings()


def keep(path: Path, pointer: Pointed) -> None:
    """Writes down what was verified, in one step. Raises UsageError when it cannot be written."""
    told = {"serial": pointer.serial, "sha256": pointer.digest, "version": pointer.version}
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.write_text(json.dumps(told) + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise UsageError(f"--seen {path} cannot be written: {error.strerror}. Give another file.") from None
