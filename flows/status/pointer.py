"""What `latest.json` says of its days, as whoever shows them needs it; `creches verify` is what proves it."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FILE = "latest.json"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Version, the day (ISO) that it was last issued, which is the last run that went to its end, and its last good day."""

    version: str
    created: str
    expires: str


def pointer(output: Path) -> Pointer | None:
    """That of an output folder; None when there is none that can be read."""
    try:
        return read((output / FILE).read_bytes())
    except OSError:
        return None


def read(body: bytes) -> Pointer | None:
    """The same of a content."""
    try:
        said = json.loads(body)
        found = Pointer(*(str(said[name]) for name in ("version", "created", "expires")))
        date.fromisoformat(found.created), date.fromisoformat(found.expires)
    except (ValueError, TypeError, KeyError):
        return None
    return found
