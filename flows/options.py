"""What a run was asked."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """What a run was asked. `pages` are pages saved by hand, by source; `asked` limits which sources are fetched."""

    as_of: str
    output: Path
    offline: bool = False
    asked: tuple[str, ...] = ()
    pages: Mapping[str, Path] = dataclasses.field(default_factory=dict)
    dry_run: bool = False
    archived: bool = False
    """No page is asked: the newest archived copies are read. Services (the geocoder) still are."""
