"""The commit that this checkout is at, read from git's own files; and whether its code was changed since, asked of git.

No setting of a user or a machine has a say, and none of this may fail a run: where git is not there, nothing is told.
"""

import os
import re
import subprocess
from pathlib import Path

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_PATIENCE_S = 10
_ALONE = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
"""No configuration but the checkout's own; nothing is written there, not even git's index."""
_ASKED = ("-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c", "core.quotePath=true")


def revision(root: Path) -> str:
    """The commit checked out at `root`; '' when it is no checkout of git."""
    try:
        own = _git_folder(root / ".git")
        head = (own / "HEAD").read_text(encoding="utf-8").strip()
        name = head.removeprefix("ref: ")
        found = head if name == head else _of_branch(own, name)
    except (OSError, UnicodeDecodeError):
        return ""
    return found if _COMMIT.fullmatch(found) else ""


def modified(root: Path, paths: tuple[str, ...], endings: tuple[str, ...]) -> bool:
    """Whether git sees files under `paths`, of names with these `endings`, that are not as committed.

    False when git cannot be asked.
    """
    asked = ("git", *_ASKED, "status", "--porcelain", "--untracked-files=all", "--ignore-submodules", "--", *paths)
    there = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            asked, cwd=root, env={**there, **_ALONE}, capture_output=True, timeout=_PATIENCE_S, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return False
    names = (line.rstrip('"') for line in done.stdout.decode(errors="replace").splitlines())
    return any(name.endswith(endings) for name in names)


def _git_folder(there: Path) -> Path:
    """`.git`, or the folder that a worktree's file of that name points to."""
    if not there.is_file():
        return there
    return there.parent / there.read_text(encoding="utf-8").strip().removeprefix("gitdir: ")


def _of_branch(own: Path, name: str) -> str:
    """The commit of a branch: its own file, or its line in the packed ones, of the checkout that all worktrees share."""
    shared = own / "commondir"
    rooms = [own, *([own / shared.read_text(encoding="utf-8").strip()] if shared.is_file() else [])]
    for room in rooms:
        if (room / name).is_file():
            return (room / name).read_text(encoding="utf-8").strip()
        packed = room / "packed-refs"
        lines = packed.read_text(encoding="utf-8").splitlines() if packed.is_file() else []
        for commit, _, ref in (line.partition(" ") for line in lines):
            if ref == name:
                return commit
    return ""
