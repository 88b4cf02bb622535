"""What `creches site build` says."""

import json
from pathlib import Path

from flows.site.building import build


def print_built(output: Path, as_json: bool) -> None:
    """Builds the site and says so. Raises as `build`."""
    done = build(output)
    if as_json:
        print(json.dumps(done.document(), ensure_ascii=False, indent=2))
        return
    print(f"site: {done.pages} pages of release {done.version}, {done.bytes / 1e6:.1f} MB, in {done.folder}")
    print("  next      creches site serve, or give that folder to any web server")
