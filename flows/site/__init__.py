"""The site: what a release holds, for people who look rather than read. Built from the shelf, into `output/site/`.

It needs no server, no script and no network to be read; what is published stays the release, which it shows and carries.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.site.building import Built


def build(output: Path) -> "Built":
    """As `flows.site.build.build`, which brings templates and pictures: those who only ask whether there is a site need none."""
    from flows.site import building

    return building.build(output)
