"""An archive of many pages filled from a folder, as if they had just been received: for benches that measure all but a network.

`python -m benches.keep_pages PAGES COUNT OUTPUT [DAY]` writes OUTPUT/snapshots/annuaire/ from the first COUNT files of PAGES.
"""

import hashlib
import sys
from pathlib import Path

import sources
from benches.serve_pages import list_page
from flows import archive
from flows.pages.archive import Page, opened, packed


def keep(pages: Path, count: int, output: Path, day: str = "2026-11-26", source: str = "annuaire") -> None:
    """The list page and its pages, archived on a day, each page taken for one that was read well before."""
    base, moment = sources.load(source).url, f"{day}T08:00:00Z"
    files = sorted(pages.glob("*.html"))[:count]
    first = list_page(f"/membre/{path.name}" for path in files)
    headers = {"content-type": "text/html; charset=utf-8"}
    digest = hashlib.sha256(first).hexdigest()
    archive.store(
        output / "snapshots",
        source,
        archive.Sidecar(base, base, 200, headers, moment, digest, "absent", len(first)),
        first,
    )
    with opened(output / "snapshots", source) as kept:
        for path in files:
            body, url = path.read_bytes(), f"{base}membre/{path.name}"
            kind = headers["content-type"]
            page = Page(url, hashlib.sha256(body).hexdigest(), moment, moment, url, content_type=kind, robots="absent")
            kept.keep(page, packed(body))
        kept.settle((f"{base}membre/{path.name}" for path in files), ())


if __name__ == "__main__":
    keep(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:5])
