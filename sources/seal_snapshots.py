"""Writes the sidecars of the embedded snapshots after an edit: `python -m sources.seal_snapshots 2026-11-22`.

The day is when the facts were taken from the page, not when the file was typed.
"""

import hashlib
import json
import sys

from sources import SNAPSHOTS, pages


def seal(day: str) -> None:
    """One `<id>.json` beside each `<id>.html`. Raises ValueError for a day that is none."""
    for id_, source in pages().items():
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
    seal(sys.argv[1])
