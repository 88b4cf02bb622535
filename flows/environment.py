"""What Prefect must find in the environment before it is imported: it reads its settings then, once."""

import os
import tempfile
from pathlib import Path

_SETTINGS = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # seconds; a slow machine needs more than its 20
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",  # nothing phones home
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # a refusal is told once, by the command
}


def prepare() -> None:
    """Sets what is not set yet, and a temporary home where there is none: the ephemeral server keeps its database there."""
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    if "PREFECT_HOME" not in os.environ and not _home_is_writable():
        os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="creches-prefect-")


def _home_is_writable() -> bool:
    try:
        home = Path.home() / ".prefect"
        home.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return False
    return os.access(home, os.W_OK)
