"""Writes the sidecars of embedded snapshots after an edit: `python -m sources.seal_snapshots 2026-11-22 pope`.

The day is when the facts were taken from the page, not when the file was typed.
"""

import hashlib
import json
import sys
from datetime import date

from sources import SNAPSHOTS, load


def seal(day: str, ids: list[str]) -> None:
    """One `<id>.json` beside each `<id>.html` named; an unnamed one keeps its day. Raises UsageError, ValueError."""
    date.fromisoformat(day)
    for id_ in ids:
        source = load(id_)
        body = (SNAPSHOTS / f"{id_}.html").read_bytes()
        about = {
            "url": source.url,
            "final_url": source.url,
            "status": 200,
            "headers": {"content-type": "text/html; charset=utf-8"},
            "fetched_at": f"{day}T00:00:00Z",
            "sha256": hashlib.sha256(body).hexdigest(),
            "robots": "non_demande",
            "size": len(body),
        }
        (SNAPSHOTS / f"{id_}.json").write_text(json.dumps(about, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    seal(sys.argv[1], sys.argv[2:])
