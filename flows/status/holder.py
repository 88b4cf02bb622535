"""Who holds an output folder, told without touching its lock: a run that begins at that moment must not find it taken."""

from pathlib import Path

from flows.running.process import is_alive
from flows.shelf.lock import FILE


def holder(output: Path) -> str:
    """Its process and command in its own words, such as `4321: creches release`; '' when nobody does."""
    path = output / FILE
    try:
        words = path.read_text(encoding="utf-8", errors="replace").strip()[:200]
        number = path.stat().st_ino
    except OSError:
        return ""
    pid = words.partition(":")[0]
    return words if pid.isdecimal() and is_alive(int(pid)) and _is_locked(number) else ""


def _is_locked(inode: int) -> bool:
    """Whether the kernel knows of a lock on that file; where it does not tell, the words are believed."""
    try:
        lines = Path("/proc/locks").read_text(encoding="utf-8").splitlines()
    except OSError:
        return True
    return any(f":{inode} " in line for line in lines)
