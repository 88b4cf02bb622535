"""What `creches verify` and `creches keys` do and print."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from flows.integrity import keys

if TYPE_CHECKING:
    from flows.integrity.verify import Verified

NEXT = "Next: do not use these files; download the release again, or restore it."
NEXT_OLD = "Next: look for a newer release where the project publishes. These files are what was published, but they may be old."
OPEN = "The key has no password: whoever reads the file can sign. Set CRECHES_SIGNING_PASSWORD and make another for more safety."


def verify_one(folder: Path, as_json: bool, key: str = "", seen: Path | None = None, as_of: str = "") -> int:
    """Checks a release or an output folder and prints the outcome: 0 whole, 8 damaged or expired. Raises UsageError for a wrong call."""
    from flows.integrity.verify import verified  # it brings frictionless, which a new key does not need

    found = verified(folder, key, seen, as_of)
    print(_json(_document(folder, found)) if as_json else _text(folder, found))
    return 0 if _result(found) == "valid" else 8


def _result(found: "Verified") -> str:
    """In one word; "expired" is of files that nothing is wrong with, but their age."""
    return "damaged" if found.findings.faults else "expired" if found.findings.old else "valid"


def _document(folder: Path, found: "Verified") -> dict[str, object]:
    return {
        "result": _result(found),
        "folder": str(folder),
        "version": found.version,
        "serial": found.serial,
        "signed": found.signed,
        "faults": [*found.findings.faults, *found.findings.old],
        "notes": list(found.findings.notes),
    }


def _text(folder: Path, found: "Verified") -> str:
    told = found.findings
    lines = [f"{folder}: {_result(found)}", *(f"  {fault}" for fault in (*told.faults, *told.old))]
    lines += [f"  ({note})" for note in told.notes]
    if found.signed and not told.faults:
        lines.append(f"  {found.version}, signed with a key that you know.")
    then = NEXT if told.faults else NEXT_OLD if told.old else ""
    return "\n".join([*lines, f"  {then}"] if then else lines)


def make_key(path: Path, as_json: bool) -> None:
    """Makes a key pair; prints the public key. Raises UsageError when the file is there, or cannot be written."""
    has_password = bool(keys.password())
    public = keys.make(path)
    if as_json:
        print(_json({"secret_key": str(path), "public_key": public, "password": has_password}))
        return
    print(f"Secret key: {path} (never publish or commit it; keep a copy elsewhere)")
    print(f"Public key: {public}\nSet: CRECHES_SIGNING_KEY={path}\n     CRECHES_PUBLIC_KEY={public}")
    if not has_password:
        print(OPEN)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
