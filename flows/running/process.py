"""Whether a process still is the one that it was: its id and its start, as ids are used again."""

import os
from pathlib import Path


def mark(pid: int) -> str:
    """When the process began, in ticks since the machine did; '' where the system does not tell, or it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
    except (OSError, IndexError, ValueError):
        return ""


def is_alive(pid: int, begun: str = "") -> bool:
    """Whether that process is there. `begun`: its `mark` when it was met; '' when none was had."""
    try:
        os.kill(pid, 0)
    except PermissionError:
        pass  # another user's
    except (OSError, OverflowError, ValueError):
        return False
    return not begun or mark(pid) in ("", begun)
