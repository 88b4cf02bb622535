"""The site kept true to the shelf: built anew after a release, a way back or a withdrawal, and left alone when nothing moved."""

import dataclasses
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from flows import settings
from schemas.errors import CrechesError

if TYPE_CHECKING:
    from flows.caller import Caller
    from flows.options import Options
    from flows.outcome import Outcome

FOLDER, CARRIED = "site", "donnees"
"""Of the output folder; and in it, the release's own files."""
DRAFT, GONE = ".site.draft", ".site.draft-gone"
"""What a build writes, and what leaves: whatever begins so is no site, and may hold what was withdrawn since."""
_POINTERS = ("latest.json", "versions.json")
"""Two files that say all of what stands: the release, its day, until when to believe it, and every release before."""
_NEXT = "What is published stays so. Next: creches site build"


def wanted() -> bool:
    """Whether releases build the site."""
    return settings.load().site == "yes"


def is_current(output: Path) -> bool:
    """Whether the site that is there shows what stands on the shelf."""
    there = output / FOLDER / CARRIED
    return all(_read(there / name) == _read(output / name) != b"" for name in _POINTERS)


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def shown(done: "Outcome", call: "Caller", options: "Options") -> "Outcome":
    """The site of what stands when a run ends, where releases build it: the outcome with why it could not be."""
    if options.dry_run or not wanted():
        return done
    return dataclasses.replace(done, site=call("montrer", kept, options.output))


def kept(output: Path) -> str:
    """Builds the site if releases build it and it shows something else than what stands; '' or why it could not be.

    For who holds the folder's lock. What is published stays so: whatever befalls the site is told, not raised.
    """
    if not wanted() or is_current(output):
        return ""
    from flows.running.sayable import where
    from flows.site import building  # templates and pictures: runs that build no site need none of them

    try:
        building.built(output)
    except CrechesError as error:
        return str(error)
    except Exception as error:
        return f"The site cannot be built, a fault of the project: {type(error).__name__} at {where(error)}. {_NEXT}"
    return ""


def follow(output: Path) -> str:
    """Once a command has changed what stands, and still holds the folder's lock: a site that shows what was withdrawn goes at
    once, whatever becomes of the next, which is built where releases build it. '' or why it could not be."""
    there = output / FOLDER
    had = there.is_symlink() or there.exists()
    cleared(output)
    if not had or is_current(output):
        return ""
    try:
        removed(there)
    except OSError as error:
        return f"{there} still shows what was withdrawn, and cannot be removed: {error.strerror or error}. Next: remove it."
    return kept(output)


def cleared(output: Path) -> None:
    """Takes away what is left of builds that were killed. Raises OSError."""
    for path in sorted(output.glob(f"{DRAFT}*")):
        removed(path)


def removed(path: Path) -> None:
    """Takes a folder, a file or a link away, for readers in one step. Raises OSError."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        going = path if path.name.startswith(DRAFT) else path.rename(path.with_name(GONE))
        shutil.rmtree(going)
