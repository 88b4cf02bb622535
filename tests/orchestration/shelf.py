"""What lies in a folder of releases, between runs: whole, verified, the same sums."""

import fcntl
from pathlib import Path

from tests.orchestration.house import House


def sums(output: Path, version: str) -> str:
    """The digests of every file of a release."""
    return (output / "releases" / version / "SHA256SUMS").read_text(encoding="utf-8")


def versions(output: Path) -> list[str]:
    """The releases there are."""
    folder = output / "releases"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def seen(output: Path) -> tuple[bytes, bytes]:
    """What readers find: the digests of latest, and the list."""
    return (output / "latest" / "SHA256SUMS").read_bytes(), (output / "versions.json").read_bytes()


def is_free(output: Path) -> bool:
    """Whether nobody holds the folder."""
    with (output / ".verrou").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def faults(home: House, output: Path) -> list[str]:
    """What `creches verify` says against the folder; nothing when it is whole."""
    code, said = home.creches("verify", str(output))
    return [] if code == 0 else [said[-600:]]
