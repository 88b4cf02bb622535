"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, everything else on standard error.")
]
Output = Annotated[
    Path, typer.Option("--output", metavar="DIR", help="Folder of releases, latest, snapshots and review.")
]
